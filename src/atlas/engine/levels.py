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
KEYS = {"seq", "base", "gmina", "option"}


@dataclass(frozen=True)
class UnitScan:
    """One kind of units, scanned: `added` by (seq, gmina), in tables that complete one another; `distinct`, of
    respondents with several cards only, by row of the grid, with the number of the measure in `asked` in its columns.
    """

    asked: Sequence[Asked]
    added: Sequence[pa.Table]
    distinct: pa.Table

    def only(self, option: str) -> UnitScan:
        """Return the scan of one option of a table's key."""
        added = [of_option(table, option) for table in self.added]
        return UnitScan(self.asked, added, of_option(self.distinct, option))

    def by_gmina(self, grid: Grid) -> dict[str, pa.Array]:
        """Return all sums, one value for each gmina of the grid; a gmina without units has NULL."""
        found: dict[str, pa.Array] = {}
        for table in self.added:
            found |= grid.by_gmina(table, [name for name in table.column_names if name not in KEYS])
        return found


def of_option(table: pa.Table, option: str) -> pa.Table:
    """Return the rows of one option of a table's key."""
    return table.filter(pc.equal(table["option"], option))


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
    rows = zero_if_null(grid.by_gmina(scan.added[0], ["rows"])["rows"])
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
    columns = scan.by_gmina(grid)
    sums: dict[str, pa.Array] = {"rows": zero_if_null(columns["rows"])}
    tops: dict[str, pa.Array] = {}
    for number, one in enumerate(scan.asked):
        roles = ["n", *(["d"] if one.measure.component.whole is not None else [])]
        roles += ["pos", "top"] if one.measure.sums_people_or_money else []
        named = {role: f"{one.stem}_{role}" for role in roles}
        wholes = {"d": statistics[one.measure.statistic]} if one.measure.statistic else {}
        sums |= used_sums(columns, one, name=f"{number}_all", roles=named, wholes=wholes)
        if one.measure.sums_people_or_money:
            tops[f"{number}_largest"] = sums.pop(f"{number}_all_top")
    totals = grid.rolled_up(sums, tops=tops)
    counts = [name for name in scan.distinct.column_names if name[0].isdigit() and not name.endswith("_top")]
    surplus = grid.surplus(scan.distinct, counts)
    several = grid.by_row(scan.distinct, [name for name in scan.distinct.column_names if name.endswith("_top")])
    return [
        _measure(measure, number, totals=totals | several, surplus=surplus) for number, measure in enumerate(measures)
    ]


def used_sums(
    columns: Mapping[str, pa.Array], one: Asked, *, name: str, roles: Mapping[str, str],
    wholes: Mapping[str, pa.Array],
) -> dict[str, pa.Array]:  # fmt: skip
    """Return columns of gminas for one measure, with only the gminas that are used (rule 3).

    Args:
        columns: Sums by gmina.
        one: The measure with its stem.
        name: What the names of the columns begin with.
        roles: What the sums are called, and the columns that they are.
        wholes: Statistics that must be known, and are the denominators of that name.

    Returns:
        `{name}_k` (units known), `{name}_u` (1 where the gmina is used) and a column for each role and whole.
    """
    known = zero_if_null(columns[f"{one.stem}_k"])
    used = pc.greater(known, 0)
    for whole in wholes.values():
        used = pc.and_(used, pc.is_valid(whole))
    found = {f"{name}_k": pc.if_else(used, known, 0), f"{name}_u": pc.cast(used, pa.int64())}
    found |= {f"{name}_{role}": where(used, columns[source]) for role, source in roles.items()}
    return found | {f"{name}_{role}": where(used, whole) for role, whole in wholes.items()}


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
