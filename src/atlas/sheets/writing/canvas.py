"""A sheet that is being drawn row by row from the top, and what all its rows need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from atlas.documents.wrapping import PADDING, height_of
from atlas.kernel.language import translate
from atlas.sheets.layout import Column, StatisticColumn
from atlas.sheets.writing.pages import PrintedRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.filled import Filled
    from atlas.sheets.identity import Identity
    from atlas.sheets.previous import Former
    from atlas.sheets.writing.checks import Check, Checks
    from atlas.sheets.writing.styles import Styles

    Styled = tuple[str, str]

FIRST, LAST = int(Column.NUMBER), int(Column.EXPLANATION)
"""The visible columns."""
_CARD: Final = {
    Column.NUMBER: 8.5, Column.LABEL: 46.0, Column.ANSWER: 20.0, Column.UNIT: 13.5, Column.REASON: 14.0,
    Column.PREVIOUS: 11.0, Column.EXPLANATION: 18.0,
}  # fmt: skip
_STATISTIC: Final = {
    StatisticColumn.NUMBER: 5.5, StatisticColumn.LABEL: 52.0, StatisticColumn.ANSWER: 13.0, StatisticColumn.UNIT: 15.0,
    StatisticColumn.SOURCE: 17.0, StatisticColumn.AS_OF: 12.0, StatisticColumn.PREVIOUS: 17.0,
}  # fmt: skip


def widths_for(kind: TemplateKind, *, former: bool) -> dict[int, float]:
    """Return the widths of the visible columns; a former card's column is hidden where there is none."""
    widths = {int(column): width for column, width in (_STATISTIC if kind == "STATISTICS" else _CARD).items()}
    if not former:
        hidden = int(StatisticColumn.PREVIOUS if kind == "STATISTICS" else Column.PREVIOUS)
        roomier = int(StatisticColumn.SOURCE if kind == "STATISTICS" else Column.EXPLANATION)
        widths[roomier] += widths[hidden] / 2
        widths[hidden] = 0.0
    return widths


@dataclass
class Canvas:
    """The sheet, its rows so far, and whose form it is. `described` holds catalogues whose options were described."""

    sheet: Worksheet
    styles: Styles
    checks: Checks
    kind: TemplateKind
    language: Language
    definitions: Definitions
    identity: Identity
    filled: Filled
    former: Mapping[str, Former] | None
    widths: Mapping[int, float]
    described: set[str] = field(default_factory=set)
    printed: list[PrintedRow] = field(default_factory=list)
    _checked: dict[str, tuple[Check, list[str]]] = field(default_factory=dict)

    @property
    def row(self) -> int:
        """The next free row."""
        return len(self.printed)

    def say(self, message: str) -> str:
        """Return a marked message in the form's language."""
        return translate(message, self.language)

    def across(
        self, *texts: Styled, style: tuple[str, ...] = (), since: int = FIRST, least: float = 0, head: bool = False,
    ) -> None:  # fmt: skip
        """Write texts below each other in one row across the columns, a head on the same page as what follows.

        Only heads and notes stand across columns, so that no answer's cell is ever merged.
        """
        width = sum(self.widths[column] for column in range(since, LAST + 1))
        self.sheet.merge_range(self.row, since, self.row, LAST, "", self.styles(*style))
        self.end_row(max(self.stacked(since, *texts, style=style, width=width), least), with_next=head)

    def stacked(self, column: int, *texts: Styled, style: tuple[str, ...] = (), width: float | None = None) -> float:
        """Write texts below each other in one cell and return the height that they take."""
        kept = [(text, name) for text, name in texts if text]
        width = self.widths[column] if width is None else width
        if len(kept) == 1:
            ((text, name),) = kept
            self.sheet.write_string(self.row, column, text, self.styles(*style, name))
            return self._height(text, self.styles.properties(*style, name), width=width)
        parts: list[object] = []
        for place, (text, name) in enumerate(kept):
            parts += [self.styles(name), ("\n" if place else "") + text]
        if not kept:
            self.sheet.write_blank(self.row, column, None, self.styles(*style))
        else:
            self.sheet.write_rich_string(self.row, column, *parts, self.styles(*style))
        return sum(self._height(text, self.styles.properties(name), width=width) for text, name in kept) - PADDING * (
            len(kept) - 1
        )

    def end_row(self, height: float, *, with_next: bool = False) -> None:
        """Set the row's height and go on to the next one, on the same page where `with_next`."""
        self.sheet.set_row(self.row, height)
        self.printed.append(PrintedRow(height, with_next))

    def check(self, column: int, check: Check | None) -> None:
        """Give a cell of this row its drop-down or hint."""
        if check is not None:
            self._checked.setdefault(repr(check), (check, []))[1].append(xl_rowcol_to_cell(self.row, column))

    def write_checks(self) -> None:
        """Write each check once, for all cells that have it: a fifth of the size, so quicker to open."""
        for check, cells in self._checked.values():
            self.sheet.data_validation(cells[0], {**check, "multi_range": " ".join(cells)})

    def _height(self, text: str, properties: Mapping[str, object], *, width: float) -> float:
        bold = bool(properties.get("bold"))
        return height_of(text, width=width, size=float(str(properties["font_size"])), bold=bold)
