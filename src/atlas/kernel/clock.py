"""The clock of the product: the only place that reads the time. Stored in UTC, judged in Warsaw's days.

An operation reads it once, after it has locked what it changes, and hands the moment on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 -- this is the clock


def day_of(moment: datetime) -> date:
    """Return the day in Warsaw on which an aware moment lies.

    >>> day_of(datetime(2026, 4, 30, 22, 30, tzinfo=UTC))
    datetime.date(2026, 5, 1)
    """
    return moment.astimezone(WARSAW).date()


def moment_text(moment: datetime) -> str:
    """Return an aware moment by Warsaw's clock, as letters write it.

    >>> moment_text(datetime(2026, 4, 30, 22, 30, tzinfo=UTC))
    '01.05.2026, 00:30'
    """
    return f"{moment.astimezone(WARSAW):%d.%m.%Y, %H:%M}"
