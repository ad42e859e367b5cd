"""Planning a session: what it is, which instruments, which period. Its other parts are in modules beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.instruments.rules import SetState
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState
from atlas.monitoring.services.sequence import must_be_free, must_be_last, next_number

if TYPE_CHECKING:
    from datetime import date

    from atlas.accounts.actor import Actor
    from atlas.instruments.models import InstrumentSet


@dataclass(frozen=True)
class SessionPlan:
    """What a session is: its code and name, days in Warsaw, whether it is a trial, outside the sequence."""

    code: str
    name: str
    opens_on: date
    closes_on: date
    period_from: date
    period_to: date
    is_trial: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class SessionFacts:
    """What can be changed of a planned session besides its schedule: names, the period, whether it is a trial."""

    code: str
    name: str
    period_from: date
    period_to: date
    is_trial: bool


def plan_session(
    plan: SessionPlan, *, instruments: InstrumentSet, actor: Actor, sequence: int | None = None
) -> Session:  # fmt: skip
    """Make a session in state `planned`; unless it is a trial, it joins the sequence at its end.

    Args:
        plan: What it is.
        instruments: A published set.
        actor: Who plans it.
        sequence: The number that a session brings with it whose package is imported.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-known', 'sequence-taken', 'instruments-not-published', 'period-backwards'.
    """
    must_work_in_centre(actor)
    _must_be_possible(instruments, period_from=plan.period_from, period_to=plan.period_to)
    with transaction.atomic():
        number = None if plan.is_trial else sequence or next_number()
        at = clock.now()
        session = Session(**vars(plan), sequence=number, instruments=instruments)
        _save(session)
        record("plan-session", about=session, by=actor.user_id, at=at, code=plan.code)
    return session


def change_facts(session: Session, facts: SessionFacts, *, instruments: InstrumentSet, actor: Actor) -> Session:
    """Change what a planned session is. One that becomes a trial leaves the sequence; a real one joins at its end.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned', 'session-known', 'sequence-taken', 'instruments-not-published',
            'period-backwards'; for one that becomes a trial 'session-not-last', 'sequence-went-on'.
    """
    must_work_in_centre(actor)
    _must_be_possible(instruments, period_from=facts.period_from, period_to=facts.period_to)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        if facts.is_trial and not found.is_trial:
            must_be_last(found)
            found.sequence = None
        elif found.is_trial and not facts.is_trial:
            found.sequence = next_number()
        for name, value in vars(facts).items():
            setattr(found, name, value)
        found.instruments = instruments
        _save(found)
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


def _save(session: Session) -> None:
    """Write a session whose code and number nobody else has, whoever plans one at the same moment."""
    must_be_free(session)
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        must_be_free(session)
        raise


def _must_be_possible(instruments: InstrumentSet, *, period_from: date, period_to: date) -> None:
    if instruments.state != SetState.PUBLISHED:
        raise DomainError("instruments-not-published", number=instruments.number)
    if period_to < period_from:
        raise DomainError("period-backwards", period_from=period_from, period_to=period_to)
