"""Changing a session's days: freely while it is planned, by the rules of `schedule` and with a reason afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import BadInput, DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState
from atlas.monitoring.schedule import DAY_FIELDS, remarks_on, remarks_on_change

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor
    from atlas.monitoring.schedule import Schedule


def change_schedule(session: Session, schedule: Schedule, *, actor: Actor, reason: str = "") -> Session:
    """Change the days of a session; the same days again change nothing.

    Raises:
        NotAllowed: 'centre-needed'.
        BadInput: the errors of `schedule.remarks_on` and `remarks_on_change`, all at once.
        DomainError: 'reason-needed' once the session is announced.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        before, state = found.schedule, SessionState(found.state)
        if schedule == before:
            return found
        remarks = [*remarks_on(schedule), *remarks_on_change(before, schedule, state=state, on=clock.day_of(at))]
        errors = [one.problem for one in remarks if one.is_error]
        if errors:
            raise BadInput(errors)
        if state != SessionState.PLANNED and not reason.strip():
            raise DomainError("reason-needed")
        for name in DAY_FIELDS:
            setattr(found, name, getattr(schedule, name))
        found.remind_on = [day.isoformat() for day in sorted(set(schedule.remind_on))]
        found.save(update_fields=[*DAY_FIELDS, "remind_on"])
        changed = _changed(before, found.schedule)
        record("change-schedule", about=found, by=actor.user_id, at=at, changed=changed, reason=reason.strip())
    return found


def _changed(before: Schedule, after: Schedule) -> dict[str, list[str]]:
    """Return the changed days by name, each as it was and as it is."""
    return {
        name: [_words(getattr(before, name)), _words(getattr(after, name))]
        for name in (*DAY_FIELDS, "remind_on")
        if getattr(before, name) != getattr(after, name)
    }


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(day) for day in value)
    return "" if value is None else str(value)
