"""A card's life (domain.md) as a table, when it can be filed, and the number of its receipt. Told the time."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError
from atlas.monitoring.rules import SessionState, is_open

if TYPE_CHECKING:
    from datetime import date, datetime

    from atlas.definitions.models import TemplateKind
    from atlas.monitoring.rules import Window

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
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    IMPORTED = "imported"
    CORRECTED = "corrected"


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


def must_take_cards(session: SessionState, window: Window, *, card: CardState, on: date) -> None:
    """Refuse a card that comes before the session opens or after its deadline; a returned one comes until it closes.

    Args:
        session: The session's state.
        window: The days on which cards come in.
        card: The card's state.
        on: The day in Warsaw, judged after the session's row is locked.

    Raises:
        DomainError: 'session-not-open-yet', 'session-over', with the session's days, or 'session-closed-early'.
    """
    if session == SessionState.VERIFICATION and card == CardState.RETURNED:
        return
    if session in {SessionState.PLANNED, SessionState.ANNOUNCED} or on < window.opens_on:
        raise DomainError("session-not-open-yet", opens_on=window.opens_on)
    if session != SessionState.OPEN and on <= window.closes_on:
        raise DomainError("session-closed-early")
    if session != SessionState.OPEN or not is_open(window, on=on):
        raise DomainError("session-over", closes_on=window.closes_on)


def is_held_by_other(holder: int | None, until: datetime | None, *, me: int | None, at: datetime) -> bool:
    """Whether a verifier other than oneself has a card now."""
    return holder is not None and holder != me and until is not None and until > at


def must_be_verified_now(session: SessionState, *, is_being_closed: bool) -> None:
    """Refuse to decide about cards of a session that is not at work, or is just being closed.

    Raises:
        DomainError: 'session-being-closed', 'session-not-verified-now'.
    """
    if is_being_closed:
        raise DomainError("session-being-closed")
    if session not in {SessionState.OPEN, SessionState.VERIFICATION}:
        raise DomainError("session-not-verified-now")


def receipt_number(session: str, number: int, *, kind: TemplateKind) -> str:
    """Return the number that stands on a receipt.

    >>> receipt_number("2026-1", 617, kind="NGO")
    '2026-1/NGO/0617'
    """
    return f"{session}/{_SHORT[kind]}/{number:04d}"
