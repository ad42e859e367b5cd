"""What a respondent's last accepted card said, by the lines of a form: from a package's tables or a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from atlas.definitions.card_document import Source
from atlas.engine.lineage import Lineages
from atlas.engine.packages.contract import FORM_TABLES
from atlas.kernel.teryt import identity_of
from atlas.sheets.filled import Filled, home_of
from atlas.sheets.layout import layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.engine.lineage import Change
    from atlas.engine.model import Package
    from atlas.sheets.identity import Identity
    from atlas.sheets.layout import Line

    Cell = int | Decimal | bool | str | date | None
    Row = dict[str, Cell]
    Key = tuple[TemplateKind, str, str]


@dataclass(frozen=True)
class FormerRow:
    """A table's row on the last card: numbers in the order of the table's columns, None where missing."""

    numbers: tuple[int | Decimal | None, ...]


@dataclass(frozen=True)
class FormerStatistic:
    """A statistic of the last session with its source (a catalogue's code or free text) and day."""

    value: int
    source: str = ""
    as_of: date | None = None


Former = int | bool | FormerRow | FormerStatistic
"""A number; whether an option was ticked or a yes/no answered yes; a table's row; a statistic."""


@dataclass(frozen=True)
class PreviousCards:
    """All cards and statistics of one package, to look one up by whose form it is."""

    cards: Mapping[Key, Row] = field(default_factory=dict)
    rows: Mapping[tuple[str, str, str, str], Row] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], Row] = field(default_factory=dict)

    def values(self, definitions: Definitions, kind: TemplateKind, *, identity: Identity) -> dict[str, Former] | None:
        """Return the last values by a line's code: only what was answered; None where there was no card.

        A gmina is known again by its first six digits, so that a change of its kind does not hide its card, and by what
        the session tells of renumberings.
        """
        gmina, who = identity_of(identity.gmina), "" if kind == "STATISTICS" else identity.respondent
        card = self.cards.get((kind, gmina, who))
        if card is None:
            return None
        lines = layout_of(definitions, kind)
        found = ((line.code, self._value(line, card, gmina=gmina, who=who)) for line in lines if line.code)
        return {code: value for code, value in found if value is not None}

    def _value(self, line: Line, card: Row, *, gmina: str, who: str) -> Former | None:
        answer = card.get(line.item.code) if line.item else None
        match line.kind:
            case "row":
                row = self.rows.get((line.table, gmina, who, line.row))
                return FormerRow(tuple(row[column.code] for column in line.columns)) if row else None  # type: ignore[misc]
            case "statistic":
                row = self.sources.get((gmina, line.code), {})
                known = isinstance(answer, int)
                return FormerStatistic(answer, str(row.get("source") or ""), row.get("as_of")) if known else None  # type: ignore[arg-type]
            case "tick":
                return None if not isinstance(answer, str) else line.option in answer.split("|")
            case "whole" | "yes_no":
                return answer if isinstance(answer, int) else None
            case _:
                return None


def former_values(document: CardDocument, definitions: Definitions, *, kind: TemplateKind) -> dict[str, Former]:
    """Return what a card said by the codes of its form's lines, as a form shows it beside the answers.

    Args:
        document: Of the last accepted card.
        definitions: Of the form that is to be filled now.
        kind: NGO, IZUS or STATISTICS.
    """
    filled = Filled(document, definitions, "pl")
    found = ((line.code, _former(line, filled)) for line in layout_of(definitions, kind) if line.code)
    return {code: value for code, value in found if value is not None}


def _former(line: Line, filled: Filled) -> Former | None:
    answer = filled.document.answers.get(home_of(line))
    match line.kind:
        case "row":
            numbers = tuple(filled.typed(line, column.code) for column in line.columns)
            return FormerRow(numbers) if any(one is not None for one in numbers) else None  # type: ignore[arg-type]
        case "statistic" if isinstance(answer, int):
            source = filled.document.sources.get(line.code, Source())
            return FormerStatistic(answer, source.source, source.as_of)
        case "tick":
            return None if answer is None else line.option in answer
        case "whole" | "yes_no":
            return answer
        case _:
            return None


def previous_cards(package: Package, *, changes: Sequence[Change] = ()) -> PreviousCards:
    """Read the cards, table rows and statistics of a package that was found good, by the codes that gminas have now.

    Args:
        package: Of the session before.
        changes: Old and new codes of gminas (six digits) that the session now tells to be renumbered since.
    """
    codes = _codes_now({identity_of(str(row["gmina"])) for row in _rows(package, "scope")}, changes)

    def gmina(row: Row) -> str:
        then = identity_of(str(row["gmina"]))
        return codes.get(then, then)

    cards: dict[Key, Row] = {}
    for kind, name in FORM_TABLES.items():
        for row in _rows(package, name):
            cards[kind, gmina(row), str(row.get("respondent") or "")] = row
    rows = {}
    for table in (one for kind in ("NGO", "IZUS") for one in package.definitions.templates[kind].tables):
        for row in _rows(package, table.code):
            rows[table.code, gmina(row), str(row["respondent"]), str(row[table.key])] = row
    sources = {(gmina(row), str(row["statistic"])): row for row in _rows(package, "statistics_sources")}
    return PreviousCards(cards, rows, sources)


def _codes_now(then: set[str], changes: Sequence[Change]) -> dict[str, str]:
    """Return by a gmina's code of then the one that it has now, where it was renumbered; the engine's rule decides."""
    lineages = Lineages()
    lineages.step(1, then, changes=())
    followed = lineages.step(2, [new for _old, new in changes], changes=changes)
    return {identity: new for new, identity in followed.items()}


def _rows(package: Package, name: str) -> Iterator[Row]:
    if name in package.tables:
        yield from pq.read_table(package.tables[name]).to_pylist()
