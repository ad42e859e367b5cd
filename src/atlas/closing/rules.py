"""What stands against closing a session, and what closing it means. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def sequence_gap(sequence: int | None, *, closed: Iterable[int]) -> list[int]:
    """Return the places in the sequence before a session's that no closed session has; a trial (None) waits for none.

    >>> sequence_gap(3, closed=[1])
    [2]
    """
    return sorted(set(range(1, sequence or 1)) - set(closed))
