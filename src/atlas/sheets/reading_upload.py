"""Gathers the answers of an uploaded form as a card's document; what cannot be read is a problem and kept as typed.

A question is read together with its options, the words beside 'other' and its reason: where one of them is no answer
yet, all of them stand under the document's `unread`, part by part, as a person would type them on the web.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from atlas.definitions.card_document import CardDocument, Source
from atlas.definitions.models import NONE_OF_THESE
from atlas.kernel.errors import DomainError
from atlas.sheets.answers import is_empty, parse_answer, parse_day, parse_option, parse_text, parse_tick
from atlas.sheets.filled import AS_OF, JOINED, NO_CODE, REASON, SOURCE, VALUE, YES_CODE, home_of
from atlas.sheets.layout import OTHER, REASONS, SOURCES, Column, StatisticColumn
from atlas.sheets.reading_cells import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.reading_lines import FoundLine
    from atlas.sheets.worker_pool import Workbook


@dataclass(frozen=True)
class _Part:
    """One part of a line: its value, None where there is none; and the text that says the same, or was typed."""

    value: Any = None
    text: str = ""
    is_read: bool = True


class UploadReader:
    """Gathers an uploaded form. `cells.problems` hold what is wrong, `contact` the details of Part III as text."""

    def __init__(self, workbook: Workbook, definitions: Definitions, *, kind: TemplateKind, language: Language) -> None:
        self.cells = Cells(workbook, language=language)
        self.contact: dict[str, str] = {}
        self._tables = {table.code: table.key for table in definitions.templates[kind].tables}
        self._reasons, self._sources = (definitions.catalogues[name].options for name in (REASONS, SOURCES))
        self._answers: dict[str, Any] = {}
        self._said: dict[str, dict[str, str]] = {"reasons": {}, "explanations": {}}
        self._statistics: dict[str, Source] = {}
        self._unread: dict[str, dict[str, str]] = {}

    def document(self, lines: Sequence[FoundLine]) -> CardDocument:
        """Return what the form's lines say, given in the layout's order; contact data are put apart."""
        groups: dict[str, list[FoundLine]] = {}
        for found in lines:
            groups.setdefault(home_of(found.line), []).append(found)
        for code, group in groups.items():
            if group[0].line.item is not None and group[0].line.item.personal:
                self._contact(group[0])
            else:
                self._question(code, group)
        for table, key in self._tables.items():
            if table in self._answers:
                self._answers[table] = tuple(sorted(self._answers[table], key=lambda row: str(row[key])))
        return CardDocument(
            self._answers, self._said["reasons"], self._said["explanations"], self._statistics, self._unread
        )

    def _contact(self, found: FoundLine) -> None:
        part = self._part(found, Column.ANSWER, parse=partial(parse_answer, line=found.line))
        if part.text:
            self.contact[found.line.code] = part.text

    def _question(self, code: str, group: Sequence[FoundLine]) -> None:
        head = group[0]
        parts = self._row(head) if head.line.kind == "row" else self._parts(group)
        self._explanation(head)
        has_both = REASON in parts and parts[REASON].text and parts[VALUE].text
        if has_both and parts[VALUE].is_read:
            self.cells.note(head, head.line.reason_column, error=DomainError("filled-reason-and-value"))
        is_place = head.line.kind in {"place", "places"} and parts[VALUE].text
        if has_both or is_place or not all(part.is_read for part in parts.values()):
            self._unread[code] = {name: part.text for name, part in parts.items()}
        elif head.line.kind == "row":
            self._keep_row(head, parts)
        else:
            self._keep(group, parts)

    def _parts(self, group: Sequence[FoundLine]) -> dict[str, _Part]:
        head, words = group[0], [one for one in group if one.line.kind == "words"]
        parts = {VALUE: self._value(head, group)}
        if words:
            parts[OTHER] = self._part(words[0], Column.ANSWER, parse=parse_text)
        if head.line.reason_column is not None:
            reason = partial(parse_option, options=self._reasons, code="filled-reason")
            parts[REASON] = self._part(head, head.line.reason_column, parse=reason)
        if head.line.kind == "statistic":
            source = partial(parse_option, options=self._sources, code="filled-source")
            parts[SOURCE] = self._part(head, StatisticColumn.SOURCE, parse=source)
            parts[AS_OF] = self._part(head, StatisticColumn.AS_OF, parse=parse_day)
        return parts

    def _value(self, head: FoundLine, group: Sequence[FoundLine]) -> _Part:
        if head.line.kind in {"question", "tick", "words"}:  # of a question whose own row was deleted the rest is read
            return self._ticks(head, [one for one in group if one.line.kind == "tick"])
        return self._part(head, Column.ANSWER, parse=partial(parse_answer, line=head.line))

    def _ticks(self, head: FoundLine, options: Sequence[FoundLine]) -> _Part:
        parts = [(found.line.option, self._part(found, Column.ANSWER, parse=parse_tick)) for found in options]
        ticked = [option if part.is_read else part.text for option, part in parts if part.value or not part.is_read]
        is_read = all(part.is_read for _option, part in parts)
        if NONE_OF_THESE in ticked and len(ticked) > 1:
            self.cells.note(head, Column.ANSWER, error=DomainError("filled-none-and-others"))
            is_read = False
        return _Part(tuple(ticked) or None, JOINED.join(ticked), is_read)

    def _row(self, found: FoundLine) -> dict[str, _Part]:
        parts = {}
        for column, item in zip(found.line.answer_columns, found.line.columns, strict=True):
            kind = "money" if item.type == "money" else "whole"
            parts[item.code] = self._part(found, column, parse=partial(parse_answer, line=found.line, kind=kind))
        return parts

    def _explanation(self, found: FoundLine) -> None:
        if found.line.explanation_column is not None:
            part = self._part(found, found.line.explanation_column, parse=parse_text)
            if part.text:
                self._said["explanations"][found.line.code] = part.text

    def _keep_row(self, found: FoundLine, parts: dict[str, _Part]) -> None:
        line = found.line
        if any(part.value is not None for part in parts.values()):
            row = {self._tables[line.table]: line.row, **{name: part.value for name, part in parts.items()}}
            self._answers.setdefault(line.table, []).append(row)

    def _keep(self, group: Sequence[FoundLine], parts: dict[str, _Part]) -> None:
        code = home_of(group[0].line)
        if parts[VALUE].value is not None:
            self._answers[code] = parts[VALUE].value
        for found in group:
            if found.line.kind == "words" and parts[OTHER].text:
                self._answers[found.line.code] = parts[OTHER].text
        if REASON in parts and parts[REASON].text:
            self._said["reasons"][code] = parts[REASON].text
        if SOURCE in parts and (parts[SOURCE].text or parts[AS_OF].text):
            self._statistics[code] = Source(parts[SOURCE].text, parts[AS_OF].value)

    def _part(self, found: FoundLine, column: int, *, parse: Callable[[Any], Any]) -> _Part:
        value = self.cells.value(found, column, parse=parse)
        if value is not None:
            return _Part(value, _text_of(value))
        typed = found.cell(column)
        if is_empty(typed) or not self.cells.is_certain(found, column):
            return _Part()
        return _Part(None, _text_of(typed), is_read=False)


def _text_of(value: object) -> str:
    """Return what a person would type on the web to say the same."""
    match value:
        case bool():
            return YES_CODE if value else NO_CODE
        case float():
            return f"{value:.15g}".replace(".", ",")
        case Decimal():
            return f"{value:.2f}".replace(".", ",")
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()
