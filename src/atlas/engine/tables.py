"""Puts the contract's tables together from columns of the grid: session by session, measure by measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
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

    def add(self, measure: Measure, columns: MeasureColumns, *, sequences: Iterable[int]) -> None:
        """Keep what a batch computed."""
        self.parts |= dict.fromkeys(sequences, (measure, columns))

    def at_baseline(self, grid: Grid, rows: pa.Array) -> Columns:
        """Return value, gminas used and definition version of each row's baseline row; NULL where it has none."""
        count = len(grid)
        found = {
            "value": pa.nulls(count, pa.float64()),
            "used": pa.nulls(count, pa.int64()),
            "version": pa.nulls(count, pa.int64()),
        }
        batches = {id(columns): (measure, columns) for measure, columns in self.parts.values()}
        for batch, (measure, columns) in batches.items():
            ours = [sequence for sequence, part in self.parts.items() if id(part[1]) == batch]
            there = pc.and_(pc.is_in(grid.sequences, value_set=pa.array(ours)), columns.occurs)
            version = repeated(measure.indicator.version, count, kind=pa.int64())
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


def merged_panel(former: PanelColumns | None, new: PanelColumns, *, applies: pa.Array) -> PanelColumns:
    """Take a panel's rows where it applies, the former's elsewhere."""
    columns = [where(applies, column) for column in (new.count, new.value, new.baseline)]
    if former is not None:
        before = (former.count, former.value, former.baseline)
        columns = [pc.if_else(applies, column, old) for column, old in zip(columns, before, strict=True)]
    return PanelColumns(*columns)


