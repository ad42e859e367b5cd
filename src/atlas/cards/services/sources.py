"""Keeping what a card was entered from: a file that was looked at, or a note of a call. Private: see `source_files`."""

from __future__ import annotations

import hashlib
import os
import secrets
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.services import record
from atlas.cards.access import is_entered_by
from atlas.cards.models import Card, SourceDocument
from atlas.cards.services.keeping import locked
from atlas.cards.source_files import TEXT, folder, kind_of, shown_name
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.accounts.actor import Actor

NOTE = "notatka.txt"
MOST_SOURCES = 20
"""Of one card; a scan of several pages is one."""
_RANDOM_BYTES = 32


def attach_source(card: Card, content: bytes, *, name: str, actor: Actor) -> SourceDocument:
    """Keep a file that a card is entered from.

    Args:
        card: Fetched through `access.get_card`.
        content: The whole file, at most `source_files.LARGEST` bytes.
        name: As the file is called.
        actor: Who enters the card on the participant's behalf.

    Raises:
        NotAllowed: 'card-not-opened'.
        DomainError: those of `source_files.kind_of`, 'source-known', 'source-too-many'.
    """
    return _kept(card, content, name=shown_name(name), kind=kind_of(content, name=name), actor=actor)


def attach_note(card: Card, words: str, *, actor: Actor) -> SourceDocument:
    """Keep a note of a call that a card is entered from, as a text file.

    Raises:
        NotAllowed: 'card-not-opened'.
        DomainError: 'source-empty', 'source-known', 'source-too-many'.
    """
    content = "\n".join(words.strip().splitlines()).encode()
    if not content:
        raise DomainError("source-empty")
    return _kept(card, content, name=NOTE, kind=TEXT, actor=actor)


def remove_source(card: Card, document: SourceDocument, *, actor: Actor) -> None:
    """Throw away a source that was attached by mistake; one of a submitted card stays.

    Raises:
        NotAllowed: 'card-not-opened'.
        DomainError: 'source-submitted'.
    """
    with transaction.atomic():
        held = locked(card)
        at = clock.now()
        _must_be_entered(held, actor=actor)
        if SourceDocument.objects.filter(pk=document.pk, submission=None).delete()[0] == 0:
            raise DomainError("source-submitted")
        record("remove-card-source", about=held, by=actor.user_id, at=at, sha256=document.sha256)
        transaction.on_commit(partial((folder() / document.key).unlink, missing_ok=True))


def _kept(card: Card, content: bytes, *, name: str, kind: str, actor: Actor) -> SourceDocument:
    path = folder() / secrets.token_hex(_RANDOM_BYTES)
    try:
        with transaction.atomic():
            held = locked(card)
            at = clock.now()
            _must_be_entered(held, actor=actor)
            sha256 = hashlib.sha256(content).hexdigest()
            _must_be_new(held, sha256)
            _write(path, content)
            facts = {"kind": kind, "size": len(content), "sha256": sha256}
            made = SourceDocument.objects.create(
                card=held, name=name, key=path.name, attached_at=at, attached_by=actor.user_id, **facts
            )
            record("attach-card-source", about=held, by=actor.user_id, at=at, document=made.pk, **facts)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return made


def _must_be_entered(card: Card, *, actor: Actor) -> None:
    if not is_entered_by(actor, card):
        raise NotAllowed("card-not-opened")


def _must_be_new(card: Card, sha256: str) -> None:
    known = list(card.sources.filter(submission=None).values_list("sha256", flat=True))
    if sha256 in known:
        raise DomainError("source-known")
    if len(known) >= MOST_SOURCES:
        raise DomainError("source-too-many", most=MOST_SOURCES)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
