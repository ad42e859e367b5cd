"""Telling which gminas were renumbered since an earlier session, and taking that back, until the session is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.kernel.teryt import identity_of
from atlas.monitoring.models import ScopeGmina, Session, TerritoryChange
from atlas.monitoring.renumbered import known_codes
from atlas.monitoring.renumbering import must_be_renumbered
from atlas.monitoring.rules import OVER, must_not_be_closing
from atlas.monitoring.services.planning import locked_planned

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from atlas.accounts.actor import Actor
    from atlas.monitoring.renumbering import Renumbering


def tell_renumbering(session: Session, change: Renumbering, *, actor: Actor) -> TerritoryChange:
    """Tell that a gmina of a session's scope is one that an earlier session covered under another code.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'renumbering-over', 'session-being-closed', or what `must_be_renumbered` refuses.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = _locked(session)
        at = clock.now()
        must_be_renumbered(change, known=known_codes(found, change.old, change.new))
        made = TerritoryChange.objects.create(session=found, **vars(change))
        record("tell-renumbering", about=found, by=actor.user_id, at=at, **_told(made))
    return made


def take_back_renumbering(change: TerritoryChange, *, actor: Actor) -> None:
    """Take back what was told; the gmina then begins a new baseline.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'renumbering-over', 'session-being-closed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = _locked(change.session)
        record("take-back-renumbering", about=found, by=actor.user_id, at=clock.now(), **_told(change))
        change.delete()


def keep_changes(session: Session, changes: Iterable[tuple[str, str, date | None]], *, actor: Actor) -> None:
    """Keep what an imported package tells of its gminas (old, new, since when), mergers and divisions, too.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        rows = [TerritoryChange(session=found, old=old, new=new, from_on=day) for old, new, day in changes]
        TerritoryChange.objects.bulk_create(rows)
        if rows:
            told = [f"{one.old} {one.new}" for one in rows]
            record("keep-changes", about=found, by=actor.user_id, at=clock.now(), changes=told)


def drop_uncovered(session: Session, *, by: int | None, at: datetime) -> None:
    """Take back, within the caller's transaction, what was told of gminas that a planned session no longer covers."""
    covered = {identity_of(code) for code in ScopeGmina.objects.filter(session=session).values_list("gmina", flat=True)}
    for one in TerritoryChange.objects.filter(session=session):
        if one.new not in covered:
            record("take-back-renumbering", about=session, by=by, at=at, **_told(one))
            one.delete()


def _locked(session: Session) -> Session:
    found = Session.objects.select_for_update().get(pk=session.pk)
    if found.state in OVER:
        raise DomainError("renumbering-over", session=found.code)
    must_not_be_closing(found.code, since=found.closing_since)
    return found


def _told(change: TerritoryChange) -> dict[str, str]:
    return {"old": change.old, "new": change.new, "from_on": str(change.from_on or "")}