@dataclass(frozen=True)
class Writer:
    """Writes the three tables of one run. Columns are made once for all sessions, then cut session by session."""

    grid: Grid
    packages: Sequence[Package]
    plans: Mapping[int, Plan]
    stored: Mapping[MeasureId, Stored]
    invited: Mapping[CardKind, pa.Array]
    baselines: Mapping[CardKind, Baseline]

    def indicators(self, panels: Mapping[int, Mapping[MeasureId, PanelColumns]]) -> pa.Table:
        """Return every indicator for every territory of every session: the full grid."""
        made: dict[tuple[MeasureId, int], Columns] = {}
        parts = []
        for one in self.packages:
            sequence = one.session.sequence
            for measure in self.plans[sequence].measures:
                name = (measure.indicator.id, measure.option)
                found = self.stored[name].parts[sequence][1]
                key = (name, id(found))
                if key not in made:
                    made[key] = self._indicator(name, sequence, panel=panels[sequence].get(name))
                occurs = found.occurs if measure.by_key else None
                parts.append(self._cut(sequence, made[key], names=self._names(measure), occurs=occurs))
        return _table(parts, INDICATORS)

    def pairs(self, columns: Mapping[int, Sequence[Columns]]) -> pa.Table:
        """Return every pair for every territory of every session."""
        parts = []
        for one in self.packages:
            sequence = one.session.sequence
            for pair, found in zip(self.plans[sequence].pairs, columns[sequence], strict=True):
                parts.append(self._cut(sequence, found, names={"pair": pair.pair.code}))
        return _table(parts, PAIRS)

    def disclosure(self) -> pa.Table:
        """Return contributors and largest part for every row that sums people or money."""
        parts = []
        for one in self.packages:
            sequence = one.session.sequence
            for measure in self.plans[sequence].measures:
                if measure.sums_people_or_money:
                    found = self.stored[measure.indicator.id, measure.option].parts[sequence][1]
                    columns = {"contributors": found.contributors, "top_share": found.top_share}
                    parts.append(self._cut(sequence, columns, names=self._names(measure), occurs=found.occurs))
        return _table(parts, DISCLOSURE)

    @staticmethod
    def _names(measure: Measure) -> dict[str, str | None]:
        return {"indicator": measure.indicator.id, "breakdown": measure.option or None}

    def _indicator(self, name: MeasureId, sequence: int, *, panel: PanelColumns | None) -> Columns:
        measure, found = self.stored[name].parts[sequence]
        count = len(self.grid)
        kind = measure.indicator.card_kind
        then = self.stored[name].at_baseline(self.grid, self.baselines[kind].rows)
        change = where(pc.invert(self._in_baseline[kind]), pc.subtract(found.value, then["value"]))
        panel = panel or PanelColumns(pa.nulls(count, pa.int64()), *(pa.nulls(count, pa.float64()) for _ in range(2)))
        return {
            "value": found.value, "numerator": found.numerator, "denominator": found.denominator,
            "cards": found.cards, "respondents": found.respondents, "invited": self.invited[kind],
            "coverage": ratio(found.cards, self.invited[kind]),
            "gminas_used": found.gminas_used, "gminas_in_scope": self._gminas_in_scope,
            "definition_version": repeated(measure.indicator.version, count=count, kind=pa.int64()),
            "baseline_session": self._baseline_sessions[kind],
            "baseline_value": then["value"], "baseline_gminas_used": then["used"],
            "baseline_definition_version": then["version"],
            "change": change, "relative_change": ratio(pc.multiply(real(change), 100.0), then["value"]),
            "panel_n": panel.count, "panel_value": panel.value, "panel_baseline": panel.baseline,
            "panel_change": pc.subtract(panel.value, panel.baseline),
        }  # fmt: skip

    @cached_property
    def _gminas_in_scope(self) -> pa.Array:
        one_each = pa.repeat(pa.scalar(1, pa.int64()), len(self.grid.gminas))
        return self.grid.rolled_up({"gminas": one_each})["gminas"]

    @cached_property
    def _baseline_sessions(self) -> dict[CardKind, pa.Array]:
        codes = {one.session.sequence: one.session.code for one in self.packages}
        return {
            kind: pa.array([codes.get(seq or 0) for seq in baseline.sessions], pa.string())
            for kind, baseline in self.baselines.items()
        }

    @cached_property
    def _in_baseline(self) -> dict[CardKind, pa.Array]:
        own = pa.array(range(len(self.grid)))
        return {kind: pc.fill_null(pc.equal(one.rows, own), fill_value=False) for kind, one in self.baselines.items()}

    @cached_property
    def _spans(self) -> dict[int, tuple[int, Columns]]:
        """Where each session's rows start, and their session, level and territory."""
        found = {}
        for one in self.packages:
            start, stop = self.grid.span(one.session.sequence)
            rows = self.grid.rows[start:stop]
            names = {
                "session": repeated(one.session.code, count=len(rows), kind=pa.string()),
                "level": pa.array([row.level for row in rows], pa.string()),
                "territory": pa.array([row.territory for row in rows], pa.string()),
            }
            found[one.session.sequence] = (start, names)
        return found

    def _cut(
        self, sequence: int, columns: Columns, *, names: Mapping[str, str | None], occurs: pa.Array | None = None
    ) -> Columns:
        """Keep the rows of one session, and of them those that occur, with their names."""
        start, rows = self._spans[sequence]
        count = len(rows["level"])
        named = {name: repeated(value, count=count, kind=pa.string()) for name, value in names.items()}
        part = rows | named | {name: column.slice(start, count) for name, column in columns.items()}
        mask = None if occurs is None else occurs.slice(start, count)
        if mask is None or pc.all(mask).as_py():
            return part
        return {name: column.filter(mask) for name, column in part.items()}


def _table(parts: Sequence[Columns], schema: pa.Schema) -> pa.Table:
    chunks = {field.name: [_of_type(part[field.name], field.type) for part in parts] for field in schema}
    return pa.table({name: pa.chunked_array(found) for name, found in chunks.items()}, schema=schema)


def _of_type(column: pa.Array, kind: pa.DataType) -> pa.Array:
    return column if column.type == kind else column.cast(kind)
