"""Finds a form's lines in what somebody sent back: by the hidden code, checked against the visible number and order."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atlas.kernel.errors import Place, Problem
from atlas.sheets.answers import is_empty, shown
from atlas.sheets.layout import Column
from atlas.sheets.wording import said
from atlas.sheets.worker_pool import NUMBER, POSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from atlas.definitions.models import Item
    from atlas.kernel.language import Language
    from atlas.sheets.layout import Line
    from atlas.sheets.worker_pool import Workbook

_LONGEST_LABEL = 70
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class FoundLine:
    """A line of the layout and the row it stands in."""

    line: Line
    row: int
    cells: Sequence[Any]

    def cell(self, column: int) -> Any:  # noqa: ANN401 - whatever a spreadsheet holds
        """Return what stands in a column."""
        return self.cells[POSITIONS[column]]


def address(column: int, row: int) -> str:
    """Return a cell's name: D17."""
    return f"{_LETTERS[column]}{row}"


def place_of(workbook: Workbook, line: Line, *, row: int, column: int, language: Language) -> Place:
    """Return where a cell is and what is asked there."""
    return Place(str(workbook.path), cell=address(column, row), asked=asked(line, column=column, language=language))


def asked(line: Line, *, column: int = Column.ANSWER, language: Language) -> str:
    """Return a line's number and label; for an option its item's number too, for a table's cell its column's."""
    label = said(line.label, language)
    label = label if len(label) <= _LONGEST_LABEL else label[:_LONGEST_LABEL].rstrip() + "…"
    item = _column_item(line, column) or line.item
    numbers = [item.number] if item else []
    if line.number not in numbers:
        numbers.append(line.number)
    return " ".join([*numbers, label]).replace("  ", " ").strip()


def _column_item(line: Line, column: int) -> Item | None:
    columns = dict(zip(line.answer_columns, line.columns, strict=True)) if line.kind == "row" else {}
    return columns.get(column, line.columns[0] if line.columns else None)


def find_lines(
    workbook: Workbook, lines: Sequence[Line], *, language: Language
) -> tuple[list[FoundLine], list[Problem]]:
    """Return each line that was found, once, in the layout's order, and what is wrong with rows.

    Problems: 'filled-line-unknown', 'filled-line-twice', 'filled-line-moved', 'filled-line-missing',
    'filled-answer-outside'.
    """
    known = {line.code: place for place, line in enumerate(lines) if line.code}
    found: dict[str, FoundLine] = {}
    problems: list[Problem] = []
    for cells in workbook.rows:
        row, code = cells[NUMBER], str(cells[POSITIONS[Column.CODE]]).strip()
        if not code:
            problems += _outside(workbook, cells)
        elif code not in known:
            place = Place(str(workbook.path), cell=address(Column.CODE, row))
            problems.append(Problem("filled-line-unknown", place, {"found": shown(code)}))
        elif code in found:
            place = place_of(workbook, found[code].line, row=row, column=Column.ANSWER, language=language)
            problems.append(Problem("filled-line-twice", place, {"first": found[code].row, "second": row}))
        else:
            found[code] = FoundLine(lines[known[code]], row, cells)
    out_of_order = _out_of_order([known[code] for code in found])
    for one in found.values():
        number = str(one.cell(Column.NUMBER)).strip()
        if number != one.line.number or known[one.line.code] in out_of_order:
            place = place_of(workbook, one.line, row=one.row, column=Column.ANSWER, language=language)
            problems.append(Problem("filled-line-moved", place, {"row": one.row, "found": number or "–"}))
    problems += _missing(workbook, [line for line in lines if line.code and line.code not in found], language=language)
    return sorted(found.values(), key=lambda one: known[one.line.code]), problems


def _outside(workbook: Workbook, cells: Sequence[Any]) -> Iterator[Problem]:
    """Name an answer in a row that is none of the form's: heads hold texts there, so only other values tell."""
    typed = cells[POSITIONS[Column.ANSWER]]
    if not is_empty(typed) and not isinstance(typed, str):
        place = Place(str(workbook.path), cell=address(Column.ANSWER, cells[NUMBER]))
        yield Problem("filled-answer-outside", place, {"found": shown(typed)})


def _missing(workbook: Workbook, lines: Sequence[Line], *, language: Language) -> Iterator[Problem]:
    for line in lines:
        place = Place(str(workbook.path), asked=asked(line, language=language))
        yield Problem("filled-line-missing", place, {"sheet": workbook.sheet or "–"})


def _out_of_order(places: Sequence[int]) -> set[int]:
    """Return the fewest places that have to be taken out for the rest to be in order (patience sorting)."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(tails, place)
        before[place] = tails[at - 1] if at else None
        tails[at : at + 1] = [place]
    kept, last = set(), tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return set(places) - kept
