"""Writes one answer into a cell that people may type in: a number as a number, a day as a day, the rest as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from atlas.sheets.filled import Typed
    from atlas.sheets.writing.canvas import Canvas

_FIRST_DAY: Final = date(1900, 3, 1)
"""Before it spreadsheets count days in two ways."""


def fill(canvas: Canvas, column: int, *, typed: Typed | None, style: tuple[str, ...]) -> float:
    """Write into a cell of the canvas's row and return the height of its text, 0 where one line will do."""
    match typed:
        case None:
            canvas.sheet.write_blank(canvas.row, column, None, canvas.styles(*style))
        case int() | Decimal():
            canvas.sheet.write_number(canvas.row, column, float(typed), canvas.styles(*style))
        case date() if typed >= _FIRST_DAY:
            canvas.sheet.write_datetime(canvas.row, column, typed, canvas.styles(*style))
        case date():
            canvas.sheet.write_string(canvas.row, column, typed.isoformat(), canvas.styles(*style))
        case str():
            return canvas.stacked(column, (typed, style[-1]), style=style)
    return 0.0
