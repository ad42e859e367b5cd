"""Takes definitions into the database: the shipped ones, and those that packages carry."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from atlas.audit.services import record
from atlas.definitions.load import definitions_to_json, shipped_definitions
from atlas.instruments.models import InstrumentSet
from atlas.instruments.rules import SetState
from atlas.kernel import clock
from atlas.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor
    from atlas.definitions.models import Definitions


def keep_published(definitions: Definitions, *, actor: Actor) -> InstrumentSet:
    """Return the published set of these very definitions; the first time it is made, with the next number.

    Raises:
        NotAllowed: 'administrator-needed'.
    """
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    content = definitions_to_json(definitions).decode()
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    with transaction.atomic():
        found = InstrumentSet.objects.filter(sha256=sha256).first()
        if found is not None:
            return found
        at = clock.now()
        number = (InstrumentSet.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        made = InstrumentSet.objects.create(
            number=number, state=SetState.PUBLISHED, content=content, sha256=sha256, published_at=at
        )
        record("publish-instruments", about=made, by=actor.user_id, at=at, number=number, sha256=sha256)
    return made


def keep_shipped(*, actor: Actor) -> InstrumentSet:
    """Return the set of the shipped definitions (version 1 = the Atlas); made where it is not there."""
    return keep_published(shipped_definitions(), actor=actor)
