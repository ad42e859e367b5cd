"""Draws one line of a form: a question with its cells, an option to tick, a row of a table; heads by `heads`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atlas.definitions.models import NONE_OF_THESE
from atlas.sheets.filled import AS_OF, EXPLANATION, REASON, SOURCE, VALUE
from atlas.sheets.layout import Column, StatisticColumn
from atlas.sheets.wording import said, time_of, unit_of
from atlas.sheets.writing import words
from atlas.sheets.writing.filling import fill
from atlas.sheets.writing.former import draw_former
from atlas.sheets.writing.heads import draw_group, draw_head, draw_table_head

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.definitions.models import Item
    from atlas.sheets.layout import Line, LineKind
    from atlas.sheets.writing.canvas import Canvas

_NUMBERS: Final[dict[str, str]] = {"whole": "whole", "statistic": "whole", "money": "money", "date": "date"}
_FIELD_HEIGHT: Final = 18.0
_WORDS_HEIGHT: Final = 28.0
_SHORT: Final = 6


def draw_line(line: Line, canvas: Canvas) -> None:
    """Draw a line in the canvas's next row; the hidden column holds its code."""
    if line.code:
        canvas.sheet.write_string(canvas.row, Column.CODE, line.code)
    _DRAWN.get(line.kind, _question)(line, canvas)


def _question(line: Line, canvas: Canvas) -> None:
    """Draw a question with its answer, unit, reason, former value and explanation."""
    language, item = canvas.language, line.item
    canvas.sheet.write_string(canvas.row, Column.NUMBER, line.number, canvas.styles("ruled"))
    told = said(line.help, language) if line.help else ""
    heights = [
        canvas.stacked(Column.LABEL, (said(line.label, language), "bold"), (told, "small"), style=("ruled",)),
        canvas.stacked(Column.UNIT, *_beside(line, canvas), style=("ruled", "indent")),
    ]
    for column in (Column.ANSWER, Column.UNIT, Column.REASON, Column.PREVIOUS, Column.EXPLANATION):
        if column not in line.open_columns and column != Column.UNIT:
            canvas.sheet.write_blank(canvas.row, column, None, canvas.styles("ruled"))
    if line.kind == "question":
        canvas.stacked(Column.ANSWER, (canvas.say(words.TICK_BELOW), "small"), style=("ruled", "middle"))
    elif item is not None:
        heights.append(_answer(line, canvas, column=Column.ANSWER))
    heights.append(_statistic_cells(line, canvas) if line.kind == "statistic" else _card_cells(line, canvas))
    draw_former(line, canvas)
    canvas.end_row(max(heights), with_next=line.kind == "question")


def _beside(line: Line, canvas: Canvas) -> list[tuple[str, str]]:
    """Return unit, time, and whether the answer is required."""
    item = line.item
    if item is None:
        return []
    unit = unit_of(item, canvas.definitions, language=canvas.language)
    required = canvas.say(words.REQUIRED) if item.required else ""
    return [
        (unit, "words"),
        (time_of(item, canvas.identity, language=canvas.language), "small"),
        (required, "small-bold"),
    ]


def _answer(line: Line, canvas: Canvas, *, column: int, part: str = VALUE, kind: str = "") -> float:
    """Open a cell for an answer, with what is known already, and return its height."""
    kind = kind or line.kind
    style = ("field", _NUMBERS.get(kind, "middle" if kind == "tick" else "text"))
    height = fill(canvas, column, typed=canvas.filled.typed(line, part), style=style)
    canvas.check(column, canvas.checks.answer(line, kind=kind))
    return height or _FIELD_HEIGHT


def _card_cells(line: Line, canvas: Canvas) -> float:
    """Open the cells for a reason and an explanation and return the height of what stands in them."""
    height, typed = 0.0, canvas.filled.typed
    if line.reason_column is not None:
        height = fill(canvas, line.reason_column, typed=typed(line, REASON), style=("aside",))
        canvas.check(line.reason_column, canvas.checks.reason())
    if line.explanation_column is not None:
        told = fill(canvas, line.explanation_column, typed=typed(line, EXPLANATION), style=("aside", "text"))
        canvas.check(line.explanation_column, canvas.checks.explanation())
        height = max(height, told)
    return height


def _statistic_cells(line: Line, canvas: Canvas) -> float:
    source, as_of = canvas.filled.typed(line, SOURCE), canvas.filled.typed(line, AS_OF)
    height = fill(canvas, StatisticColumn.SOURCE, typed=source, style=("field", "text"))
    canvas.check(StatisticColumn.SOURCE, canvas.checks.source())
    height = max(height, fill(canvas, StatisticColumn.AS_OF, typed=as_of, style=("field", "date")))
    canvas.check(StatisticColumn.AS_OF, canvas.checks.date())
    return height


def _tick(line: Line, canvas: Canvas) -> None:
    """Draw an option; what it means is said in print only where its catalogue comes first, else as a hint."""
    item = line.item
    first = item is not None and item.options not in canvas.described
    height = _option(line, canvas, described=first)
    draw_former(line, canvas)
    height = max(height, _answer(line, canvas, column=Column.ANSWER))
    canvas.end_row(height, with_next=line.option != NONE_OF_THESE and _is_short(line, canvas))


def _is_short(line: Line, canvas: Canvas) -> bool:
    """Whether a multi-choice is so short that it should stand on one page."""
    return line.item is not None and len(canvas.definitions.catalogues[line.item.options].options) <= _SHORT


def _words(line: Line, canvas: Canvas) -> None:
    label = canvas.stacked(Column.LABEL, (said(line.label, canvas.language), "words"), style=("indent",))
    typed = _answer(line, canvas, column=Column.ANSWER)
    canvas.end_row(max(label, typed, _WORDS_HEIGHT))


def _row(line: Line, canvas: Canvas) -> None:
    heights = [_option(line, canvas, described=False), _WORDS_HEIGHT]
    for column, item in zip(line.answer_columns, line.columns, strict=True):
        heights.append(_answer(line, canvas, column=column, part=item.code, kind=_number_kind(item)))
    canvas.end_row(max(*heights, _card_cells(line, canvas), draw_former(line, canvas)))


def _number_kind(item: Item) -> str:
    return "money" if item.type == "money" else "whole"


def _option(line: Line, canvas: Canvas, *, described: bool) -> float:
    canvas.sheet.write_string(canvas.row, Column.NUMBER, line.number, canvas.styles("right"))
    told = said(line.help, canvas.language) if described and line.help else ""
    return canvas.stacked(
        Column.LABEL, (said(line.label, canvas.language), "words"), (told, "small"), style=("indent",)
    )


_DRAWN: Final[dict[LineKind, Callable[[Line, Canvas], None]]] = {
    "part": draw_head, "section": draw_head, "supplement": draw_head, "note": draw_head,
    "group": draw_group, "columns": draw_table_head,
    "tick": _tick, "words": _words, "row": _row,
}  # fmt: skip
