"""From packages to what scans and roll-ups take: the grid, statistics by gmina, small tables that scans join."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from atlas.engine.grid import Gmina, Grid
from atlas.engine.lineage import Lineages, Note
from atlas.engine.scan import Source
from atlas.kernel.errors import DomainError
from atlas.kernel.teryt import LEVELS, identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from atlas.definitions.models import CardTemplate
    from atlas.engine.baseline import Baseline
    from atlas.engine.model import Package

_IBIS_TYPES = {
    "whole": "int64",
    "money": "decimal(14, 2)",
    "yes_no": "boolean",
    "choices": "string",
    "choice": "string",
}


def in_sequence(packages: Sequence[Package], *, partial: bool) -> list[Package]:
    """Return the packages by sequence.

    Raises:
        DomainError: 'session-twice' (two packages, or two revisions, of one session), 'sequence-gap'.
    """
    ordered = sorted(packages, key=lambda one: (one.session.sequence, one.session.code))
    codes: dict[str | int, Package] = {}
    for one in ordered:
        for name in (one.session.code, one.session.sequence):
            if name in codes:
                raise DomainError("session-twice", first=str(codes[name].path), second=str(one.path), session=name)
            codes[name] = one
    found = [one.session.sequence for one in ordered]
    if not partial and found != list(range(1, len(found) + 1)):
        raise DomainError("sequence-gap", found=", ".join(map(str, found)), last=max(found, default=0))
    return ordered


def grid_of(packages: Sequence[Package]) -> tuple[Grid, tuple[Note, ...]]:
    """Return the grid over packages in sequence, and what rule 11 notes."""
    lineages, gminas = Lineages(), []
    for one in packages:
        codes = pq.read_table(one.tables["scope"], columns=["gmina"])["gmina"].to_pylist()
        changes = []
        if "territory_changes" in one.tables:
            table = pq.read_table(one.tables["territory_changes"], columns=["old", "new"])
            changes = list(zip(table["old"].to_pylist(), table["new"].to_pylist(), strict=True))
        identities = lineages.step(one.session.sequence, map(identity_of, codes), changes=changes)
        gminas += [Gmina(one.session.sequence, code, identities[identity_of(code)]) for code in codes]
    return Grid.over(gminas), tuple(lineages.notes)


def statistics_of(grid: Grid, packages: Sequence[Package]) -> dict[str, pa.Array]:
    """Return each territory statistic as one value for each gmina of the grid; a gmina without a row has NULL."""
    codes = dict.fromkeys(
        item.code for one in packages for item in one.definitions.templates["STATISTICS"].package_items
    )
    parts = []
    for one in packages:
        table = pq.read_table(one.tables["territory_statistics"])
        columns = {"seq": pa.repeat(one.session.sequence, len(table)), "gmina": table["gmina"]}
        for code in codes:
            there = code in table.column_names
            columns[code] = table[code].cast(pa.int64()) if there else pa.nulls(len(table), pa.int64())
        parts.append(pa.table(columns))
    return grid.by_gmina(pa.concat_tables(parts), list(codes))


def statistics_then(grid: Grid, statistics: dict[str, pa.Array], *, base: int) -> dict[str, pa.Array]:
    """Return the statistics that the grid's gminas had in a baseline session."""
    there = {one.identity: number for number, one in enumerate(grid.gminas) if one.seq == base}
    positions = pa.array([there.get(one.identity) for one in grid.gminas], pa.int64())
    return {code: column.take(positions) for code, column in statistics.items()}


def sources_of(packages: Sequence[Package], resource: str) -> list[Source]:
    """Return one resource's file of each package."""
    return [Source(one.session.sequence, one.tables[resource]) for one in packages]


def card_columns(template: CardTemplate) -> dict[str, str]:
    """Return the Ibis types of a card's package columns."""
    return {item.code: _IBIS_TYPES[item.type] for item in template.package_items}


def table_columns(template: CardTemplate, code: str) -> dict[str, str]:
    """Return the Ibis types of the columns of a card's table."""
    table = next(one for one in template.tables if one.code == code)
    return {column.code: _IBIS_TYPES[column.type] for column in table.columns}


@dataclass
class Scratch:
    """Small tables on disk, so that either backend reads them like any other."""

    folder: Path
    _names: count[int] = field(default_factory=count)

    def write(self, table: pa.Table) -> Path:
        """Write a table to a new file and return it."""
        path = self.folder / f"small-{next(self._names)}.parquet"
        pq.write_table(table, path)
        return path

    def places(self, grid: Grid, words: Mapping[str, pa.Array] | None = None) -> Path:
        """Write (seq, gmina) with the numbers of its rows in the grid, one column for each level, and some words."""
        columns = {name: grid.gmina_columns[name] for name in ("seq", "gmina")}
        levels = zip(LEVELS, grid.rows_of_gminas, strict=True)
        return self.write(pa.table(columns | {f"{level}_row": rows for level, rows in levels} | dict(words or {})))

    def identities(self, grid: Grid) -> Path:
        """Write (base, gmina, identity) for every gmina of every session."""
        columns = grid.gmina_columns
        return self.write(
            pa.table({"base": columns["seq"], "gmina": columns["gmina"], "identity": columns["identity"]})
        )

    def links(self, grid: Grid, baseline: Baseline) -> Path:
        """Write (seq, gmina, identity, base): with which baseline sessions a gmina's cards are compared."""
        sessions = pa.array(baseline.sessions, pa.int16())
        found = [grid.gmina_columns.append_column("base", sessions.take(rows)) for rows in grid.rows_of_gminas]
        links = pa.concat_tables(found)
        links = links.filter(pc.not_equal(links["base"], links["seq"]))  # a missing base drops out, too
        return self.write(links.group_by(links.column_names).aggregate([]))
