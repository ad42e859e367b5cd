"""Adds errata to closed sessions: a mistake that is found later is told beside the value. Nothing is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from atlas.accounts.access import must_work_in_centre
from atlas.archive.models import Erratum
from atlas.audit.services import record
from atlas.cards.selectors import instruments_of
from atlas.engine.grid import territories_of
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import ScopeGmina, Session
from atlas.monitoring.rules import OVER

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor

LONGEST_ERRATUM = 1000


def add_erratum(session: Session, *, territory: str, indicator: str, text: str, actor: Actor) -> Erratum:
    """Add the next erratum of a closed session; it stands in the session's next revision, too.

    Args:
        session: Closed or published.
        territory: A code of any level with a gmina in the session's scope (`PL` for the country).
        indicator: An id of the session's definitions, or empty for the whole territory.
        text: What was wrong and what would be right; no personal data.
        actor: Of the Centre.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-closed', 'erratum-text-needed', 'erratum-territory-unknown',
            'erratum-indicator-unknown'.
    """
    must_work_in_centre(actor)
    words = " ".join(text.split())[:LONGEST_ERRATUM]
    if not words:
        raise DomainError("erratum-text-needed")
    with transaction.atomic():
        held = Session.objects.select_for_update().select_related("instruments").get(pk=session.pk)
        at = clock.now()
        if held.state not in OVER:
            raise DomainError("session-not-closed", session=held.code)
        _must_be_known(held, territory=territory, indicator=indicator)
        last = Erratum.objects.filter(session=held).aggregate(last=Max("number"))["last"]
        erratum = Erratum.objects.create(
            session=held, number=(last or 0) + 1, territory=territory, indicator=indicator, text=words,
            dated_on=clock.day_of(at), made_at=at, made_by=actor.user_id,
        )  # fmt: skip
        facts = {"number": erratum.number, "territory": territory, "indicator": indicator}
        record("add-erratum", about=held, by=actor.user_id, at=at, **facts)
    return erratum


def _must_be_known(session: Session, *, territory: str, indicator: str) -> None:
    gminas = ScopeGmina.objects.filter(session=session).values_list("gmina", flat=True)
    if territory not in {code for gmina in gminas for _level, code in territories_of(gmina)}:
        raise DomainError("erratum-territory-unknown", territory=territory, session=session.code)
    if indicator and indicator not in {one.id for one in instruments_of(session.instruments).definitions.indicators}:
        raise DomainError("erratum-indicator-unknown", indicator=indicator)
