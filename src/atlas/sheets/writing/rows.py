"""Draws one line of a form: heads across the columns, questions with their cells, ticks, rows of a table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from atlas.definitions.models import NONE_OF_THESE
from atlas.kernel.polish_numbers import format_number
from atlas.sheets.layout import NO, ROW_COLUMNS, TICK, YES, Column, StatisticColumn
from atlas.sheets.previous import FormerRow, FormerStatistic
from atlas.sheets.wording import key_of, said, time_of, unit_of
from atlas.sheets.writing import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.definitions.models import Item
    from atlas.sheets.layout import Line, LineKind
    from atlas.sheets.previous import Former
    from atlas.sheets.writing.canvas import Canvas

_LEAST: Final[dict[LineKind, float]] = {"part": 24, "section": 21, "supplement": 26}
_NUMBERS: Final[dict[str, str]] = {"whole": "whole", "statistic": "whole", "money": "money", "date": "date"}
_FIELD_HEIGHT: Final = 18.0
_WORDS_HEIGHT: Final = 28.0
_SHORT: Final = 6
MISSING: Final = "\N{EN DASH}"


def draw_line(line: Line, canvas: Canvas) -> None:
    """Draw a line in the canvas's next row; the hidden column holds its code."""
    if line.code:
        canvas.sheet.write_string(canvas.row, Column.CODE, line.code)
    _DRAWN.get(line.kind, _question)(line, canvas)


def _head(line: Line, canvas: Canvas) -> None:
    style = line.kind if line.kind in _LEAST else "words"
    label = said(line.label, canvas.language)
    canvas.across(
        (label, "words" if style == "words" else style), style=(style,), least=_LEAST.get(line.kind, 0), head=True
    )


def _group(line: Line, canvas: Canvas) -> None:
    canvas.across((said(line.label, canvas.language), "bold"), style=("ruled",), since=Column.LABEL, head=True)


def _table_head(line: Line, canvas: Canvas) -> None:
    """Draw a table's name, what each of its columns means, and the columns' heads."""
    language = canvas.language
    canvas.sheet.write_string(canvas.row, Column.NUMBER, line.number, canvas.styles("ruled", "bold"))
    told = said(line.help, language) if line.help else ""
    canvas.across(
        (said(line.label, language), "bold"), (told, "small"), style=("ruled",), since=Column.LABEL, head=True
    )
    for item in line.columns:
        title = f"{item.number} {said(item.label, language)}"
        canvas.across((title, "small-bold"), (said(item.help, language), "small"), since=Column.LABEL, head=True)
    heads = {int(column): said(item.label, language) for column, item in zip(ROW_COLUMNS, line.columns, strict=True)}
    heads |= {
        int(Column.PREVIOUS): canvas.say(words.PREVIOUS_ROW),
        int(Column.EXPLANATION): canvas.say(words.CARD_HEADS[Column.EXPLANATION]),
    }
    keys = {int(Column.NUMBER): "", int(Column.LABEL): key_of(line, canvas.definitions, language=language)}
    heights = []
    for column, title in (keys | heads).items():
        canvas.sheet.write_blank(canvas.row, column, None, canvas.styles("head"))
        heights.append(canvas.stacked(column, (title, "head"), style=("head",)) if canvas.widths[column] else 0)
    canvas.end_row(max(heights), with_next=True)


def _question(line: Line, canvas: Canvas) -> None:
    """Draw a question with its answer, unit, reason, former value and explanation."""
    language, item = canvas.language, line.item
    canvas.sheet.write_string(canvas.row, Column.NUMBER, line.number, canvas.styles("ruled"))
    told = said(line.help, language) if line.help else ""
    heights = [
        canvas.stacked(Column.LABEL, (said(line.label, language), "bold"), (told, "small"), style=("ruled",)),
        canvas.stacked(Column.UNIT, *_beside(line, canvas), style=("ruled",)),
    ]
    for column in (Column.ANSWER, Column.UNIT, Column.REASON, Column.PREVIOUS, Column.EXPLANATION):
        if column not in line.open_columns and column != Column.UNIT:
            canvas.sheet.write_blank(canvas.row, column, None, canvas.styles("ruled"))
    if line.kind == "question":
        canvas.stacked(Column.ANSWER, (canvas.say(words.TICK_BELOW), "small"), style=("ruled", "middle"))
    elif item is not None:
        heights.append(_answer(line, canvas, column=Column.ANSWER, known=canvas.identity.known.get(line.code, "")))
    _statistic_cells(line, canvas) if line.kind == "statistic" else _card_cells(line, canvas)
    _former(line, canvas)
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
    _checked(canvas, column, check=canvas.checks.answer(line, kind=kind))
    return height


def _card_cells(line: Line, canvas: Canvas) -> None:
    reason, explanation = line.reason_column, line.explanation_column
    if reason is not None:
        canvas.sheet.write_blank(canvas.row, reason, None, canvas.styles("aside"))
        _checked(canvas, reason, check=canvas.checks.reason())
    if explanation is not None:
        canvas.sheet.write_blank(canvas.row, explanation, None, canvas.styles("aside", "text"))
        _checked(canvas, explanation, check=canvas.checks.explanation())


def _statistic_cells(line: Line, canvas: Canvas) -> None:
    source, as_of = StatisticColumn.SOURCE, StatisticColumn.AS_OF
    canvas.sheet.write_blank(canvas.row, source, None, canvas.styles("field", "text"))
    _checked(canvas, source, check=canvas.checks.source())
    canvas.sheet.write_blank(canvas.row, as_of, None, canvas.styles("field", "date"))
    _checked(canvas, as_of, check=canvas.checks.date())


def _checked(canvas: Canvas, column: int, *, check: dict[str, object] | None) -> None:
    if check is not None:
        canvas.sheet.data_validation(canvas.row, column, canvas.row, column, check)


def _former(line: Line, canvas: Canvas) -> float:
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


def _tick(line: Line, canvas: Canvas) -> None:
    """Draw an option; what it means is said in print only where its catalogue comes first, else as a hint."""
    item = line.item
    first = item is not None and item.options not in canvas.described
    height = _option(line, canvas, described=first)
    _former(line, canvas)
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
    canvas.end_row(max(height, _former(line, canvas), _FIELD_HEIGHT))


def _number_kind(item: Item) -> str:
    return "money" if item.type == "money" else "whole"


def _option(line: Line, canvas: Canvas, *, described: bool) -> float:
    canvas.sheet.write_string(canvas.row, Column.NUMBER, line.number, canvas.styles("right"))
    told = said(line.help, canvas.language) if described and line.help else ""
    return canvas.stacked(
        Column.LABEL, (said(line.label, canvas.language), "words"), (told, "small"), style=("indent",)
    )


_DRAWN: Final[dict[LineKind, Callable[[Line, Canvas], None]]] = {
    "part": _head, "section": _head, "supplement": _head, "note": _head, "group": _group, "columns": _table_head,
    "tick": _tick, "words": _words, "row": _row,
}  # fmt: skip
