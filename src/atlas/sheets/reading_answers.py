"""Gathers a form's answers line by line; a wrong cell becomes a problem and a missing answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from atlas.definitions.models import NONE_OF_THESE
from atlas.kernel.errors import DomainError, Place
from atlas.sheets.answers import is_empty, parse_answer, parse_day, parse_option, parse_text, parse_tick
from atlas.sheets.layout import REASONS, SOURCES, Column, StatisticColumn
from atlas.sheets.reading_cells import Cells
from atlas.sheets.reading_form import Form

if TYPE_CHECKING:
    from atlas.definitions.models import Definitions
    from atlas.sheets.reading_identity import FormIdentity
    from atlas.sheets.reading_lines import FoundLine
    from atlas.sheets.worker_pool import Workbook


class Reader:
    """Gathers a form's answers line by line; a wrong cell becomes a problem and a missing answer."""

    def __init__(self, workbook: Workbook, definitions: Definitions, *, identity: FormIdentity) -> None:
        self.form = Form(Place(str(workbook.path)), identity.kind, identity.gmina, identity.respondent)
        self._cells, self._definitions = Cells(workbook, language=identity.language), definitions
        self._ticked: dict[str, list[str]] = {}

    def line(self, found: FoundLine) -> None:
        """Read what may be typed in a line."""
        line = found.line
        if line.kind == "statistic":
            self._statistic(found)
        elif line.kind == "row":
            self._row(found)
        elif line.kind == "tick":
            self._tick(found)
        elif line.kind == "words":
            self._cells.value(found, Column.ANSWER, parse=parse_text)  # only looked at: packages have no such words
        else:
            self._answer(found)
        self._beside(found)

    def finish(self, lines: list[FoundLine]) -> None:
        """Put multi-choices together, then look for what contradicts itself and what is required."""
        for found in lines:
            line = found.line
            if line.kind == "question" and line.item is not None:
                self._choices(found, line.item.code)
            if line.code in self.form.reasons and self.form.answers.get(line.code) is not None:
                self._cells.note(found, found.line.reason_column, error=DomainError("filled-reason-and-value"))
            if line.item is not None and line.item.required and line.kind != "words":
                self._required(found)
        personal = {found.line.code for found in lines if found.line.item is not None and found.line.item.personal}
        for code in personal:
            self.form.answers.pop(code, None)
        self.form.problems.extend([*self._cells.problems, *self._cells.whole_form()])

    def _answer(self, found: FoundLine) -> None:
        line = found.line
        self.form.places[line.code] = self._cells.place(found, Column.ANSWER)
        if line.kind == "question":
            return
        value = self._cells.value(found, Column.ANSWER, parse=partial(parse_answer, line=line))
        if value is not None:
            self.form.answers[line.code] = value

    def _tick(self, found: FoundLine) -> None:
        item = found.line.item
        if item is not None and self._cells.value(found, Column.ANSWER, parse=parse_tick):
            self._ticked.setdefault(item.code, []).append(found.line.option)

    def _choices(self, found: FoundLine, code: str) -> None:
        ticked = self._ticked.get(code)
        if not ticked:
            return
        if NONE_OF_THESE in ticked and len(ticked) > 1:
            self._cells.note(found, Column.ANSWER, error=DomainError("filled-none-and-others"))
            return
        self.form.answers[code] = tuple(ticked)  # lines come in the catalogue's order

    def _row(self, found: FoundLine) -> None:
        line, row = found.line, {}
        self.form.places[line.code] = self._cells.place(found, Column.ANSWER)
        for column, item in zip(line.answer_columns, line.columns, strict=True):
            kind = "money" if item.type == "money" else "whole"
            self.form.places[f"{line.code}.{item.code}"] = self._cells.place(found, column)
            row[item.code] = self._cells.value(found, column, parse=partial(parse_answer, line=line, kind=kind))
        explained = not is_empty(found.cell(Column.EXPLANATION))
        if explained or any(value is not None for value in row.values()):
            table = next(one for one in self._definitions.templates[self.form.kind].tables if one.code == line.table)
            self.form.answers.setdefault(line.table, []).append({table.key: line.row, **row})

    def _statistic(self, found: FoundLine) -> None:
        self._answer(found)
        line, catalogue = found.line, self._definitions.catalogues[SOURCES].options
        known = line.code in self.form.answers
        source = self._cells.value(
            found, StatisticColumn.SOURCE, parse=lambda typed: parse_option(typed, catalogue, code="filled-source")
        )
        as_of = self._cells.value(found, StatisticColumn.AS_OF, parse=parse_day)
        if known and source is not None and as_of is not None:
            self.form.sources[line.code] = source, as_of
        for column, value in ((StatisticColumn.SOURCE, source), (StatisticColumn.AS_OF, as_of)):
            is_missing = value is None and not self._cells.is_wrong(found, column)
            if known and is_missing:
                code = "filled-source-missing" if column == StatisticColumn.SOURCE else "filled-as-of-missing"
                self._cells.note(found, column, error=DomainError(code))
            elif not known and value is not None and not self._cells.is_wrong(found, Column.ANSWER):
                self._cells.note(found, column, error=DomainError("filled-source-alone"))

    def _beside(self, found: FoundLine) -> None:
        line = found.line
        if line.reason_column is not None:
            options = self._definitions.catalogues[REASONS].options
            reason = self._cells.value(
                found, line.reason_column, parse=lambda typed: parse_option(typed, options, code="filled-reason")
            )
            if reason is not None:
                self.form.reasons[line.code] = reason
        if line.explanation_column is not None:
            explanation = self._cells.value(found, line.explanation_column, parse=parse_text)
            if explanation is not None:
                self.form.explanations[line.code] = explanation

    def _required(self, found: FoundLine) -> None:
        if self.form.answers.get(found.line.code) is None and not self._cells.is_wrong(found, Column.ANSWER):
            self._cells.note(found, Column.ANSWER, error=DomainError("filled-required"))
