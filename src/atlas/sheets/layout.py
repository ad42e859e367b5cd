"""A card as a list of lines, each with its code: the writer draws them, the reader looks for them, the PDF prints them.

Decision 0012. Texts that people pick in a cell and that are read back stand here in both languages, with the layout's
version; the rest of the form's prose is translated where it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from atlas.definitions.models import NONE_OF_THESE, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import Definitions, Item, ItemTable, Option, Section, TemplateKind

LAYOUT_VERSION = 1
"""Goes up when codes or columns change their meaning; a form remembers its own."""
FORM = "atlas-card"
IDENTITY_SHEET = "_atlas"
LISTS_SHEET = "_lists"
IDENTITY_KEYS = (
    "form", "layout", "kind", "template_version", "language", "session", "respondent", "gmina", "definitions",
    "made_by",
)  # fmt: skip
"""Column A of the identity sheet, top down; column B holds the values as text, empty where not known."""
SHEET_TITLES: dict[TemplateKind, Text] = {
    "NGO": Text(pl="Karta", en="Card"),
    "IZUS": Text(pl="Karta", en="Card"),
    "STATISTICS": Text(pl="Statystyka", en="Statistics"),
}
TICK = "x"
YES, NO = Text(pl="tak", en="yes"), Text(pl="nie", en="no")
NONE_LABEL = Text(pl="żadne z powyższych", en="none of the above")
REASONS = "missing_reasons"
"""The catalogue of why an answer is missing; its labels are the drop-down's texts."""
SOURCES = "statistic_sources"
OTHER = "other"


class Column(IntEnum):
    """Columns of a card, from 0."""

    CODE = 0
    NUMBER = 1
    LABEL = 2
    ANSWER = 3
    UNIT = 4
    REASON = 5
    PREVIOUS = 6
    EXPLANATION = 7


class StatisticColumn(IntEnum):
    """Columns of the statistics form, from 0; the first five are those of a card."""

    CODE = 0
    NUMBER = 1
    LABEL = 2
    ANSWER = 3
    UNIT = 4
    SOURCE = 5
    AS_OF = 6
    PREVIOUS = 7


ROW_COLUMNS = (Column.ANSWER, Column.UNIT, Column.REASON)
"""Where a table's row holds its numbers, in the order of the table's columns after the key."""

LineKind = Literal[
    "part", "section", "supplement", "note", "group", "columns",
    "question", "tick", "words", "row", "statistic",
    "whole", "money", "yes_no", "choice", "text", "date", "place", "places", "phone", "email",
]  # fmt: skip
HEADS: frozenset[LineKind] = frozenset({"part", "section", "supplement", "note", "group", "columns"})
"""Lines without a code and without answers."""
_KINDS: dict[str, LineKind] = {
    "whole": "whole", "money": "money", "yes_no": "yes_no", "choice": "choice", "choices": "question", "text": "text",
    "date": "date", "teryt": "place", "teryt_list": "places", "phone": "phone", "email": "email",
}  # fmt: skip
_JUDGED: frozenset[LineKind] = frozenset({"whole", "money", "yes_no", "choice", "question", "date"})
"""What rules speak of on a card; packages keep no explanations of statistics."""
_PART_TWO = Text(
    pl="Część II – Dane statystyczne o sferach partycypacji", en="Part II – Statistics on the spheres of participation"
)
_OTHER_WORDS = Text(pl="Jaka inna? Napisz słowami.", en="Which other? Say it in words.")
_LOCALITIES = Text(pl="Miejscowości – słowami", en="Localities – in words")
_TABLE_HELP = Text(
    pl="Wypełnij wiersze tych usług, które świadczycie w tej gminie. Pozostałe zostaw puste. To dodatek do karty "
    "z Atlasu. Z tej tabeli liczymy dwa wskaźniki efektywności: EZ US i EK US. Np. pomoc domowa: 40 osób, "
    "5 osób personelu, 96 000,00 zł.",
    en="Fill in the rows of the services that you provide in this gmina. Leave the others empty. This is an addition "
    "to the Atlas's card. The two efficiency indicators, EZ US and EK US, are computed from this table. E.g. home "
    "help: 40 persons, 5 staff, PLN 96,000.00.",
)
_HELP_HERE: dict[LineKind, Text] = {
    "place": Text(
        pl="Wpisz siedmiocyfrowy kod TERYT gminy, w której macie siedzibę, albo jej nazwę i powiat. Gmina siedziby "
        "może być inna niż gmina z tej karty. Np. „Jarocin, powiat jarociński”.",
        en="Write the seven-digit TERYT code of the gmina where your seat is, or its name and powiat. It may be "
        "another gmina than the one of this card. E.g. “Jarocin, powiat jarociński”.",
    ),
    "places": Text(
        pl="Wpisz gminy lub powiaty, w których świadczycie usługi, także poza gminą z tej karty. Oddziel je "
        "przecinkami. Nie wpisuj całego kraju tylko dlatego, że tak mówi statut. Np. „gmina Kramsk, powiat koniński”.",
        en="Write the gminas or powiats where you provide services, also outside the gmina of this card, with commas "
        "between. Do not write the whole country only because your statute says so. E.g. “gmina Kramsk, powiat "
        "koniński”.",
    ),
}
"""Helps that speak of lists to choose from online, said anew for a form off line."""


