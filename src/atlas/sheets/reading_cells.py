"""Reads single cells of a filled form; a wrong one becomes a problem with its place, and a missing answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atlas.kernel.errors import DomainError, Place, Problem
from atlas.sheets.answers import is_empty
from atlas.sheets.layout import Column
from atlas.sheets.reading_lines import address, place_of
from atlas.sheets.worker_pool import NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.kernel.language import Language
    from atlas.sheets.reading_lines import FoundLine
    from atlas.sheets.worker_pool import Workbook


class Cells:
    """The cells of one form. `problems` gathers what is wrong with them, in the order of asking."""

    def __init__(self, workbook: Workbook, *, language: Language) -> None:
        self.problems: list[Problem] = []
        self._workbook, self._language = workbook, language
        self._wrong: set[str] = set()
        self._merged = _merged_cells(workbook)

    def value(self, found: FoundLine, column: int, *, parse: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - the parser's
        """Return what a cell says, None where it is empty or wrong; the wrong is noted."""
        typed = found.cell(column)
        try:
            self._refuse_uncertain(found, column)
            return None if is_empty(typed) else parse(typed)
        except DomainError as error:
            self.note(found, column, error=error)
            return None

    def note(self, found: FoundLine, column: int | None, *, error: DomainError) -> None:
        """Keep a problem of a cell; of contact data only that there is one."""
        if column is not None:
            self._wrong.add(address(column, found.row))
            personal = found.line.item is not None and found.line.item.personal
            facts = {name: "…" if personal and name == "found" else fact for name, fact in error.facts.items()}
            self.problems.append(Problem(error.code, self.place(found, column), facts))

    def is_wrong(self, found: FoundLine, column: int) -> bool:
        """Whether something was found to be wrong with a cell."""
        return address(column, found.row) in self._wrong

    def is_certain(self, found: FoundLine, column: int) -> bool:
        """Whether what stands in a cell is what somebody typed there: no formula's result, no merged range."""
        return address(column, found.row) not in self._workbook.formulas and (found.row, column) not in self._merged

    def place(self, found: FoundLine, column: int) -> Place:
        """Return where a cell is and what is asked there."""
        return place_of(self._workbook, found.line, row=found.row, column=column, language=self._language)

    def whole_form(self) -> list[Problem]:
        """Return what is wrong with the form and no cell of it: a formula nobody can find."""
        return [Problem("filled-formula", Place(str(self._workbook.path)))] if "" in self._workbook.formulas else []

    def _refuse_uncertain(self, found: FoundLine, column: int) -> None:
        if address(column, found.row) in self._workbook.formulas:
            raise DomainError("filled-formula")
        if (found.row, column) in self._merged:
            raise DomainError("filled-merged")


def _merged_cells(workbook: Workbook) -> set[tuple[int, int]]:
    """Return the cells, by row and column, that belong to a merged range; a range may be as large as the sheet."""
    last_row = max((cells[NUMBER] for cells in workbook.rows), default=0)
    return {
        (row + 1, column)
        for first, last in workbook.merged
        for row in range(first[0], min(last[0] + 1, last_row))
        for column in range(first[1], min(last[1] + 1, len(Column)))
    }
