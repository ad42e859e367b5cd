"""Makes the next revision of a sealed package: its very rows, but for those of corrected cards. Knows no database."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from atlas.archive.comparing import first_difference
from atlas.engine.packages.contract import CARD_KINDS, FORM_TABLES, contract_of
from atlas.engine.packages.writing import GatheredRows
from atlas.kernel.errors import DomainError
from atlas.kernel.hashing import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from atlas.cards.package_rows import PackagedCard
    from atlas.definitions.models import Definitions
    from atlas.engine.model import Package
    from atlas.engine.packages.contract import Resource

    Tables = Mapping[str, Sequence[Mapping[str, Any]]]

_BESIDE_CARDS = ("missing_reasons", "notes")


def write_revision(
    former: Package,
    folder: Path,
    *,
    corrected: Sequence[tuple[PackagedCard, Tables]],
    errata: Sequence[Mapping[str, Any]],
) -> None:
    """Write a package that supersedes another: the rows of some cards replaced, all others as they are.

    Args:
        former: The revision before, read and found good.
        folder: Where to.
        corrected: Cards that say something else now, with their rows by resource.
        errata: All errata of the session.

    Raises:
        DomainError: 'cannot-write' where the disk is full.
    """
    gathered = GatheredRows(former.definitions)
    cards = [card for card, _tables in corrected]
    for resource in contract_of(former.definitions):
        name = resource.name
        if name in former.tables and name not in {"session", "errata"}:
            kinds = _kinds_of(resource, former.definitions)
            gathered.take(name, _without(pq.read_table(former.tables[name]), kinds, cards=cards))
    for _card, tables in corrected:
        gathered.add({name: rows for name, rows in tables.items() if rows or name in former.tables})
    (row,) = pq.read_table(former.tables["session"]).to_pylist()
    revision = {"revision": former.session.revision + 1, "supersedes": PREFIX + former.hash}
    gathered.add({"session": [row | revision]} | ({"errata": errata} if errata else {}))
    gathered.write(folder)


def baseline_tables(package: Package, gminas: dict[str, frozenset[str]]) -> dict[str, pa.Table]:
    """Return the rows of a package that no revision changes: cards and what belongs to them in the gminas whose first
    they are, and the statistics of these gminas.

    Args:
        package: Any revision.
        gminas: By kind of card (NGO, IZUS).
    """
    kept = gminas | {"STATISTICS": frozenset[str]().union(*gminas.values())}
    found = {}
    for resource in contract_of(package.definitions):
        kinds = _kinds_of(resource, package.definitions)
        if kinds:
            known = package.tables.get(resource.name)
            table = resource.schema.empty_table() if known is None else pq.read_table(known)
            masks = (_in_gminas(table, kept.get(kind, frozenset()), kind=kind) for kind in kinds)
            found[resource.name] = table.filter(reduce(pc.or_, masks))
    return found


def must_keep_baselines(former: Package, new: Package, *, gminas: dict[str, frozenset[str]]) -> None:
    """Compare the rows that stay as they are in two revisions.

    Raises:
        DomainError: 'revision-changes-baseline' names the first row that differs or was added.
    """
    before = baseline_tables(former, gminas)
    for resource in contract_of(new.definitions):
        if resource.name not in before:
            continue
        found = first_difference(before[resource.name], baseline_tables(new, gminas)[resource.name], resource=resource)
        if found is not None:
            key = " / ".join(map(str, found.key))
            raise DomainError("revision-changes-baseline", table=resource.name, key=key, column=found.column or "–")


def _kinds_of(resource: Resource, definitions: Definitions) -> tuple[str, ...]:
    """Return whose rows a table has; nothing where it has none of cards."""
    if resource.name in _BESIDE_CARDS:
        return CARD_KINDS
    if resource.name == "statistics_sources":
        return ("STATISTICS",)
    for kind, name in FORM_TABLES.items():
        tables = {table.code for table in definitions.templates[kind].tables}
        if resource.name == name or resource.name in tables:
            return (kind,)
    return ()


def _in_gminas(table: pa.Table, gminas: Iterable[str], *, kind: str) -> pa.Array:
    mask = pc.is_in(table["gmina"], value_set=pa.array(sorted(gminas), pa.string()))
    return pc.and_(mask, pc.equal(table["card_kind"], kind)) if "card_kind" in table.column_names else mask


def _without(table: pa.Table, kinds: Sequence[str], *, cards: Sequence[PackagedCard]) -> pa.Table:
    """Return a table without the rows of some cards."""
    for card in cards:
        if card.kind.value in kinds:
            mask = pc.equal(table["gmina"], card.gmina)
            if "respondent" in table.column_names:
                mask = pc.and_(mask, pc.equal(table["respondent"], card.respondent))
            if "card_kind" in table.column_names:
                mask = pc.and_(mask, pc.equal(table["card_kind"], card.kind.value))
            table = table.filter(pc.invert(mask))
    return table
