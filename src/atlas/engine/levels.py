"""Values at every level (rules 1–4): columns of the grid for each measure, from what the scans brought home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.engine.arrays import ratio, real, where, zero_if_null

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.engine.components import Measure
    from atlas.engine.grid import Grid
    from atlas.engine.scan import Asked

GROSZE = 100.0


@dataclass(frozen=True)
class UnitScan:
    """One kind of units, scanned: `added` by (seq, gmina); `distinct`, of respondents with several cards only, by
    (seq, territory) with the number of the measure in `asked` in its column names.
    """

    asked: Sequence[Asked]
    added: pa.Table
    distinct: pa.Table

    def only(self, option: str) -> UnitScan:
        """Return the scan of one option of a table's key."""
        kept = [table.filter(pc.equal(table["option"], option)) for table in (self.added, self.distinct)]
        return UnitScan(self.asked, *kept)


@dataclass(frozen=True)
class MeasureColumns:
    """A measure's columns, one value for each row of the grid.

    `occurs` tells whether the row is written (an option of EFF only where the service occurs); `numerator` in zlotys
    where it is money.
    """

    occurs: pa.Array
    cards: pa.Array
    respondents: pa.Array
    numerator: pa.Array
    denominator: pa.Array
    value: pa.Array
    gminas_used: pa.Array
    contributors: pa.Array
    top_share: pa.Array


def unit_count(grid: Grid, scan: UnitScan) -> pa.Array:
    """Return how many units (accepted cards, or rows) each row of the grid has."""
    rows = zero_if_null(grid.by_gmina(scan.added, ["rows"])["rows"])
    return grid.rolled_up({"rows": rows})["rows"]


def measure_columns(
    grid: Grid, scan: UnitScan, *, measures: Sequence[Measure], statistics: Mapping[str, pa.Array]
) -> list[MeasureColumns]:
    """Return the columns of the measures that a scan answers.

    Args:
        grid: All sessions.
        scan: The units; `scan.asked[i]` answers `measures[i]`.
        measures: What the columns are for.
        statistics: Territory statistics by code, one value for each gmina of the grid.
    """
    sums: dict[str, pa.Array] = {"rows": zero_if_null(grid.by_gmina(scan.added, ["rows"])["rows"])}
    tops: dict[str, pa.Array] = {}
    for number, one in enumerate(scan.asked):
        statistic = statistics.get(one.measure.statistic) if one.measure.statistic else None
        sums |= _gmina_sums(grid, scan.added, one=one, name=f"{number}_all", statistic=statistic)
        if one.measure.sums_people_or_money:
            tops[f"{number}_largest"] = sums.pop(f"{number}_all_top")
    totals = grid.rolled_up(sums, tops=tops)
    counts = [name for name in scan.distinct.column_names if name[0].isdigit() and not name.endswith("_top")]
    surplus = grid.surplus(scan.distinct, counts)
    several = grid.by_row(scan.distinct, [name for name in scan.distinct.column_names if name.endswith("_top")])
    return [
        _measure(measure, number, totals=totals | several, surplus=surplus) for number, measure in enumerate(measures)
    ]


def _gmina_sums(
    grid: Grid, table: pa.Table, *, one: Asked, name: str, statistic: pa.Array | None
) -> dict[str, pa.Array]:
    """Columns of gminas for one measure, with only the gminas that are used (rule 3)."""
    sensitive = one.measure.sums_people_or_money
    two_sums = one.measure.component.whole is not None
    roles = ["k", "n", *(["d"] if two_sums else []), *(["pos", "top"] if sensitive else [])]
    columns = grid.by_gmina(table, [f"{one.stem}_{role}" for role in roles])
    known = zero_if_null(columns[f"{one.stem}_k"])
    used = pc.greater(known, 0)
    if statistic is not None:
        used = pc.and_(used, pc.is_valid(statistic))
    found = {f"{name}_{role}": where(used, columns[f"{one.stem}_{role}"]) for role in roles[1:]}
    found[f"{name}_k"] = pc.if_else(used, known, 0)
    found[f"{name}_u"] = pc.cast(used, pa.int64())
    if statistic is not None:
        found[f"{name}_d"] = where(used, statistic)
    return found


def _measure(
    measure: Measure, number: int, *, totals: Mapping[str, pa.Array], surplus: Mapping[str, pa.Array]
) -> MeasureColumns:
    def total(name: str) -> pa.Array:
        return totals[f"{number}_{name}"]

    def once(name: str, counted: str) -> pa.Array:
        return pc.subtract(zero_if_null(total(name)), surplus[f"{number}_{counted}"])

    cards = total("all_k")
    part = where(pc.greater(cards, 0), once("all_n", "true")) if measure.counts_organisations else total("all_n")
    whole = totals.get(f"{number}_all_d", pa.nulls(len(cards), pa.int64()))
    contributors = top_share = pa.nulls(len(cards), pa.int64())
    if measure.sums_people_or_money:
        contributors = once("all_pos", "pos")
        # a partial sum of a respondent with several cards is never above that respondent's whole
        top_share = ratio(pc.max_element_wise(total("largest"), total("top")), part)
    numerator = in_units(part, is_money=measure.part_is_money)
    whole = in_units(whole, is_money=measure.whole_is_money)
    return MeasureColumns(
        occurs=pc.greater(totals["rows"], -1 if not measure.by_key else 0),
        cards=cards,
        respondents=once("all_k", "resp"),
        numerator=numerator,
        denominator=whole,
        value=value_of(measure, numerator, whole=whole),
        gminas_used=total("all_u"),
        contributors=contributors,
        top_share=top_share,
    )


def in_units(amount: pa.Array, *, is_money: bool) -> pa.Array:
    """Return whole numbers as doubles, grosze as zlotys."""
    return pc.divide(real(amount), GROSZE) if is_money else real(amount)


def value_of(measure: Measure, numerator: pa.Array, *, whole: pa.Array) -> pa.Array:
    """Return the values: the numerator itself, a percentage or a ratio; NULL over a denominator of 0 (rule 3)."""
    match measure.formula.kind:
        case "share":
            return ratio(pc.multiply(numerator, 100.0), whole)
        case "ratio":
            return ratio(numerator, whole)
        case _:
            return numerator
