"""When a letter that could not be sent is tried again."""

from __future__ import annotations

from datetime import timedelta

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440, 1440))
"""Pauses after the first, second, … failed try; after the last one the letter stays unsent, with its reason."""


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many tries, or None when it was the last.

    >>> pause_after(1), pause_after(2), pause_after(10)
    (datetime.timedelta(seconds=60), datetime.timedelta(seconds=300), None)
    """
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
