"""A session's life (domain.md) as a table, and what follows from its days. Told the day, reads no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


class SessionState(StrEnum):
    """How far a session is."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    OPEN = "open"
    VERIFICATION = "verification"
    CLOSED = "closed"
    PUBLISHED = "published"


OVER = (SessionState.CLOSED, SessionState.PUBLISHED)
"""Nothing of such a session changes any more; corrections of its cards are new revisions."""
TRANSITIONS: dict[tuple[SessionState, str], SessionState] = {
    (SessionState.PLANNED, "announce"): SessionState.ANNOUNCED,
    (SessionState.ANNOUNCED, "open"): SessionState.OPEN,
    (SessionState.OPEN, "verify"): SessionState.VERIFICATION,
    (SessionState.VERIFICATION, "reopen"): SessionState.OPEN,
    (SessionState.VERIFICATION, "close"): SessionState.CLOSED,
    (SessionState.CLOSED, "publish"): SessionState.PUBLISHED,
}
"""No step back, except that the Centre reopens a session with a reason."""
TAKING_EXTENSIONS = frozenset({SessionState.ANNOUNCED, SessionState.OPEN, SessionState.VERIFICATION})
"""States in which one participant can be given more time."""
REASON_NEEDED = frozenset({"reopen"})


@dataclass(frozen=True)
class Window:
    """The days on which cards come in; both ends are included."""

    opens_on: date
    closes_on: date


def next_state(state: SessionState, action: str) -> SessionState:
    """Return the state after an action.

    Raises:
        DomainError: 'session-transition'.
    """
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise DomainError("session-transition", state=state, action=action) from None


def must_not_be_closing(session: str, *, since: datetime | None) -> None:
    """Refuse what would change the cards of a session, or the session, while a job closes it.

    Args:
        session: Its code.
        since: When closing was asked for (`closing_since`), read after the session's row was locked.

    Raises:
        DomainError: 'session-being-closed'.
    """
    if since is not None:
        raise DomainError("session-being-closed", session=session)


def sequence_gap(sequence: int | None, *, closed: Iterable[int]) -> list[int]:
    """Return the places in the sequence before a session's that no closed session has; a trial (None) waits for none.

    >>> sequence_gap(3, closed=[1])
    [2]
    """
    return sorted(set(range(1, sequence or 1)) - set(closed))


def is_open(window: Window, *, on: date) -> bool:
    """Whether cards may be submitted on a day in Warsaw."""
    return window.opens_on <= on <= window.closes_on


def days_left(window: Window, *, on: date) -> int | None:
    """Return how many days remain after this one; 0 on the last day, None before the first and after the last."""
    return (window.closes_on - on).days if is_open(window, on=on) else None


class HandOver(StrEnum):
    """How a card can be handed over (domain.md, channels)."""

    ONLINE = "online"
    XLSX = "xlsx"
    EMAIL = "email"
    PHONE = "phone"
    PAPER = "paper"


NEEDED_AT_POINT: dict[HandOver, str] = {
    HandOver.EMAIL: "email",
    HandOver.PHONE: "phone",
    HandOver.PAPER: "address",
}
"""Without which of its facts nobody could hand a card over at a point; the site needs none."""
Hours = dict[str, tuple[str, str]]
"""Duty hours by weekday ('1' is Monday), each from–to as 'HH:MM'."""


def wrong_hours(hours: Hours) -> list[int]:
    """Return the weekdays on which duty would end before it begins.

    >>> wrong_hours({"1": ("08:00", "16:00"), "2": ("15:00", "09:00")})
    [2]
    """
    return [int(weekday) for weekday, (begins, ends) in sorted(hours.items()) if ends <= begins]


def must_allow_extension(
    until: date, *, session: SessionState, closes_on: date, verify_until: date | None, on: date
) -> None:  # fmt: skip
    """Refuse a last day for one participant that gives no more time, or more than verification has.

    Args:
        until: The participant's own last day.
        session: The session's state.
        closes_on: The deadline of all others.
        verify_until: The end of verification, where it is known.
        on: The day in Warsaw, judged after the session's row is locked.

    Raises:
        DomainError: 'extension-session-over', 'extension-not-later', 'extension-in-past',
            'extension-after-verification'.
    """
    if session not in TAKING_EXTENSIONS:
        raise DomainError("extension-session-over")
    if until <= closes_on:
        raise DomainError("extension-not-later", closes_on=closes_on)
    if until < on:
        raise DomainError("extension-in-past")
    if verify_until is not None and until > verify_until:
        raise DomainError("extension-after-verification", verify_until=verify_until)
