"""Moving a session from state to state, by a person or by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import REASON_NEEDED, SessionState, must_not_be_closing, next_state
from atlas.monitoring.services.sequence import must_be_announced_in_order

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.jobs.services.running import Progress


def move_session(session: Session, action: str, *, actor: Actor, reason: str = "") -> Session:
    """Move a session by an action of `rules.TRANSITIONS`. A trial goes as far as closed.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-being-closed', 'session-transition', 'reason-needed', 'trial-not-published',
            'earlier-session-planned'.
    """
    must_work_in_centre(actor)
    if action in REASON_NEEDED and not reason.strip():
        raise DomainError("reason-needed")
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        if action == "publish" and session.is_trial:
            raise DomainError("trial-not-published", session=session.code)
        must_not_be_closing(session.code, since=session.closing_since)
        if action == "announce":
            must_be_announced_in_order(session)
        _move(session, action, by=actor.user_id, at=at, reason=reason.strip())
    return session


def open_on_its_day(session_id: int, *, progress: Progress) -> bool:
    """Open an announced session whose day has come; whether it was this call that did.

    One that was opened, put off or deleted meanwhile stays as it is.
    """
    with transaction.atomic():
        progress.must_hold()
        session = Session.objects.select_for_update().filter(pk=session_id).first()
        at = clock.now()
        if session is None or session.state != SessionState.ANNOUNCED or clock.day_of(at) < session.opens_on:
            return False
        _move(session, "open", by=None, at=at, reason="")
    return True


def _move(session: Session, action: str, *, by: int | None, at: datetime, reason: str) -> None:
    session.state = next_state(SessionState(session.state), action)
    session.save(update_fields=["state"])
    record(f"{action}-session", about=session, by=by, at=at, state=session.state, reason=reason)
