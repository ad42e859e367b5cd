"""What stands against closing a session, and what closing it means. Pure."""

from __future__ import annotations

from enum import StrEnum


class Check(StrEnum):
    """A point of the check list, in its order."""

    UNDECIDED = "undecided"
    TWO_IZUS = "two-izus"
    DRAFTS = "drafts"
    NO_CARD = "no-card"
    NO_STATISTICS = "no-statistics"
    NO_IZUS = "no-izus"
    OBSTACLES = "obstacles"
    EXTENSIONS = "extensions"
    CODES_GONE = "codes-gone"
    CODES_NEW = "codes-new"


REFUSING = frozenset({Check.UNDECIDED, Check.TWO_IZUS})
"""Points that must be empty before a session can be closed; the others only have consequences."""
