"""Packages and results made ready once for many reports: each table in order of territory, each protected figure known.

A report then takes slices. Nothing here depends on a report's territory, audience or language.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from atlas.definitions.checks import Words
from atlas.report.excerpt import scope_of
from atlas.report.indexed import Indexed
from atlas.report.protection import Protection, protection_of
from atlas.report.records import PairRow, Row, pairs_from, rows_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.definitions.formula.indicators import IndicatorFormula
    from atlas.engine.model import Package, Results
    from atlas.report.excerpt import Gmina

Formulas = dict[str, "IndicatorFormula"]


class Book:
    """One package's tables, read when first asked for and kept in order of gmina."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._tables: dict[str, Indexed] = {}
        self._registers: dict[str, dict[str, str]] = {}

    @cached_property
    def scope(self) -> list[Gmina]:
        """The gminas of the session, by code."""
        return scope_of(self.package)

    @cached_property
    def words(self) -> Words:
        """The vocabularies of the session's definitions."""
        return Words.of(self.package.definitions)

    @cached_property
    def formulas(self) -> Formulas:
        """The session's indicators' formulas, read."""
        return {one.id: self.words.formula(one) for one in self.package.definitions.indicators}

    @cached_property
    def errata(self) -> list[dict[str, Any]]:
        """The package's errata, by number."""
        path = self.package.tables.get("errata")
        return sorted(pq.read_table(path).to_pylist(), key=lambda row: int(row["number"])) if path else []

    def table(self, resource: str, gminas: Sequence[Gmina]) -> pa.Table:
        """Return a resource's rows of gminas that follow each other in the scope; none where the package lacks it."""
        path = self.package.tables.get(resource)
        if path is None or not gminas:
            return pa.table({"gmina": pa.array([], pa.string())})
        if resource not in self._tables:
            self._tables[resource] = Indexed(pq.read_table(path), "gmina")
        return self._tables[resource].between(gminas[0].code, gminas[-1].code)

    def register(self, resource: str) -> Mapping[str, str]:
        """Return the names of a register (`organisations`, `institutions`) by respondent."""
        if resource not in self._registers:
            table = pq.read_table(self.package.tables[resource], columns=["respondent", "name"])
            self._registers[resource] = dict(
                zip(table["respondent"].to_pylist(), table["name"].to_pylist(), strict=True)
            )
        return self._registers[resource]


class Sources:
    """Everything that reports on some packages are written from."""

    def __init__(self, packages: Sequence[Package], results: Results) -> None:
        self.packages = tuple(sorted(packages, key=lambda one: one.session.sequence))
        self.results = results
        self.books = {one.session.code: Book(one) for one in self.packages}
        self._across: dict[tuple[str, str], dict[str, Row]] = {}

    @cached_property
    def protection(self) -> Protection:
        """What the public may not see."""
        return protection_of(self.packages, self.results)

    def rows(self, session: str, territory: str) -> list[Row]:
        """Return every indicator's rows of a territory in a session, in the results' order."""
        return rows_from(self._rows[session].at(territory))

    def pairs(self, session: str, territory: str) -> list[PairRow]:
        """Return the pairs of a territory in a session."""
        return pairs_from(self._pairs[session].at(territory))

    def across(self, session: str, indicator: str) -> Mapping[str, Row]:
        """Return an indicator's whole row for each territory of a session."""
        if (session, indicator) not in self._across:
            table = self._rows[session].table
            ours = pc.and_(pc.equal(table["indicator"], indicator), pc.is_null(table["breakdown"]))
            self._across[session, indicator] = {row.territory: row for row in rows_from(table.filter(ours))}
        return self._across[session, indicator]

    @cached_property
    def _rows(self) -> dict[str, Indexed]:
        return self._by_session(self.results.indicators)

    @cached_property
    def _pairs(self) -> dict[str, Indexed]:
        return self._by_session(self.results.pairs)

    def _by_session(self, table: pa.Table) -> dict[str, Indexed]:
        return {
            one.session.code: Indexed(table.filter(pc.equal(table["session"], one.session.code)), "territory")
            for one in self.packages
        }
