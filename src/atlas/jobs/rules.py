"""States of a job and how long it may be silent. Told the time."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)
MOST_ATTEMPTS = 3
"""How often a job is begun whose worker was killed."""
BEAT = timedelta(seconds=5)
"""How often a running job says that it is alive."""
LOST_AFTER = timedelta(minutes=2)
"""A job that was silent for so long has lost its worker."""


def percent(done: int, total: int) -> int:
    """Return how much of a job is done, whole percent; 0 while its size is unknown.

    >>> percent(1, 3), percent(0, 0), percent(5, 4)
    (33, 0, 100)
    """
    return min(100, 100 * done // total) if total else 0
