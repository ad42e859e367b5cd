"""Puts the contract's tables together from columns of the grid: session by session, measure by measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.engine.arrays import ratio, real, repeated, where, zero_if_null
from atlas.engine.model import DISCLOSURE, INDICATORS, PAIRS
from atlas.engine.panel import PanelColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from atlas.definitions.models import CardKind
    from atlas.engine.baseline import Baseline
    from atlas.engine.components import Measure, Plan
    from atlas.engine.grid import Grid
    from atlas.engine.levels import MeasureColumns
    from atlas.engine.model import Package

MeasureId = tuple[str, str]
Columns = dict[str, pa.Array]


@dataclass
class Stored:
    """A measure's columns of each batch, by the sequences of its sessions: definitions may differ between batches."""

    parts: dict[int, tuple[Measure, MeasureColumns]] = field(default_factory=dict)

    def add(self, measure: Measure, columns: MeasureColumns, sequences: Iterable[int]) -> None:
        """Keep what a batch computed."""
        self.parts |= dict.fromkeys(sequences, (measure, columns))

    def at_baseline(self, grid: Grid, rows: pa.Array) -> Columns:
        """Return value, gminas used and definition version of each row's baseline row; NULL where it has none."""
        count = len(grid)
        found = {"value": pa.nulls(count, pa.float64()), "used": pa.nulls(count, pa.int64()), "version": pa.nulls(count, pa.int64())}
        sequences = pa.array([row.seq for row in grid.rows])
        for sequence, (measure, columns) in self.parts.items():
            there = pc.and_(pc.equal(sequences, sequence), columns.occurs)
            version = repeated(measure.indicator.version, count, pa.int64())
            for name, column in (("value", columns.value), ("used", columns.gminas_used), ("version", version)):
                found[name] = pc.if_else(there, column, found[name])
        return {name: column.take(rows) for name, column in found.items()}


def invited_columns(grid: Grid, counted: Sequence[pa.Table]) -> dict[CardKind, pa.Array]:
    """Return how many (respondent, gmina) pairs were invited for each kind of card, one value for each row."""
    table = pa.concat_tables(counted)
    found: dict[CardKind, pa.Array] = {}
    kinds: tuple[CardKind, ...] = ("NGO", "IZUS")
    for kind in kinds:
        ours = grid.by_gmina(table.filter(pc.equal(table["card_kind"], kind)), ["invited"])["invited"]
        found[kind] = grid.rolled_up({"invited": zero_if_null(ours)})["invited"]
    return found


def compared_with(baseline: Baseline, base: int) -> pa.Array:
    """Return whether each row is compared with a baseline session, and is not that session itself."""
    own = pa.array(range(len(baseline.sessions)))
    ours = pa.array([session == base for session in baseline.sessions])
    return pc.and_(ours, pc.fill_null(pc.not_equal(baseline.rows, own), fill_value=False))


def merged_panel(former: PanelColumns | None, new: PanelColumns, applies: pa.Array) -> PanelColumns:
    """Take a panel's rows where it applies, the former's elsewhere."""
    columns = [where(applies, column) for column in (new.count, new.value, new.baseline)]
    if former is not None:
        before = (former.count, former.value, former.baseline)
        columns = [pc.if_else(applies, column, old) for column, old in zip(columns, before, strict=True)]
    return PanelColumns(*columns)


