"""Points of receipt: where and how cards of a session are handed over. What is logged names no address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import PointOfReceipt, Session
from atlas.monitoring.rules import NEEDED_AT_POINT, OVER, HandOver, Hours, wrong_hours

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor


@dataclass(frozen=True)
class PointFacts:
    """What is said of a point: its channel, the office's name and how to reach it, a note, duty hours by weekday."""

    channel: HandOver
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    hours: Hours = field(default_factory=dict)


def add_point(session: Session, facts: PointFacts, *, actor: Actor) -> PointOfReceipt:
    """Add a point to a session that is not closed.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-is-closed', 'point-unreachable', 'hours-backwards'.
    """
    must_work_in_centre(actor)
    _must_be_reachable(facts)
    with transaction.atomic():
        found = _locked(session)
        at = clock.now()
        point = PointOfReceipt.objects.create(session=found, **_columns(facts))
        record("add-point", about=found, by=actor.user_id, at=at, point=point.pk, channel=point.channel)
    return point


def change_point(point: PointOfReceipt, facts: PointFacts, *, actor: Actor) -> PointOfReceipt:
    """Change what is said of a point.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-is-closed', 'point-unreachable', 'hours-backwards'.
    """
    must_work_in_centre(actor)
    _must_be_reachable(facts)
    with transaction.atomic():
        found = _locked(point.session)
        at = clock.now()
        columns = _columns(facts)
        for name, value in columns.items():
            setattr(point, name, value)
        point.save(update_fields=list(columns))
        record("change-point", about=found, by=actor.user_id, at=at, point=point.pk, channel=point.channel)
    return point


def remove_point(point: PointOfReceipt, *, actor: Actor) -> None:
    """Take a point away.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-is-closed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = _locked(point.session)
        record("remove-point", about=found, by=actor.user_id, at=clock.now(), point=point.pk, channel=point.channel)
        point.delete()


def _locked(session: Session) -> Session:
    found = Session.objects.select_for_update().get(pk=session.pk)
    if found.state in OVER:
        raise DomainError("session-is-closed", session=found.code)
    return found


def _must_be_reachable(facts: PointFacts) -> None:
    needed = NEEDED_AT_POINT.get(facts.channel)
    if needed and not getattr(facts, needed).strip():
        raise DomainError("point-unreachable", name=facts.name)
    if wrong_hours(facts.hours):
        raise DomainError("hours-backwards", name=facts.name)


def _columns(facts: PointFacts) -> dict[str, object]:
    hours = {weekday: list(pair) for weekday, pair in sorted(facts.hours.items())}
    return {**vars(facts), "channel": facts.channel.value, "hours": hours}
