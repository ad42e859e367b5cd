"""A card's life (domain.md) as a table, when it can be filed, and the number of its receipt. Told the time."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError
from atlas.monitoring.rules import SessionState, Window, is_open, must_not_be_closing

if TYPE_CHECKING:
    from datetime import date, datetime

    from atlas.definitions.models import TemplateKind

SITTING = timedelta(minutes=15)
"""Saves of one person within this time are one version of the history."""
LEASE = timedelta(minutes=20)
"""So long one verifier has a card to themselves after they last said that they look at it."""


class CardKind(StrEnum):
    """Which form it is; statistics belong to a gmina, whoever of its institutions fills them in."""

    NGO = "NGO"
    IZUS = "IZUS"
    STATISTICS = "STATISTICS"


class CardState(StrEnum):
    """How far a card is; `set_aside` stays out of the package."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"


class Channel(StrEnum):
    """How answers came; a package's are those of a session that was imported."""

    ONLINE = "online"
    XLSX = "xlsx"
    EMAIL = "email"
    PHONE = "phone"
    PAPER = "paper"
    API = "api"
    PACKAGE = "package"


class Event(StrEnum):
    """What made a version of a card."""

    STARTED = "started"
    COPIED = "copied"
    SAVED = "saved"
    UPLOADED = "uploaded"
    ENTERED = "entered"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    IMPORTED = "imported"
    CORRECTED = "corrected"


ON_BEHALF = (Channel.PAPER, Channel.EMAIL, Channel.PHONE)
"""Channels of cards that people of the Centre enter on a participant's behalf."""
TRANSITIONS: dict[tuple[CardState, str], CardState] = {
    (CardState.DRAFT, "submit"): CardState.SUBMITTED,
    (CardState.WITHDRAWN, "submit"): CardState.SUBMITTED,
    (CardState.RETURNED, "submit"): CardState.SUBMITTED,
    (CardState.SUBMITTED, "withdraw"): CardState.WITHDRAWN,
    (CardState.SUBMITTED, "return"): CardState.RETURNED,
    (CardState.SUBMITTED, "accept"): CardState.ACCEPTED,
    (CardState.SUBMITTED, "set-aside"): CardState.SET_ASIDE,
    (CardState.RETURNED, "set-aside"): CardState.SET_ASIDE,
}
EDITABLE = frozenset({CardState.DRAFT, CardState.WITHDRAWN, CardState.RETURNED})
"""States in which answers can be typed; what is typed after the deadline stays in the draft."""
FILED = frozenset({CardState.SUBMITTED, CardState.RETURNED, CardState.ACCEPTED})
"""States in which the Centre has the card."""
_SHORT: dict[TemplateKind, str] = {"NGO": "NGO", "IZUS": "IZUS", "STATISTICS": "STAT"}


def next_state(state: CardState, action: str) -> CardState:
    """Return the state after an action.

    Raises:
        DomainError: 'card-transition'.
    """
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise DomainError("card-transition", state=state, action=action) from None


def own_window(window: Window, extended: date | None) -> Window:
    """Return the days on which a card comes in whose participant was given more time, or was not."""
    return window if extended is None else Window(window.opens_on, max(window.closes_on, extended))


def is_taking(session: SessionState, extended: date | None) -> bool:
    """Whether a session takes a card that is not returned: an open one all, in verification those given more time."""
    return session == SessionState.OPEN or (session == SessionState.VERIFICATION and extended is not None)


def must_take_cards(
    session: SessionState, window: Window, *, card: CardState, on: date, extended: date | None = None
) -> None:  # fmt: skip
    """Refuse a card that comes before the session opens or after its last day; a returned one comes until it closes.

    Args:
        session: The session's state.
        window: The days on which cards come in.
        card: The card's state.
        on: The day in Warsaw, judged after the session's row is locked.
        extended: The card's own last day, where its participant was given more time.

    Raises:
        DomainError: 'session-not-open-yet', 'session-over', with the card's days, or 'session-closed-early'.
    """
    if session in {SessionState.OPEN, SessionState.VERIFICATION} and card == CardState.RETURNED:
        return  # the Centre asked, so an answer is in time until the session closes
    if session in {SessionState.PLANNED, SessionState.ANNOUNCED} or on < window.opens_on:
        raise DomainError("session-not-open-yet", opens_on=window.opens_on)
    own = own_window(window, extended)
    is_in_time, takes = is_open(own, on=on), is_taking(session, extended)
    if is_in_time and not takes:
        raise DomainError("session-closed-early")
    if not (is_in_time and takes):
        raise DomainError("session-over", closes_on=own.closes_on)


def must_open_on_behalf(channel: Channel, *, reason: str, takes_over: bool) -> None:
    """Refuse entering a card for a participant through no channel of the Centre's, or without a word where it is begun.

    Args:
        channel: How the card came.
        reason: Why the Centre enters it.
        takes_over: Whether the participant has begun the card by themselves.

    Raises:
        DomainError: 'channel-not-on-behalf', 'takeover-reason-needed'.
    """
    if channel not in ON_BEHALF:
        raise DomainError("channel-not-on-behalf")
    if takes_over and not reason.strip():
        raise DomainError("takeover-reason-needed")


def is_held_by_other(holder: int | None, until: datetime | None, *, me: int | None, at: datetime) -> bool:
    """Whether a verifier other than oneself has a card now."""
    return holder is not None and holder != me and until is not None and until > at


def must_be_verified_now(session: SessionState, *, code: str, closing_since: datetime | None) -> None:
    """Refuse to decide about cards of a session that is not at work, or is just being closed.

    Raises:
        DomainError: 'session-being-closed', 'session-not-verified-now'.
    """
    must_not_be_closing(code, since=closing_since)
    if session not in {SessionState.OPEN, SessionState.VERIFICATION}:
        raise DomainError("session-not-verified-now")


def receipt_number(session: str, number: int, *, kind: TemplateKind) -> str:
    """Return the number that stands on a receipt.

    >>> receipt_number("2026-1", 617, kind="NGO")
    '2026-1/NGO/0617'
    """
    return f"{session}/{_SHORT[kind]}/{number:04d}"
