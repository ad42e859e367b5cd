"""How far an obstacle is and which other channels somebody may ask for (domain.md); the Centre's letters: what they
are for, how far they are, and which cards are still waited for. Told the day.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from atlas.cards.rules import CardState
from atlas.kernel.errors import DomainError
from atlas.registry.rules import ParticipantKind

if TYPE_CHECKING:
    from datetime import date

ANSWER_WORKING_DAYS = 3
"""Within so many working days the Centre answers who reported an obstacle."""
LONGEST_WORDS = 2000
"""Characters of what somebody writes about an obstacle."""
LONGEST_SUBJECT = 150
LONGEST_BODY = 10_000
LONGEST_NOTE = 500
"""Characters of a letter's subject and body as written, with fields, and of a note in the register."""
REMINDERS_FROM_HOUR = 8
"""Reminders of a day go out from this hour in Warsaw on."""


class WantedChannel(StrEnum):
    """How a participant would hand the card over instead."""

    EMAIL = "email"
    PHONE = "phone"
    PAPER = "paper"
    MEETING = "meeting"
    OTHER = "other"


class ObstacleState(StrEnum):
    """How far an obstacle is: waiting for the Centre, another channel agreed, or over."""

    OPEN = "open"
    AGREED = "agreed"
    CLOSED = "closed"


class Purpose(StrEnum):
    """What a letter of the Centre is for."""

    ANNOUNCEMENT = "announcement"
    REMINDER = "reminder"
    INTENT = "intent"


WRITTEN_TO: dict[Purpose, tuple[ParticipantKind, ...]] = {
    Purpose.ANNOUNCEMENT: (ParticipantKind.NGO, ParticipantKind.IZUS),
    Purpose.REMINDER: (ParticipantKind.NGO, ParticipantKind.IZUS),
    Purpose.INTENT: (ParticipantKind.IZUS,),
}
"""Which kinds of participants get a letter of a purpose."""


class LetterState(StrEnum):
    """How far a letter is: `failed` was tried and not taken, whether it is tried again or was given up."""

    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"


class IntentAnswer(StrEnum):
    """What an institution answered to the request for partnership."""

    NONE = ""
    POSITIVE = "positive"
    NEGATIVE = "negative"


DONE_WITH = frozenset({CardState.SUBMITTED, CardState.ACCEPTED, CardState.SET_ASIDE})
"""States of a card in which nobody is reminded of it."""


def is_awaited(card: CardState | None, *, last_day: date, on: date) -> bool:
    """Whether a participant is reminded of a card: it is not filed and can still be.

    A returned card is waited for until the session closes, any other until its last day.

    Args:
        card: Its state; None where it was not begun.
        last_day: The session's deadline, or the participant's own.
        on: The day in Warsaw.
    """
    if card in DONE_WITH:
        return False
    return card == CardState.RETURNED or on <= last_day


def check_answer(answer: IntentAnswer, *, answered_on: date | None, sent_on: date | None, on: date) -> None:
    """Refuse an answer without its day, a day without an answer, and days that cannot be.

    Raises:
        DomainError: 'answer-without-day', 'day-without-answer', 'day-in-future', 'answer-before-letter'.
    """
    if answer != IntentAnswer.NONE and answered_on is None:
        raise DomainError("answer-without-day")
    if answer == IntentAnswer.NONE and answered_on is not None:
        raise DomainError("day-without-answer")
    for day in (answered_on, sent_on):
        if day is not None and day > on:
            raise DomainError("day-in-future", day=day)
    if answered_on is not None and sent_on is not None and answered_on < sent_on:
        raise DomainError("answer-before-letter", answered_on=answered_on, sent_on=sent_on)