@dataclass(frozen=True)
class Writer:
    """Writes the three tables of one run."""

    grid: Grid
    packages: Sequence[Package]
    stored: Mapping[MeasureId, Stored]
    invited: Mapping[CardKind, pa.Array]
    baselines: Mapping[CardKind, Baseline]

    def indicators(self, plans: Mapping[int, Plan], panels: Mapping[int, Mapping[MeasureId, PanelColumns]]) -> pa.Table:
        """Return every indicator for every territory of every session: the full grid."""
        at_baseline = {
            name: stored.at_baseline(self.grid, self._baseline(stored).rows) for name, stored in self.stored.items()
        }
        parts = []
        for one in self.packages:
            sequence = one.session.sequence
            for measure in plans[sequence].measures:
                name = (measure.indicator.id, measure.option)
                columns = self._indicator(sequence, name, at_baseline[name], panels[sequence].get(name))
                parts.append(self._cut(one, columns, self.stored[name].parts[sequence][1].occurs))
        return _table(parts, INDICATORS)

    def pairs(self, plans: Mapping[int, Plan], columns: Mapping[int, Sequence[Columns]]) -> pa.Table:
        """Return every pair for every territory of every session."""
        every = pa.repeat(pa.scalar(value=True), len(self.grid))
        parts = []
        for one in self.packages:
            sequence = one.session.sequence
            for pair, found in zip(plans[sequence].pairs, columns[sequence], strict=True):
                named = {"pair": repeated(pair.pair.code, len(self.grid), pa.string())}
                parts.append(self._cut(one, named | found, every))
        return _table(parts, PAIRS)

    def disclosure(self, plans: Mapping[int, Plan]) -> pa.Table:
        """Return contributors and largest part for every row that sums people or money."""
        parts = []
        for one in self.packages:
            sequence = one.session.sequence
            for measure in plans[sequence].measures:
                if measure.sums_people_or_money:
                    found = self.stored[measure.indicator.id, measure.option].parts[sequence][1]
                    columns = {"contributors": found.contributors, "top_share": found.top_share}
                    parts.append(self._cut(one, self._names(measure) | columns, found.occurs))
        return _table(parts, DISCLOSURE)

    def _baseline(self, stored: Stored) -> Baseline:
        measure = next(iter(stored.parts.values()))[0]
        return self.baselines[measure.indicator.card_kind]

    def _names(self, measure: Measure) -> Columns:
        names = {"indicator": measure.indicator.id, "breakdown": measure.option or None}
        return {name: repeated(value, len(self.grid), pa.string()) for name, value in names.items()}

    def _indicator(self, sequence: int, name: MeasureId, then: Columns, panel: PanelColumns | None) -> Columns:
        measure, found = self.stored[name].parts[sequence]
        count = len(self.grid)
        kind = measure.indicator.card_kind
        baseline = self.baselines[kind]
        in_baseline = pc.fill_null(pc.equal(baseline.rows, pa.array(range(count))), fill_value=False)
        change = where(pc.invert(in_baseline), pc.subtract(found.value, then["value"]))
        codes = {one.session.sequence: one.session.code for one in self.packages}
        in_scope = pa.array(self._gminas_in_scope())
        panel = panel or PanelColumns(pa.nulls(count, pa.int64()), *(pa.nulls(count, pa.float64()) for _ in range(2)))
        return self._names(measure) | {
            "value": found.value, "numerator": found.numerator, "denominator": found.denominator,
            "cards": found.cards, "respondents": found.respondents, "invited": self.invited[kind],
            "coverage": ratio(found.cards, self.invited[kind]),
            "gminas_used": found.gminas_used, "gminas_in_scope": in_scope,
            "definition_version": repeated(measure.indicator.version, count, pa.int64()),
            "baseline_session": pa.array([codes.get(seq or 0) for seq in baseline.sessions], pa.string()),
            "baseline_value": then["value"], "baseline_gminas_used": then["used"],
            "baseline_definition_version": then["version"],
            "change": change, "relative_change": ratio(pc.multiply(real(change), 100.0), then["value"]),
            "panel_n": panel.count, "panel_value": panel.value, "panel_baseline": panel.baseline,
            "panel_change": pc.subtract(panel.value, panel.baseline),
        }  # fmt: skip

    def _gminas_in_scope(self) -> list[int]:
        counts = [0] * len(self.grid)
        for row in self.grid.members:
            counts[row] += 1
        return counts

    def _cut(self, package: Package, columns: Columns, occurs: pa.Array) -> pa.Table:
        """Keep the rows of one session, and of them those that occur, with their session, level and territory."""
        start, stop = self.grid.span(package.session.sequence)
        rows = self.grid.rows[start:stop]
        named = {
            "session": repeated(package.session.code, len(rows), pa.string()),
            "level": pa.array([row.level for row in rows], pa.string()),
            "territory": pa.array([row.territory for row in rows], pa.string()),
        }
        cut = {name: column.slice(start, stop - start) for name, column in columns.items()}
        return pa.table(named | cut).filter(occurs.slice(start, stop - start))


def _table(parts: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([part.select(schema.names).cast(schema) for part in parts])
