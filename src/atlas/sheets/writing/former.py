"""The last accepted value beside an answer, as a form shows it: a dash where the last card left the item empty."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from atlas.kernel.polish_numbers import format_number
from atlas.sheets.layout import NO, TICK, YES, Column, StatisticColumn
from atlas.sheets.previous import FormerRow, FormerStatistic
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from atlas.sheets.layout import Line
    from atlas.sheets.previous import Former
    from atlas.sheets.writing.canvas import Canvas

MISSING: Final = "\N{EN DASH}"


def draw_former(line: Line, canvas: Canvas) -> float:
    """Write the last accepted value, a dash where the last card left the item empty, and return the height it takes."""
    if canvas.former is None or not (line.in_package or line.kind in {"statistic", "tick"}):
        return 0.0
    column = int(StatisticColumn.PREVIOUS if line.kind == "statistic" else Column.PREVIOUS)
    value = canvas.former.get(line.code)
    ruled = () if line.kind in {"row", "tick"} else ("ruled",)
    if isinstance(value, int) and not isinstance(value, bool):
        canvas.sheet.write_number(canvas.row, column, value, canvas.styles(*ruled, "small", "whole"))
        return 0.0
    return canvas.stacked(column, (_former_words(line, value, canvas=canvas), "small"), style=(*ruled, "right"))


def _former_words(line: Line, value: Former | None, *, canvas: Canvas) -> str:
    language = canvas.language
    if line.kind == "tick":
        return TICK if value else ""
    match value:
        case bool():
            return said(YES if value else NO, language)
        case FormerRow(numbers=numbers):
            return "\n".join(_number(one, canvas) for one in numbers)
        case FormerStatistic(value=number, source=source, as_of=as_of):
            labels = {one.code: one.label for one in canvas.definitions.catalogues["statistic_sources"].options}
            named = said(labels[source], language) if source in labels else source
            day = f"{as_of.day}.{as_of.month:02}.{as_of.year}" if as_of else ""
            return "\n".join(part for part in (_number(number, canvas), named, day) if part)
        case _:
            ticked = any(code.startswith(f"{line.code}:") for code in canvas.former or ())
            return "" if ticked else MISSING


def _number(value: int | Decimal | None, canvas: Canvas) -> str:
    if value is None:
        return MISSING
    return format_number(value, decimals=2 if isinstance(value, Decimal) else 0, language=canvas.language)
