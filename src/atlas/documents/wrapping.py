"""How tall a spreadsheet's row must be for its wrapped text. Programs that write XLSX cannot ask the program that shows
it, so the text is broken into lines here, by the widths of Arial's letters.
"""

from __future__ import annotations

import math
from typing import Final

POINTS_PER_COLUMN_UNIT: Final = 5.25
"""A column's width counts digits of the default font: 7 pixels each, of 0.75 pt."""
PADDING: Final = 5.0
"""Of a row, above and below its text together, in points."""
_MARGINS: Final = 6.0
_SAFETY: Final = 1.04  # programs round letters to pixels; rather a little too tall than cut
_LINE: Final = 1.24
_THOUSANDTHS: Final = {
    "ijlł'|": 222, " .,;:!ftI/\\[]„”“": 278, "r()-·": 333, "ckszvxyćśźż": 500, "mM": 833, "w": 722, "W": 944, "%": 889,
    "CDHNRUĆŃ": 722, "ABEKPSVXYĄĘŚ&": 667, "FTZŹŻ": 611, "GOQÓ": 778, "–": 556, "—…": 1000,
}  # fmt: skip
_WIDTHS: Final = {letter: width / 1000 for letters, width in _THOUSANDTHS.items() for letter in letters}
_USUAL: Final = 0.556
_BOLDER: Final = 1.08


def lines_of(text: str, *, width: float, size: float, bold: bool = False) -> int:
    """Return how many lines a text takes in a column.

    Args:
        text: With line feeds where a new line begins anyway.
        width: Of the column, in a spreadsheet's own unit (digits).
        size: Of the letters, in points.
        bold: Whether the letters are wider than usual.
    """
    room = width * POINTS_PER_COLUMN_UNIT - _MARGINS
    return sum(_wrapped(line, room=room, size=size * _SAFETY * (_BOLDER if bold else 1)) for line in text.split("\n"))


def height_of(text: str, *, width: float, size: float, bold: bool = False) -> float:
    """Return the height in points of a row for a text in a cell."""
    return math.ceil(lines_of(text, width=width, size=size, bold=bold) * size * _LINE) + PADDING


def _wrapped(line: str, *, room: float, size: float) -> int:
    count, used = 1, 0.0
    blank = _WIDTHS[" "] * size
    for word in line.split(" "):
        long = sum(_WIDTHS.get(letter, _USUAL) for letter in word) * size
        if used and used + blank + long > room:
            count, used = count + 1, 0.0
        broken = max(0, math.ceil(long / room) - 1)  # a word longer than a line is broken
        count += broken
        used += (blank if used else 0.0) + long - broken * room
    return count
