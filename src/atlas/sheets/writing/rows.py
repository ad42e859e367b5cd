"""Draws one line of a form: a question with its cells, an option to tick, a row of a table; heads by `heads`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atlas.definitions.models import NONE_OF_THESE
from atlas.sheets.layout import Column, StatisticColumn
from atlas.sheets.wording import said, time_of, unit_of
from atlas.sheets.writing import words
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
        heights.append(_answer(line, canvas, column=Column.ANSWER, known=canvas.identity.known.get(line.code, "")))
    _statistic_cells(line, canvas) if line.kind == "statistic" else _card_cells(line, canvas)
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


def _answer(line: Line, canvas: Canvas, *, column: int, known: str = "", kind: str = "") -> float:
    """Open a cell for an answer, with what is known already, and return its height."""
    kind = kind or line.kind
    style = ("field", _NUMBERS.get(kind, "middle" if kind == "tick" else "text"))
    label = next((said(option.label, canvas.language) for option in line.options if option.code == known), known)
    height = _FIELD_HEIGHT
    if label:
        height = canvas.stacked(column, (label, style[1]), style=style)
    else:
        canvas.sheet.write_blank(canvas.row, column, None, canvas.styles(*style))
    canvas.check(column, canvas.checks.answer(line, kind=kind))
    return height


def _card_cells(line: Line, canvas: Canvas) -> None:
    reason, explanation = line.reason_column, line.explanation_column
    if reason is not None:
        canvas.sheet.write_blank(canvas.row, reason, None, canvas.styles("aside"))
        canvas.check(reason, canvas.checks.reason())
    if explanation is not None:
        canvas.sheet.write_blank(canvas.row, explanation, None, canvas.styles("aside", "text"))
        canvas.check(explanation, canvas.checks.explanation())


def _statistic_cells(line: Line, canvas: Canvas) -> None:
    source, as_of = StatisticColumn.SOURCE, StatisticColumn.AS_OF
    canvas.sheet.write_blank(canvas.row, source, None, canvas.styles("field", "text"))
    canvas.check(source, canvas.checks.source())
    canvas.sheet.write_blank(canvas.row, as_of, None, canvas.styles("field", "date"))
    canvas.check(as_of, canvas.checks.date())


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
    _answer(line, canvas, column=Column.ANSWER)
    canvas.end_row(max(label, _WORDS_HEIGHT))


def _row(line: Line, canvas: Canvas) -> None:
    height = _option(line, canvas, described=False)
    for column, item in zip(line.answer_columns, line.columns, strict=True):
        _answer(line, canvas, column=column, kind=_number_kind(item))
    _card_cells(line, canvas)
    canvas.end_row(max(height, draw_former(line, canvas), _WORDS_HEIGHT))


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
