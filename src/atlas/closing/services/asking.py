"""Asking for a session to be closed: its cards are decided, its code was typed, from then on nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.closing.rules import Check
from atlas.closing.selectors import accepted_mark, items
from atlas.jobs.rules import JobState
from atlas.jobs.selectors import newest_job
from atlas.jobs.services.asking import ask_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState, next_state
from atlas.monitoring.selectors import missing_before

if TYPE_CHECKING:
    from datetime import date

    from atlas.accounts.actor import Actor
    from atlas.jobs.models import Job

KIND = "close-session"


def key_of(session: Session) -> str:
    """Return the key of the job that closes a session."""
    return f"close:{session.code}"


def close_session(session: Session, *, typed: str, actor: Actor, seen: str = "") -> Job:
    """Ask for a session to be closed, as a job; until it ends, no card comes in and none is decided about.

    A closing that failed can be asked for again.

    Args:
        session: In verification.
        typed: The session's code, as somebody typed it who read what closing means.
        actor: Of the Centre.
        seen: `selectors.accepted_mark` of the page that was read; empty where nobody read one.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-transition', 'session-being-closed', 'closing-not-confirmed', 'closing-list-changed',
            'closing-cards-undecided', 'closing-two-izus', 'closing-sequence-gap'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        next_state(SessionState(held.state), "close")
        _must_not_run(held)
        if typed.strip() != held.code:
            raise DomainError("closing-not-confirmed", session=held.code)
        _must_be_clear(held, seen=seen, on=clock.day_of(at))
        held.closing_since = at
        held.save(update_fields=["closing_since"])
        record("ask-to-close-session", about=held, by=actor.user_id, at=at)
        return ask_for(
            KIND, key=key_of(held), about=held.code, arguments={"session_id": held.pk}, by=actor.user_id, at=at
        )


def _must_not_run(session: Session) -> None:
    """Refuse a second closing while the first goes on; what a failed one left is no closing."""
    job = newest_job(key_of(session)) if session.closing_since is not None else None
    if job is not None and job.state != JobState.FAILED:
        raise DomainError("session-being-closed", session=session.code)


def _must_be_clear(session: Session, *, seen: str, on: date) -> None:
    if seen and seen != accepted_mark(session):
        raise DomainError("closing-list-changed")
    for check, code in ((Check.UNDECIDED, "closing-cards-undecided"), (Check.TWO_IZUS, "closing-two-izus")):
        count = items(session, check, on=on).count()
        if count:
            raise DomainError(code, count=count)
    missing = missing_before(session.sequence)
    if missing:
        raise DomainError("closing-sequence-gap", missing=", ".join(map(str, missing)), sequence=session.sequence)
