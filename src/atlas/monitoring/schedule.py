"""The days of a session: their order, Polish working days, enough time, and which may still be moved. Told the day.

Only a wrong order is an error: nobody could act on it. Days off and short times are warnings: the Centre may mean them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import holidays

from atlas.kernel.errors import Problem
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS_TO_FILL_IN = 14
"""Fewer calendar days than two weeks leave no second week to ask colleagues for figures."""
WORKING_DAYS_TO_PREPARE = 5
"""Working days from the announcement to the opening: a letter is read, a person named, an account made."""
WORKING_DAYS_TO_VERIFY = 10
"""Working days from the deadline to the end of verification: a question, a week for the answer, a decision."""
WORKING_DAYS_TO_REPORT = 5
"""Working days from the end of verification to publication: closing, the report, its approval."""
MOST_REMINDERS = 5
DAY_FIELDS = ("announce_on", "opens_on", "closes_on", "verify_until", "publish_on")
_SATURDAY = 5
_FREE_BY_STATE: dict[SessionState, frozenset[str]] = {
    SessionState.PLANNED: frozenset({*DAY_FIELDS, "remind_on"}),
    SessionState.ANNOUNCED: frozenset({"opens_on", "remind_on", "closes_on", "verify_until", "publish_on"}),
    SessionState.OPEN: frozenset({"remind_on", "closes_on", "verify_until", "publish_on"}),
    SessionState.VERIFICATION: frozenset({"verify_until", "publish_on"}),
    SessionState.CLOSED: frozenset({"publish_on"}),
    SessionState.PUBLISHED: frozenset(),
}
"""Which days can be changed in a state: what has happened stays."""
_ONLY_LATER = {
    SessionState.ANNOUNCED: ("opens_on", "closes_on"),
    SessionState.OPEN: ("closes_on",),
}
"""What was promised to participants is never taken back: these days move later only."""


@dataclass(frozen=True)
class Schedule:
    """The days of a session, in Warsaw; those not known are None."""

    opens_on: date
    closes_on: date
    announce_on: date | None = None
    remind_on: tuple[date, ...] = ()
    verify_until: date | None = None
    publish_on: date | None = None


@dataclass(frozen=True)
class Remark:
    """What is to be said of a day: the field it stands at, whether it hinders keeping the schedule, and the words."""

    field: str
    is_error: bool
    problem: Problem


def is_working_day(day: date) -> bool:
    """Whether offices in Poland work on a day.

    >>> is_working_day(date(2026, 6, 4)), is_working_day(date(2026, 6, 5)), is_working_day(date(2026, 6, 6))
    (False, True, False)
    """
    return day.weekday() < _SATURDAY and day not in _days_off(day.year)


def working_day_from(day: date) -> date:
    """Return the day itself or the first working day after it.

    >>> working_day_from(date(2026, 4, 4))
    datetime.date(2026, 4, 7)
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie after the first day, up to and with the last; 0 where there are none.

    >>> working_days_between(date(2026, 4, 30), date(2026, 5, 5))
    2
    """
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def remarks_on(schedule: Schedule) -> list[Remark]:
    """Return all that is wrong or doubtful in a schedule: errors of order, days off, short times, days not set."""
    return [*_wrong_order(schedule), *_reminders(schedule), *_days_off_in(schedule), *_short_times(schedule),
            *_not_set(schedule)]  # fmt: skip


def fixed_days(state: SessionState) -> frozenset[str]:
    """Return the days, by name, that cannot be changed any more in a state.

    >>> sorted(fixed_days(SessionState.OPEN))
    ['announce_on', 'opens_on']
    """
    return frozenset({*DAY_FIELDS, "remind_on"}) - _FREE_BY_STATE[state]


def remarks_in(schedule: Schedule, *, state: SessionState) -> list[Remark]:
    """Return what is wrong or doubtful about the days that can still be changed: of the others nothing can come."""
    fixed = fixed_days(state)
    return [one for one in remarks_on(schedule) if one.field not in fixed]


def remarks_on_change(before: Schedule, after: Schedule, *, state: SessionState, on: date) -> list[Remark]:
    """Return what forbids changing days in a state, on a day: all errors.

    What has happened stays; days that participants were promised move later only; no day moves into the past.
    """
    return [
        *_fixed(before, after, state=state),
        *_taken_back(before, after, state=state),
        *([] if state == SessionState.PLANNED else _into_the_past(before, after, on=on)),
    ]


def a_year_later(schedule: Schedule) -> Schedule:
    """Return a schedule with each day a year later, moved on to a working day; the order stays as it is.

    A reminder that would fall on the opening is left out.
    """
    opens_on, closes_on = _shifted(schedule.opens_on), _shifted(schedule.closes_on)
    reminders = sorted({_shifted(day) for day in schedule.remind_on})
    return Schedule(
        opens_on=opens_on,
        closes_on=closes_on,
        announce_on=_shifted(schedule.announce_on) if schedule.announce_on else None,
        remind_on=tuple(day for day in reminders if opens_on < day <= closes_on),
        verify_until=_shifted(schedule.verify_until) if schedule.verify_until else None,
        publish_on=_shifted(schedule.publish_on) if schedule.publish_on else None,
    )


def same_day_next_year(day: date) -> date:
    """Return the same day of the next year; 29 February becomes the last of February.

    >>> same_day_next_year(date(2028, 2, 29)), same_day_next_year(date(2027, 2, 28))
    (datetime.date(2029, 2, 28), datetime.date(2028, 2, 29))
    """
    if (day + timedelta(days=1)).month == 3 and day.month == 2:  # noqa: PLR2004 -- the last of February stays the last
        return date(day.year + 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year + 1)


def _shifted(day: date) -> date:
    return working_day_from(same_day_next_year(day))


@cache
def _days_off(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("PL", years=year, language="pl"))


def _error(field: str, problem: Problem) -> Remark:
    return Remark(field, is_error=True, problem=problem)


def _warning(field: str, problem: Problem) -> Remark:
    return Remark(field, is_error=False, problem=problem)


def _wrong_order(schedule: Schedule) -> Iterator[Remark]:
    if schedule.announce_on and schedule.announce_on > schedule.opens_on:
        facts = {"day": schedule.announce_on, "opens_on": schedule.opens_on}
        yield _error("announce_on", Problem("announced-after-opening", facts=facts))
    if schedule.closes_on < schedule.opens_on:
        facts = {"day": schedule.closes_on, "opens_on": schedule.opens_on}
        yield _error("closes_on", Problem("closes-before-opening", facts=facts))
    if schedule.verify_until and schedule.verify_until < schedule.closes_on:
        facts = {"day": schedule.verify_until, "closes_on": schedule.closes_on}
        yield _error("verify_until", Problem("verified-before-deadline", facts=facts))
    last = schedule.verify_until or schedule.closes_on
    if schedule.publish_on and schedule.publish_on < last:
        yield _error("publish_on", Problem("published-too-early", facts={"day": schedule.publish_on, "last": last}))


def _reminders(schedule: Schedule) -> Iterator[Remark]:
    if len(set(schedule.remind_on)) > MOST_REMINDERS:
        yield _error("remind_on", Problem("too-many-reminders", facts={"most": MOST_REMINDERS}))
    for day in schedule.remind_on:
        if not schedule.opens_on < day <= schedule.closes_on:
            facts = {"day": day, "opens_on": schedule.opens_on, "closes_on": schedule.closes_on}
            yield _error("remind_on", Problem("reminder-outside", facts=facts))


def _days_off_in(schedule: Schedule) -> Iterator[Remark]:
    dated = [(name, day) for name in DAY_FIELDS if (day := getattr(schedule, name)) is not None]
    for name, day in [*dated, *(("remind_on", day) for day in schedule.remind_on)]:
        if is_working_day(day):
            continue
        holiday = _days_off(day.year).get(day)
        facts = {"day": day, "next": working_day_from(day)}
        if holiday:
            yield _warning(name, Problem("day-off-holiday", facts={**facts, "holiday": holiday}))
        else:
            yield _warning(name, Problem("day-off-weekend", facts=facts))


def _short_times(schedule: Schedule) -> Iterator[Remark]:
    days = (schedule.closes_on - schedule.opens_on).days + 1
    if 0 < days < DAYS_TO_FILL_IN:
        yield _warning("closes_on", Problem("little-time-to-fill-in", facts={"days": days, "least": DAYS_TO_FILL_IN}))
    verified = schedule.verify_until
    for field, code, first, last, least in (
        ("announce_on", "little-time-to-prepare", schedule.announce_on, schedule.opens_on, WORKING_DAYS_TO_PREPARE),
        ("verify_until", "little-time-to-verify", schedule.closes_on, verified, WORKING_DAYS_TO_VERIFY),
        ("publish_on", "little-time-to-report", verified, schedule.publish_on, WORKING_DAYS_TO_REPORT),
    ):
        if first is None or last is None or last < first:
            continue
        found = working_days_between(first, last)
        if found < least:
            yield _warning(field, Problem(code, facts={"days": found, "least": least}))


def _not_set(schedule: Schedule) -> Iterator[Remark]:
    for name in ("announce_on", "verify_until", "publish_on"):
        if getattr(schedule, name) is None:
            yield _warning(name, Problem("day-not-set"))
    if not schedule.remind_on:
        yield _warning("remind_on", Problem("no-reminder-set"))


def _fixed(before: Schedule, after: Schedule, *, state: SessionState) -> Iterator[Remark]:
    for name in (*DAY_FIELDS, "remind_on"):
        if getattr(before, name) != getattr(after, name) and name in fixed_days(state):
            yield _error(name, Problem("day-is-fixed"))


def _taken_back(before: Schedule, after: Schedule, *, state: SessionState) -> Iterator[Remark]:
    for name in _ONLY_LATER.get(state, ()):
        promised, day = getattr(before, name), getattr(after, name)
        if day < promised:
            yield _error(name, Problem("day-only-later", facts={"day": day, "promised": promised}))


def _into_the_past(before: Schedule, after: Schedule, *, on: date) -> Iterator[Remark]:
    for name in DAY_FIELDS:
        day = getattr(after, name)
        if day is not None and day != getattr(before, name) and day < on:
            yield _error(name, Problem("day-has-passed", facts={"day": day}))
    was, now = set(before.remind_on), set(after.remind_on)
    for day in sorted(was ^ now):
        if day < on:
            yield _error("remind_on", Problem("day-has-passed", facts={"day": day}))
