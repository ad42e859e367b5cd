"""Planning a session: what it is, which instruments, which period. Its other parts are in modules beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.instruments.rules import SetState
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState
from atlas.monitoring.selectors import next_sequence

if TYPE_CHECKING:
    from datetime import date

    from atlas.accounts.actor import Actor
    from atlas.instruments.models import InstrumentSet


@dataclass(frozen=True)
class SessionPlan:
    """What a session is: its code and name, days in Warsaw, and its place in the sequence (None for a trial)."""

    code: str
    name: str
    opens_on: date
    closes_on: date
    period_from: date
    period_to: date
    sequence: int | None


@dataclass(frozen=True)
class SessionFacts:
    """What can be changed of a planned session besides its schedule: names, the period, whether it is a trial."""

    code: str
    name: str
    period_from: date
    period_to: date
    is_trial: bool


def plan_session(plan: SessionPlan, *, instruments: InstrumentSet, actor: Actor) -> Session:
    """Make a session in state `planned`.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-known', 'sequence-taken', 'instruments-not-published', 'period-backwards'.
    """
    must_work_in_centre(actor)
    _must_be_possible(instruments, period_from=plan.period_from, period_to=plan.period_to)
    with transaction.atomic():
        at = clock.now()
        if Session.objects.filter(code=plan.code).exists():
            raise DomainError("session-known", session=plan.code)
        if plan.sequence is not None and Session.objects.filter(sequence=plan.sequence).exists():
            raise DomainError("sequence-taken", sequence=plan.sequence, session=plan.code)
        session = Session.objects.create(**vars(plan), is_trial=plan.sequence is None, instruments=instruments)
        record("plan-session", about=session, by=actor.user_id, at=at, code=plan.code)
    return session


def change_facts(session: Session, facts: SessionFacts, *, instruments: InstrumentSet, actor: Actor) -> Session:
    """Change what a planned session is. One that becomes a trial leaves the sequence; a real one joins at its end.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned', 'session-known', 'instruments-not-published', 'period-backwards'.
    """
    must_work_in_centre(actor)
    _must_be_possible(instruments, period_from=facts.period_from, period_to=facts.period_to)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        if Session.objects.filter(code=facts.code).exclude(pk=found.pk).exists():
            raise DomainError("session-known", session=facts.code)
        if facts.is_trial != found.is_trial:
            found.sequence = None if facts.is_trial else next_sequence()
        for name, value in vars(facts).items():
            setattr(found, name, value)
        found.instruments = instruments
        found.save(update_fields=[*vars(facts), "sequence", "instruments"])
        told = {name: value if isinstance(value, bool) else str(value) for name, value in vars(facts).items()}
        record("change-session", about=found, by=actor.user_id, at=at, instruments=instruments.number, **told)
    return found


def locked_planned(session: Session) -> Session:
    """Lock a session's row within the caller's transaction and return it as it is now; it must be planned still.

    Raises:
        DomainError: 'session-not-planned'.
    """
    found = Session.objects.select_for_update().get(pk=session.pk)
    if found.state != SessionState.PLANNED:
        raise DomainError("session-not-planned", session=found.code)
    return found


def _must_be_possible(instruments: InstrumentSet, *, period_from: date, period_to: date) -> None:
    if instruments.state != SetState.PUBLISHED:
        raise DomainError("instruments-not-published", number=instruments.number)
    if period_to < period_from:
        raise DomainError("period-backwards", period_from=period_from, period_to=period_to)
