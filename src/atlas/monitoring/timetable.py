"""What falls due by a session's schedule: its opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.jobs.kinds import Due
from atlas.kernel import clock
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def due_openings(moment: datetime) -> Iterator[Due]:
    """Give the announced sessions whose opening day has come (1 query); a day that is moved is another occurrence."""
    ready = Session.objects.filter(state=SessionState.ANNOUNCED, opens_on__lte=clock.day_of(moment))
    for session in ready.only("pk", "code", "opens_on"):
        key = f"open-session:{session.pk}:{session.opens_on}"
        yield Due(key, "open-session", session.code, {"session": session.pk})


DUE = (due_openings,)