@dataclass(frozen=True)
class Line:
    """One line of a form.

    `code` stands in the hidden column (empty for a head), `number` in the visible one: an item's own, or an option's
    letter within its item. `item` is the item that the answer belongs to, `option` what a tick means, `options` what a
    drop-down offers, `table` and `row` the table and its key for a row, whose `columns` stand in ROW_COLUMNS.
    """

    code: str
    kind: LineKind
    number: str
    label: Text
    help: Text | None = None
    item: Item | None = None
    option: str = ""
    options: tuple[Option, ...] = ()
    table: str = ""
    row: str = ""
    columns: tuple[Item, ...] = ()
    in_package: bool = False
    explained: bool = False

    @property
    def answer_columns(self) -> tuple[int, ...]:
        """The columns of the answer itself: none for heads and for a multi-choice's question, three for a row."""
        if self.kind in HEADS or self.kind == "question":
            return ()
        return tuple(map(int, ROW_COLUMNS[: len(self.columns)])) if self.kind == "row" else (int(Column.ANSWER),)

    @property
    def reason_column(self) -> int | None:
        """The column that says why there is no answer: for the items of Part II, as packages keep reasons."""
        asked = self.in_package and self.kind in {"whole", "money", "yes_no", "choice", "question"}
        return int(Column.REASON) if asked else None

    @property
    def explanation_column(self) -> int | None:
        """The column for a word about a warning."""
        return int(Column.EXPLANATION) if self.explained else None

    @property
    def open_columns(self) -> tuple[int, ...]:
        """Every column that a person may type in, left to right."""
        if self.kind == "statistic":
            return (int(StatisticColumn.ANSWER), int(StatisticColumn.SOURCE), int(StatisticColumn.AS_OF))
        beside = (self.reason_column, self.explanation_column)
        return (*self.answer_columns, *(column for column in beside if column is not None))


def layout_of(definitions: Definitions, kind: TemplateKind) -> tuple[Line, ...]:
    """Return a form's lines, top down.

    Returns:
        Heads without a code between lines whose codes are unique: one for each item, one for each option of a
        multi-choice ('none of the above' too) after its question's line, one for each row of a table.

    Source: the Atlas, part V; cards.md; decision 0012.
    """
    template = definitions.templates[kind]
    lines: list[Line] = []
    part = ""
    for section in template.sections:
        lines += _section_heads(section, part, kind=kind)
        part = section.part
        lines += _item_lines(section, definitions, kind=kind)
        if section.supplementary:
            for table in template.tables:
                lines += _table_lines(table, definitions)
    return tuple(lines)


def _section_heads(section: Section, part: str, *, kind: TemplateKind) -> Iterator[Line]:
    if kind != "STATISTICS" and section.part == "II" != part:
        yield _head("part", _PART_TWO)
    if section.supplementary:
        yield _head("supplement", section.label)
    else:
        yield _head("section" if section.part == "II" else "part", section.label)
    if section.note is not None:
        yield _head("note", section.note)


def _head(kind: LineKind, label: Text, *, number: str = "", note: Text | None = None) -> Line:
    return Line("", kind, number, label, note)


def _item_lines(section: Section, definitions: Definitions, *, kind: TemplateKind) -> Iterator[Line]:
    kept = {item.code for item in definitions.templates[kind].package_items}
    group = None
    for item in section.items:
        if item.group is not None and item.group != group:
            yield _head("group", item.group)
        group = item.group
        yield _item_line(item, definitions, kind=kind, in_package=item.code in kept)
        if item.type == "choices":
            yield from _option_lines(item, definitions)
        elif item.other_text:
            yield Line(f"{item.code}:text", "words", "", _LOCALITIES, item=item)


def _item_line(item: Item, definitions: Definitions, *, kind: TemplateKind, in_package: bool) -> Line:
    drawn = "statistic" if kind == "STATISTICS" else _KINDS[item.type]
    options = definitions.catalogues[item.options].options if item.type == "choice" else ()
    explained = drawn in _JUDGED and not item.personal
    return Line(
        item.code, drawn, item.number, item.label, _HELP_HERE.get(drawn, item.help), item=item, options=options,
        in_package=in_package, explained=explained,
    )  # fmt: skip


def _option_lines(item: Item, definitions: Definitions) -> Iterator[Line]:
    options = definitions.catalogues[item.options].options
    for place, option in enumerate(options):
        yield _tick(item, place, option=option.code, label=option.label, help_text=option.description)
        if item.other_text and option.code == OTHER:
            yield Line(f"{item.code}:{OTHER}:text", "words", "", _OTHER_WORDS, item=item)
    yield _tick(item, len(options), option=NONE_OF_THESE, label=NONE_LABEL)


def _tick(item: Item, place: int, *, option: str, label: Text, help_text: Text | None = None) -> Line:
    return Line(f"{item.code}:{option}", "tick", _letter(place), label, help_text, item=item, option=option)


def _letter(place: int) -> str:
    """Return a), b), … z), aa), ab) for 0, 1, … 25, 26, 27."""
    rounds, last = divmod(place, 26)
    return (_letter(rounds - 1)[:-1] if rounds else "") + f"{chr(ord('a') + last)})"


def _table_lines(table: ItemTable, definitions: Definitions) -> Iterator[Line]:
    key = next(column for column in table.columns if column.code == table.key)
    numbers = tuple(column for column in table.columns if column is not key)
    yield Line("", "columns", table.number, table.label, _TABLE_HELP, columns=numbers, table=table.code)
    for place, option in enumerate(definitions.catalogues[key.options].options):
        yield Line(
            f"{table.code}:{option.code}", "row", _letter(place), option.label, option.description,
            table=table.code, row=option.code, columns=numbers, in_package=True, explained=True,
        )  # fmt: skip
