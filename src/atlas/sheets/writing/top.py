"""The top of a form: the two rows that stay in sight, whose form it is, how to fill it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atlas.sheets.wording import identity_words, said
from atlas.sheets.writing import words

if TYPE_CHECKING:
    from atlas.sheets.writing.canvas import Canvas

FROZEN_ROWS: Final = 2
_RUNNING_HEIGHT: Final = 20.0
_GAP: Final = 6.0


def draw_top(canvas: Canvas, *, title: str, lists: bool) -> None:
    """Draw the running title and the columns' heads, freeze them, and draw what a person reads first.

    `lists`: whether the form has multi-choices, which are answered in a way of their own.
    """
    canvas.across((title, "running"), style=("running",), least=_RUNNING_HEIGHT)
    _heads(canvas)
    canvas.sheet.freeze_panes(FROZEN_ROWS, 0)
    canvas.end_row(_GAP)
    template = canvas.definitions.templates[canvas.kind]
    canvas.across((said(template.title, canvas.language), "title"))
    _identity(canvas)
    canvas.across((canvas.say(words.HOW), "bold"))
    steps = words.STATISTIC_HOW if canvas.kind == "STATISTICS" else words.CARD_HOW
    for number, step in enumerate((one for one in steps if lists or one != words.LISTS), start=1):
        canvas.across((f"{number}. {canvas.say(step)}", "words"))
    canvas.end_row(_GAP)


def _heads(canvas: Canvas) -> None:
    heads = words.STATISTIC_HEADS if canvas.kind == "STATISTICS" else words.CARD_HEADS
    shown = {int(column): canvas.say(title) for column, title in heads.items() if canvas.widths[column]}
    canvas.end_row(max(canvas.stacked(column, (title, "head"), style=("head",)) for column, title in shown.items()))


def _identity(canvas: Canvas) -> None:
    if not canvas.identity.session:
        canvas.across((canvas.say(words.NOBODYS), "bold"))
        return
    for what, value in identity_words(canvas.identity, canvas.kind, language=canvas.language):
        canvas.across((f"{what}: {value}", "words"))
    canvas.end_row(_GAP)
