"""The matched panel's columns (rule 6): a measure in both sessions from the same respondents in the same gmina."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.engine.arrays import summed_by, where, zero_if_null
from atlas.engine.levels import KEYS, in_units, of_option, used_sums, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.engine.components import Measure
    from atlas.engine.grid import Grid
    from atlas.engine.scan import Asked


@dataclass(frozen=True)
class PanelScan:
    """Matched units, added up by (seq, base, gmina); `distinct` as in `levels.UnitScan`, where needed."""

    asked: Sequence[Asked]
    added: pa.Table
    distinct: pa.Table | None = None

    def between(self, base: int) -> PanelScan:
        """Return the matches with one baseline session."""
        added = self.added.filter(pc.equal(self.added["base"], base))
        if self.distinct is None:
            return PanelScan(self.asked, added)
        return PanelScan(self.asked, added, self.distinct.filter(pc.equal(self.distinct["base"], base)))

    def only(self, option: str) -> PanelScan:
        """Return the matches of one option of a table's key."""
        return PanelScan(self.asked, of_option(self.added, option))

    def all_options(self) -> PanelScan:
        """Return the matches of all options together."""
        sums = [name for name in self.added.column_names if name not in KEYS]
        return PanelScan(self.asked, summed_by(self.added, ["seq", "gmina"], names=sums))


@dataclass(frozen=True)
class PanelColumns:
    """A measure's panel, one value for each row of the grid: matches, and the value in both sessions."""

    count: pa.Array
    value: pa.Array
    baseline: pa.Array


def panel_columns(
    grid: Grid,
    scan: PanelScan,
    *,
    measures: Sequence[Measure],
    statistics: Mapping[str, pa.Array],
    base_statistics: Mapping[str, pa.Array],
) -> list[PanelColumns]:
    """Return the panel of the measures against one baseline session.

    Args:
        grid: All sessions.
        scan: Matches with that baseline session; `scan.asked[i]` answers `measures[i]`.
        measures: What the columns are for.
        statistics: Territory statistics, one value for each gmina of the grid.
        base_statistics: The same gminas' statistics in the baseline session.
    """
    sums: dict[str, pa.Array] = {}
    columns = grid.by_gmina(scan.added, [name for name in scan.added.column_names if name not in KEYS])
    for number, one in enumerate(scan.asked):
        roles = {"n": f"{one.stem}_n", "bn": f"then_{one.stem}_n"}
        if one.measure.component.whole is not None:
            roles |= {"d": f"{one.stem}_d", "bd": f"then_{one.stem}_d"}
        below = one.measure.statistic
        wholes = {"d": statistics[below], "bd": base_statistics[below]} if below else {}
        sums |= used_sums(columns, one, name=f"{number}_all", roles=roles, wholes=wholes)
    totals = grid.rolled_up(sums)
    surplus: dict[str, pa.Array] = {}
    if scan.distinct is not None:
        names = [name for name in scan.distinct.column_names if name[0].isdigit()]
        surplus = grid.surplus(scan.distinct, names)
    return [_panel(measure, number, totals=totals, surplus=surplus) for number, measure in enumerate(measures)]


def _panel(
    measure: Measure, number: int, *, totals: Mapping[str, pa.Array], surplus: Mapping[str, pa.Array]
) -> PanelColumns:
    count = totals[f"{number}_all_k"]

    def value(role: str, counted: str, *, below: str) -> pa.Array:
        part = totals[f"{number}_all_{role}"]
        if measure.counts_organisations:
            part = where(pc.greater(count, 0), pc.subtract(zero_if_null(part), surplus[f"{number}_{counted}"]))
        whole = totals.get(f"{number}_all_{below}", pa.nulls(len(count), pa.int64()))
        return value_of(
            measure,
            in_units(part, is_money=measure.part_is_money),
            whole=in_units(whole, is_money=measure.whole_is_money),
        )

    return PanelColumns(count, value("n", "true", below="d"), value("bn", "then", below="bd"))
