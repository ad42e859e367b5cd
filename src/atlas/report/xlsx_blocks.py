"""Writes the blocks of a report onto a sheet, from the top down; a single table stands on top, its head frozen."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Final

from atlas.kernel.language import _, translate
from atlas.report.model import (
    Bullets,
    Commands,
    Findings,
    IndicatorTable,
    Legend,
    Paragraph,
    Sides,
    Signals,
    Table,
)
from atlas.report.xlsx_tables import grid_of, indicator_grid_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from atlas.report.model import Block, ReportData, Section, Signal
    from atlas.report.xlsx_formats import Formats
    from atlas.report.xlsx_tables import Entry, Grid

NARROWEST, WIDEST, TEXT_WIDTH = 10.0, 58.0, 100.0
_LINE_POINTS: Final = 13.5
_A4: Final = 9


class Sheet:
    """A sheet that is written block by block."""

    def __init__(self, sheet: Worksheet, formats: Formats, *, report: ReportData) -> None:
        self.sheet = sheet
        self.formats = formats
        self.report = report
        self.say = partial(translate, language=report.language)
        self.row = 0
        self.widths: dict[int, float] = {}
        self.texts: list[tuple[int, str]] = []
        self.entries: list[tuple[int, int, str]] = []
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def write(self, section: Section, parts: tuple[Section, ...]) -> None:
        """Write a section with its parts; a sheet with one table has it on top, its head frozen."""
        self._line(f"{self.report.title} · {self.report.seal.session} · {section.title}", self.formats.title)
        self.row += 1
        blocks = [(part, block) for part in (section, *parts) for block in part.blocks]
        tables = [block for _part, block in blocks if isinstance(block, Table | IndicatorTable | Sides)]
        if len(tables) == 1:
            self._block(tables[0], freeze=True)
            blocks = [one for one in blocks if one[1] is not tables[0]]
        else:
            self.sheet.freeze_panes(1, 0)
        said = section
        for part, block in blocks:
            if part is not said:
                self.row += 1
                self._line(part.title, self.formats.part)
                said = part
            self._block(block, freeze=False)
        self._finish()

    def _block(self, block: Block, *, freeze: bool) -> None:
        match block:
            case Table():
                self._grid(grid_of(block, self.formats, say=self.say), freeze=freeze)
            case Sides(tables=tables):
                self._grid(indicator_grid_of(tables, self.formats, say=self.say), freeze=freeze)
            case IndicatorTable():
                self._grid(indicator_grid_of((block,), self.formats, say=self.say), freeze=freeze)
            case _:
                for text in _lines(block, say=self.say):
                    self._text(text)

    def _grid(self, grid: Grid, *, freeze: bool) -> None:
        if grid.caption:
            self._line(grid.caption, self.formats.caption)
        for column, head in enumerate(grid.heads):
            style = self.formats.head_right if grid.numeric[column] else self.formats.head
            self.sheet.write_string(self.row, column, head, style)
            self._widen(column, head)
        self.row += 1
        if freeze:
            self.sheet.freeze_panes(self.row, 1)
            self.sheet.autofilter(self.row - 1, 0, self.row + len(grid.rows) - 1, len(grid.heads) - 1)
        for entries in grid.rows:
            for column, entry in enumerate(entries):
                self._entry(column, entry)
            self.row += 1
        if grid.note:
            self._text(grid.note)
        self.row += 1

    def _entry(self, column: int, entry: Entry) -> None:
        value, style = entry
        if value == "":
            self.sheet.write_blank(self.row, column, None, style)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, value, style)
            self.entries.append((self.row, column, value))
            self._widen(column, value)
        else:
            self.sheet.write_number(self.row, column, value, style)

    def _widen(self, column: int, text: str) -> None:
        longest = max(map(len, text.split("\n")), default=0)
        wanted = min(max(longest * 1.05 + 2, NARROWEST), WIDEST if column == 0 else WIDEST / 1.5)
        self.widths[column] = max(self.widths.get(column, NARROWEST), wanted)

    def _line(self, text: str, style: Format) -> None:
        self.sheet.write_string(self.row, 0, text, style)
        self.row += 1

    def _text(self, text: str) -> None:
        """A sentence across the sheet; how wide that is, is known in the end."""
        self.texts.append((self.row, text))
        self.row += 1

    def _finish(self) -> None:
        """Set widths, then write sentences over as many columns as a line of reading takes."""
        last, room = 0, self.widths.get(0, NARROWEST)
        while room < TEXT_WIDTH:
            last += 1
            room += self.widths.setdefault(last, NARROWEST)
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, width)
        self._heighten()
        for row, text in self.texts:
            self.sheet.set_row(row, _lines_in(text, room) * _LINE_POINTS + 2)
            if last:
                self.sheet.merge_range(row, 0, row, last, "", self.formats.text)
            self.sheet.write_string(row, 0, text, self.formats.text)

    def _heighten(self) -> None:
        """Make rows of tables as high as their highest entry: programs do not do it for files they have not saved."""
        lines: dict[int, int] = {}
        for row, column, text in self.entries:
            lines[row] = max(lines.get(row, 1), _lines_in(text, self.widths[column]))
        for row, most in lines.items():
            if most > 1:
                self.sheet.set_row(row, most * _LINE_POINTS + 2)


def _lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column so many letters wide."""
    return sum(ceil(max(len(line), 1) / width) for line in text.split("\n"))


def _lines(block: Block, *, say: Callable[[str], str]) -> Iterator[str]:
    """What a block says, sentence by sentence; figures say nothing, their tables do."""
    match block:
        case Paragraph():
            yield f"{say(_('Note'))}: {block.text}" if block.warning else block.text
        case Bullets(items=lines) | Commands(lines=lines):
            yield from lines
        case Legend(entries=entries):
            yield from (meaning for _mark, meaning in entries)
        case Findings(items=findings):
            yield from (f"{place}. {one.text}\n{one.figures}" for place, one in enumerate(findings, start=1))
        case Signals(items=signals):
            yield from (_signal(place, one, say=say) for place, one in enumerate(signals, start=1))


def _signal(place: int, signal: Signal, *, say: Callable[[str], str]) -> str:
    evidence = [f"{say(_('Evidence'))}: {one}" for one in signal.evidence]
    questions = [f"{say(_('One might ask'))}: {one}" for one in signal.questions]
    return "\n".join([f"{place}. {signal.title}", *evidence, *questions])
