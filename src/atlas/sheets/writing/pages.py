"""Where a printed form's pages end: before each part, and never between a head and what it heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from atlas.documents.wrapping import POINTS_PER_COLUMN_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

A4_WIDTH: Final = 595.0
A4_HEIGHT: Final = 842.0
SIDE: Final = 0.4
TOP: Final = 0.5
BOTTOM: Final = 0.6
"""Margins, in inches as XlsxWriter takes them."""
_INCH: Final = 72.0
_COLUMN_PADDING: Final = 3.75  # points that programs add to each column
_SAFETY: Final = 0.98  # a program that draws rows a little taller must not need another break of its own


@dataclass(frozen=True)
class PrintedRow:
    """A row's height in points, whether it must stay with the next one, and whether a page begins with it."""

    height: float
    with_next: bool = False
    begins_page: bool = False


def room_of(widths: Iterable[float]) -> float:
    """Return how many points of rows a page holds, when the columns are scaled to its width."""
    width = sum(one * POINTS_PER_COLUMN_UNIT + _COLUMN_PADDING for one in widths if one)
    scale = min(1.0, (A4_WIDTH - 2 * SIDE * _INCH) / width)
    return (A4_HEIGHT - (TOP + BOTTOM) * _INCH) / scale * _SAFETY


def breaks_of(rows: Sequence[PrintedRow], *, room: float, repeated: int) -> list[int]:
    """Return the rows that a page begins with, the first page aside.

    Args:
        rows: All rows from the top.
        room: Points on a page.
        repeated: How many rows from the top are printed again on every page.
    """
    head = sum(row.height for row in rows[:repeated])
    breaks: list[int] = []
    begin, used, kept = 0, 0.0, 0
    for place, row in enumerate(rows):
        if place and not rows[place - 1].with_next:
            kept = place  # the last row before which a page may end
        must = row.begins_page and place > 0
        if must or (used + row.height > room and kept > begin):
            begin = place if must else kept
            breaks.append(begin)
            used = head + sum(one.height for one in rows[begin:place])
        used += row.height
    return breaks
