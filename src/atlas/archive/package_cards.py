"""Reads the cards of a verified package, one after the other. Knows no database."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from atlas.cards.package_rows import CardRows, PackagedCard, document_of_rows
from atlas.cards.rules import CardKind
from atlas.engine.packages.contract import CARD_KINDS, FORM_TABLES, REGISTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from atlas.definitions.models import CardKind as KindOfCard
    from atlas.engine.lineage import Change
    from atlas.engine.model import Package

    Row = dict[str, Any]
    Grouped = Mapping[tuple[str, ...], Sequence[Row]]

_AT_ONCE = 1000


def cards_in(package: Package) -> Iterator[PackagedCard]:
    """Give all cards and statistics of a package, read a thousand at a time; registers and small tables are held whole.

    Reasons, notes and sources of which the package has no card are left out; the sealed files keep them.
    """
    for kind in CARD_KINDS:
        yield from _cards(package, kind)
    template = package.definitions.templates["STATISTICS"]
    sources = _grouped(package, "statistics_sources", by=("gmina",))
    for row in rows_of(package, FORM_TABLES["STATISTICS"]):
        gmina = row["gmina"]
        document = document_of_rows(CardRows(row, sources=sources.get((gmina,), ())), template)
        yield PackagedCard(CardKind.STATISTICS, gmina, "", document)


def rows_of(package: Package, table: str) -> Iterator[Row]:
    """Give the rows of a package's table, typed by its contract; none where the package does not have it."""
    if table in package.tables:
        with pq.ParquetFile(package.tables[table]) as file:
            for batch in file.iter_batches(batch_size=_AT_ONCE):
                yield from batch.to_pylist()


def changes_in(package: Package) -> list[Change]:
    """Return the renumberings of gminas that a package tells: old and new, six digits each."""
    return [(row["old"], row["new"]) for row in rows_of(package, "territory_changes")]


def _cards(package: Package, kind: KindOfCard) -> Iterator[PackagedCard]:
    template = package.definitions.templates[kind]
    who = ("gmina", "respondent")
    tables = {table.code: _grouped(package, table.code, by=who) for table in template.tables}
    reasons, notes = (_grouped(package, name, by=("card_kind", *who)) for name in ("missing_reasons", "notes"))
    register = {row["respondent"]: row for row in rows_of(package, REGISTERS[kind])}
    for row in rows_of(package, FORM_TABLES[kind]):
        gmina, respondent = row["gmina"], row["respondent"]
        key = (kind, gmina, respondent)
        rows = CardRows(
            row, register[respondent], {code: found.get(key[1:], ()) for code, found in tables.items()},
            reasons=reasons.get(key, ()), notes=notes.get(key, ()),
        )  # fmt: skip
        yield PackagedCard(CardKind(kind), gmina, respondent, document_of_rows(rows, template))


def _grouped(package: Package, table: str, *, by: tuple[str, ...]) -> Grouped:
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows_of(package, table):
        found[tuple(row[name] for name in by)].append(row)
    return found
