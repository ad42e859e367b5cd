"""How far an obstacle is, and which other channels somebody may ask for (domain.md, channels)."""

from __future__ import annotations

from enum import StrEnum

from atlas.kernel.errors import DomainError

ANSWER_WORKING_DAYS = 3
"""Within so many working days the Centre answers who reported an obstacle."""
LONGEST_WORDS = 2000
"""Characters of what somebody writes about an obstacle."""


class WantedChannel(StrEnum):
    """How a participant would hand the card over instead."""

    EMAIL = "email"
    PHONE = "phone"
    PAPER = "paper"
    MEETING = "meeting"
    OTHER = "other"


class AgreedChannel(StrEnum):
    """How the Centre and a participant agree that the card is handed over."""

    EMAIL = "email"
    PHONE = "phone"
    PAPER = "paper"
    XLSX = "xlsx"
    OTHER = "other"


class ObstacleState(StrEnum):
    """How far an obstacle is: waiting for the Centre, another channel agreed, or over."""

    OPEN = "open"
    AGREED = "agreed"
    CLOSED = "closed"


def must_be_answerable(state: ObstacleState) -> None:
    """Refuse to answer or close an obstacle that is over; an answer can be given anew.

    Raises:
        DomainError: 'obstacle-closed'.
    """
    if state == ObstacleState.CLOSED:
        raise DomainError("obstacle-closed")
