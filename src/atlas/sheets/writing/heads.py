"""Draws the lines without answers: parts, spheres, notes, shared labels, the head of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atlas.sheets.layout import ROW_COLUMNS, Column
from atlas.sheets.wording import key_of, said
from atlas.sheets.writing import words

if TYPE_CHECKING:
    from atlas.sheets.layout import Line, LineKind
    from atlas.sheets.writing.canvas import Canvas

_LEAST: Final[dict[LineKind, float]] = {"part": 24, "section": 21, "supplement": 26}


def draw_head(line: Line, canvas: Canvas) -> None:
    """Draw a part's, sphere's or the supplement's name, or a note."""
    style = line.kind if line.kind in _LEAST else "words"
    label = said(line.label, canvas.language)
    canvas.across(
        (label, "words" if style == "words" else style), style=(style,), least=_LEAST.get(line.kind, 0), head=True
    )


def draw_group(line: Line, canvas: Canvas) -> None:
    """Draw the label that several items share."""
    canvas.across((said(line.label, canvas.language), "bold"), style=("ruled",), since=Column.LABEL, head=True)


def draw_table_head(line: Line, canvas: Canvas) -> None:
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
