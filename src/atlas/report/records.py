"""Rows of the result tables as the report reads them (session-package.md, 'Results')."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from atlas.kernel.teryt import Level

Key = tuple[str, str, str]
"""Session, indicator and option of its breakdown ('' for the whole): a row of one territory."""


@dataclass(frozen=True)
class Row:
    """One row of `indicators`."""

    session: str
    indicator: str
    breakdown: str
    level: Level
    territory: str
    value: float | None
    numerator: float | None
    denominator: float | None
    cards: int
    respondents: int
    invited: int
    coverage: float | None
    gminas_used: int
    gminas_in_scope: int
    definition_version: int
    baseline_session: str | None
    baseline_value: float | None
    baseline_gminas_used: int | None
    baseline_definition_version: int | None
    change: float | None
    relative_change: float | None
    panel_n: int | None
    panel_value: float | None
    panel_baseline: float | None
    panel_change: float | None

    @property
    def key(self) -> Key:
        """Which row it is."""
        return (self.session, self.indicator, self.breakdown)


@dataclass(frozen=True)
class PairRow:
    """One row of `pairs`."""

    pair: str
    gminas_compared: int
    ngo: int | None
    izus: int | None
    difference: int | None


def rows_from(table: pa.Table) -> list[Row]:
    """Return rows of `indicators`; the whole of an indicator has '' for its breakdown."""
    names = [field.name for field in fields(Row)]
    columns = [pc.fill_null(table[name], "") if name == "breakdown" else table[name] for name in names]
    return [Row(**row) for row in pa.table(columns, names=names).to_pylist()]


def pairs_from(table: pa.Table) -> list[PairRow]:
    """Return rows of `pairs`."""
    return [PairRow(**row) for row in table.select([field.name for field in fields(PairRow)]).to_pylist()]
