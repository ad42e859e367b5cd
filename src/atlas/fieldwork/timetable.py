"""What of fieldwork falls due by itself: reminders, on the days of a session's schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.fieldwork.rules import REMINDERS_FROM_HOUR
from atlas.jobs.kinds import Due
from atlas.kernel.clock import WARSAW
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

REMIND = "remind-participants"


def due_reminders(moment: datetime) -> Iterator[Due]:
    """Give the reminders of today in open sessions, from eight o'clock in Warsaw on (1 query)."""
    here = moment.astimezone(WARSAW)
    if here.hour < REMINDERS_FROM_HOUR:
        return
    day = here.date().isoformat()
    for code, days in Session.objects.filter(state=SessionState.OPEN).values_list("code", "remind_on"):
        if day in days:
            yield Due(f"remind:{code}:{day}", REMIND, code, {"session": code, "day": day})


DUE = (due_reminders,)
