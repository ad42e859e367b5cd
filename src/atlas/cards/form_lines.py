"""A card as a web form asks it: sections of lines, generated from the template. Pure; no card has a form of its own.

A line is one question, or one row of a table. Its parts are the fields that belong together: an answer, the words for
'other', the reason why there is none; a statistic's source and day; a row's columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from atlas.sheets.layout import OTHER, REASONS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import Definitions, Item, ItemTable, Option, Section, TemplateKind, Text

Kind = Literal[
    "whole", "money", "yes_no", "choice", "choices", "text", "date", "place", "places", "phone", "email", "row",
    "statistic",
]  # fmt: skip
_KINDS: dict[str, Kind] = {
    "whole": "whole", "money": "money", "yes_no": "yes_no", "choice": "choice", "choices": "choices", "text": "text",
    "date": "date", "teryt": "place", "teryt_list": "places", "phone": "phone", "email": "email",
}  # fmt: skip
_WITH_REASON: frozenset[Kind] = frozenset({"whole", "money", "yes_no", "choice", "choices"})


@dataclass(frozen=True)
class Line:
    """One line of the form.

    `code` is the item's, or `services:meals` for a table's row; `item` is empty for a row. `options` are what can be
    chosen, `sources` where a statistic can come from, `reasons` why an answer may be missing (empty: not asked).
    `columns` are a row's numbers, `key` its table's key column, `row` the key; `words` is the code under which a
    document keeps what is 'other' in words.
    """

    code: str
    kind: Kind
    number: str
    label: Text
    help: Text | None = None
    group: Text | None = None
    group_help: Text | None = None
    item: Item | None = None
    options: tuple[Option, ...] = ()
    reasons: tuple[Option, ...] = ()
    sources: tuple[Option, ...] = ()
    columns: tuple[Item, ...] = ()
    table: str = ""
    key: str = ""
    row: str = ""
    words: str = ""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The names of the line's fields; a field of the page is called `<code>.<part>`."""
        if self.columns:
            return tuple(column.code for column in self.columns)
        return (
            "value",
            *(("other",) if self.words else ()),
            *(("reason",) if self.reasons else ()),
            *(("source", "as_of") if self.sources else ()),
        )

    @property
    def is_personal(self) -> bool:
        """Whether it is contact data, which stand apart from the answers."""
        return self.item is not None and self.item.personal

    @property
    def is_required(self) -> bool:
        """Whether a card cannot be submitted without it."""
        return self.item is not None and self.item.required

    @property
    def is_number(self) -> bool:
        """Whether an empty field may be a zero that somebody must type."""
        return self.kind in {"whole", "money"}


@dataclass(frozen=True)
class FormSection:
    """A page of the form: Part I, a sphere, the supplement, Part III, or a gmina's statistics."""

    id: str
    part: str
    label: Text
    lines: tuple[Line, ...]
    note: Text | None = None
    sphere: int | None = None
    supplementary: bool = False


@dataclass(frozen=True)
class CardForm:
    """The whole form of a kind of card."""

    kind: TemplateKind
    sections: tuple[FormSection, ...]

    @cached_property
    def lines(self) -> dict[str, Line]:
        """All lines by code, in the form's order."""
        return {line.code: line for section in self.sections for line in section.lines}

    def section(self, identifier: str) -> FormSection:
        """Return a section by its id (KeyError where there is none)."""
        return {one.id: one for one in self.sections}[identifier]

    @cached_property
    def section_of(self) -> dict[str, FormSection]:
        """The section of each line, by the line's code."""
        return {line.code: section for section in self.sections for line in section.lines}


def form_of(definitions: Definitions, kind: TemplateKind) -> CardForm:
    """Return the form of a kind of card, generated from its template.

    Source: cards.md; the Atlas, part V.
    """
    template = definitions.templates[kind]
    in_package = {item.code for item in template.package_items}
    sections = []
    for section in template.sections:
        lines = [
            _line(item, definitions, kind=kind, asks_reason=item.code in in_package and kind != "STATISTICS")
            for item in section.items
        ]
        if section.supplementary:
            lines += [line for table in template.tables for line in _rows(table, definitions)]
        sections.append(_section(section, tuple(lines)))
    return CardForm(kind, tuple(sections))


def _section(section: Section, lines: tuple[Line, ...]) -> FormSection:
    return FormSection(
        section.id, section.part, section.label, lines, section.note, section.sphere, section.supplementary
    )


def _line(item: Item, definitions: Definitions, *, kind: TemplateKind, asks_reason: bool) -> Line:
    drawn: Kind = "statistic" if kind == "STATISTICS" else _KINDS[item.type]
    catalogues = definitions.catalogues
    return Line(
        item.code, drawn, item.number, item.label, item.help, item.group, item=item,
        options=catalogues[item.options].options if item.options else (),
        reasons=catalogues[REASONS].options if asks_reason and drawn in _WITH_REASON else (),
        sources=catalogues[SOURCES].options if drawn == "statistic" else (),
        words=_words(item, drawn),
    )  # fmt: skip


def _words(item: Item, drawn: Kind) -> str:
    if not item.other_text:
        return ""
    return f"{item.code}:{OTHER}:text" if drawn == "choices" else f"{item.code}:text"


def _rows(table: ItemTable, definitions: Definitions) -> Iterator[Line]:
    key = next(column for column in table.columns if column.code == table.key)
    columns = tuple(column for column in table.columns if column is not key)
    for option in definitions.catalogues[key.options].options:
        yield Line(
            f"{table.code}:{option.code}", "row", table.number, option.label, option.description,
            group=table.label, group_help=table.help, columns=columns, table=table.code, key=table.key, row=option.code,
        )  # fmt: skip
