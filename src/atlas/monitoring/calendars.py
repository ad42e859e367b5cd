"""A session's days as a calendar file (ICS, RFC 5545): whole days, stable UIDs, names in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from icalendar import Calendar, Event

from atlas.kernel.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from atlas.monitoring.models import Session

_PRODUCT = "-//Atlas MP//harmonogram//PL"


@dataclass(frozen=True)
class CalendarDay:
    """One day of a session: a lasting key, the day, its title (a marked text)."""

    key: str
    day: date
    title: str


def days_of_the_centre(session: Session) -> list[CalendarDay]:
    """Return all days of a session that are set, in the order in which they come."""
    schedule = session.schedule
    reminders = [
        CalendarDay(f"remind-{number}", day, _("Session %(session)s: reminders go out"))
        for number, day in enumerate(schedule.remind_on, start=1)
    ]
    own = [
        ("announce", schedule.announce_on, _("Session %(session)s: announcement")),
        ("verify", schedule.verify_until, _("Session %(session)s: last day of verification")),
    ]
    days = [CalendarDay(key, day, title) for key, day, title in own if day is not None]
    return sorted([*days, *reminders, *days_of_participants(session)], key=lambda one: (one.day, one.key))


def days_of_participants(session: Session) -> list[CalendarDay]:
    """Return the days that matter to who files cards: opening, deadline, publication."""
    schedule = session.schedule
    days = [
        ("open", schedule.opens_on, _("Session %(session)s: cards can be filed from today")),
        ("close", schedule.closes_on, _("Session %(session)s: last day to file cards")),
        ("publish", schedule.publish_on, _("Session %(session)s: results are published")),
    ]
    return [CalendarDay(key, day, title) for key, day, title in days if day is not None]


def calendar_file(session: Session, days: list[CalendarDay], *, host: str, stamp: datetime) -> bytes:
    """Return a calendar of days, in the language that is active now.

    Args:
        session: The session.
        days: Its days.
        host: The site's name, for the UIDs: a day that is moved stays the same entry of somebody's calendar.
        stamp: When the days were last changed; the same days give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("X-WR-CALNAME", f"{session.code} {session.name}")
    for event in _events(session, days, host=host, stamp=stamp):
        calendar.add_component(event)
    return calendar.to_ical()


def _events(session: Session, days: list[CalendarDay], *, host: str, stamp: datetime) -> Iterator[Event]:
    for one in days:
        event = Event()
        event.add("uid", f"session-{session.pk}-{one.key}@{host}")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", gettext(one.title) % {"session": session.code})
        event.add("description", session.name)
        event.add("transp", "TRANSPARENT")
        yield event
