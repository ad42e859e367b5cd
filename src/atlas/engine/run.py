"""Computes packages: plan, scan, roll up, compare with baseline and panel, and put the contract's tables together."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow.compute as pc

from atlas.engine import inputs, tables
from atlas.engine.backends.choice import backend_for
from atlas.engine.baseline import Baseline, baseline_of, without_baseline
from atlas.engine.components import Measure, Plan, plan_for
from atlas.engine.levels import MeasureColumns, UnitScan, measure_columns, unit_count
from atlas.engine.model import Package, Results
from atlas.engine.panel import PanelColumns, PanelScan, panel_columns
from atlas.engine.scanning import Batch, LevelScans, Units, panel_scan_of
from atlas.engine.two_perspectives import pair_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from atlas.definitions.models import CardKind
    from atlas.engine.grid import Grid
    from atlas.engine.scan import Backend

Found = TypeVar("Found")
MeasureId = tuple[str, str]
"""An indicator's id and the option of its breakdown, or ''."""


@dataclass
class Run:
    """One computation: its packages in sequence, the grid over them, and where the scans run."""

    packages: Sequence[Package]
    grid: Grid
    statistics: dict[str, pa.Array]
    backend: Backend
    scratch: inputs.Scratch
    progress: Callable[[], None]
    columns: dict[MeasureId, tables.Stored] = field(default_factory=dict)
    cards: dict[CardKind, pa.Array] = field(default_factory=dict)


def steps_of(packages: Sequence[Package]) -> int:
    """Return how many times `compute` calls its progress function, about."""
    return 7 * len(packages) - 3  # four kinds of units at every level, three of them compared with a baseline


def compute(
    packages: Sequence[Package], *, partial: bool = False, engine: str = "duckdb",
    progress: Callable[[], None] = lambda: None,
) -> Results:  # fmt: skip
    """Compute all indicators of all sessions at every level.

    Args:
        packages: Packages that were read and found good, one for each session, in any order.
        partial: The sequence may have gaps; then baseline, change and panel stay empty.
        engine: `duckdb` or `spark`.
        progress: Called for each session and kind of units.

    Returns:
        The contract's tables (session-package.md), in its order.

    Raises:
        DomainError: 'session-twice', 'sequence-gap', 'sum-too-large', 'engine-unknown', 'spark-missing'.

    Source: indicators.md, rules 1–12.
    """
    ordered = inputs.in_sequence(packages, partial=partial)
    grid, notes = inputs.grid_of(ordered)
    with _started(ordered, grid, engine=engine, progress=progress) as run:
        batches = [Batch(plan, those, run.backend) for plan, those in _batches(ordered)]
        pairs = [_levels(run, batch) for batch in batches]
        invited = tables.invited_columns(grid, [batch.invited() for batch in batches])
        baselines = _baselines(run, partial=partial)
        panels = [_panels(run, batch, baselines=baselines) for batch in batches]
    plans = _by_session(batches, [batch.plan for batch in batches])
    writer = tables.Writer(grid, ordered, plans, run.columns, invited, baselines)
    return Results(
        writer.indicators(_by_session(batches, panels)),
        writer.pairs(_by_session(batches, pairs)),
        writer.disclosure(),
        notes,
    )


def _by_session(batches: Sequence[Batch], found: Sequence[Found]) -> dict[int, Found]:
    """Give each session what was found for its batch."""
    return {
        package.session.sequence: one for batch, one in zip(batches, found, strict=True) for package in batch.packages
    }


@contextmanager
def _started(packages: Sequence[Package], grid: Grid, *, engine: str, progress: Callable[[], None]) -> Iterator[Run]:
    statistics = inputs.statistics_of(grid, packages)
    with tempfile.TemporaryDirectory(prefix="atlas-") as folder:
        scratch = inputs.Scratch(Path(folder))
        folders = {path.parent for one in packages for path in one.tables.values()} | {Path(folder)}
        with backend_for(engine, folders) as backend:
            yield Run(packages, grid, statistics, backend, scratch, progress)


def _batches(packages: Sequence[Package]) -> list[tuple[Plan, list[Package]]]:
    batches: list[tuple[Plan, list[Package]]] = []
    for one in packages:
        for plan, those in batches:
            if plan.definitions == one.definitions:
                those.append(one)
                break
        else:
            batches.append((plan_for(one.definitions), [one]))
    return batches


def _levels(run: Run, batch: Batch) -> list[dict[str, pa.Array]]:
    """Scan a batch, keep its measures' columns, and return its pairs' columns."""
    cards: dict[CardKind, UnitScan] = {}
    sequences = [one.session.sequence for one in batch.packages]
    scans = LevelScans(batch, run.grid, run.statistics, run.scratch)
    for units, scan in scans.run(run.progress):
        if not units.table:
            cards[units.kind] = scan
            count = unit_count(run.grid, scan)
            run.cards[units.kind] = pc.add(run.cards[units.kind], count) if units.kind in run.cards else count
        for measure, columns in _columns(run, batch, units=units, scan=scan):
            stored = run.columns.setdefault((measure.indicator.id, measure.option), tables.Stored())
            stored.add(measure, columns, sequences=sequences)
    return pair_columns(run.grid, batch.plan, ngo=cards["NGO"].added[0], izus=cards["IZUS"].added[0])


def _columns(run: Run, batch: Batch, *, units: Units, scan: UnitScan) -> Iterator[tuple[Measure, MeasureColumns]]:
    for option, measures in _by_option(batch, units).items():
        part = scan.only(option) if units.by_key else scan
        yield from zip(
            measures, measure_columns(run.grid, part, measures=measures, statistics=run.statistics), strict=True
        )


def _by_option(batch: Batch, units: Units) -> dict[str, list[Measure]]:
    """The measures of some units, for a table's key option by option, in the order of `batch.asked`."""
    if not units.by_key:
        return {"": batch.measures(units)}
    found: dict[str, list[Measure]] = {}
    for one in batch.plan.measures:
        if one.by_key and (one.component.kind, one.component.table) == (units.kind, units.table):
            found.setdefault(one.option, []).append(one)
    return found


def _baselines(run: Run, *, partial: bool) -> dict[CardKind, Baseline]:
    if partial:
        return {kind: without_baseline(run.grid) for kind in run.cards}
    return {kind: baseline_of(run.grid, cards) for kind, cards in run.cards.items()}


def _panels(run: Run, batch: Batch, *, baselines: dict[CardKind, Baseline]) -> dict[MeasureId, PanelColumns]:
    """Return the panel columns of a batch's measures, each row against its own baseline session."""
    found: dict[MeasureId, PanelColumns] = {}
    last = max(one.session.sequence for one in batch.packages)
    identities, places = run.scratch.identities(run.grid), run.scratch.places(run.grid)
    earlier = {kind: sorted(base for base in one.bases if base < last) for kind, one in baselines.items()}
    links = {kind: run.scratch.links(run.grid, baselines[kind]) for kind, bases in earlier.items() if bases}
    for units in batch.kinds():
        bases = earlier[units.kind]
        if not bases or (units.table and not units.by_key):
            continue
        scan = panel_scan_of(
            batch, units,
            bases=[one for one in run.packages if one.session.sequence in bases],
            links=links[units.kind], identities=identities, places=places, progress=run.progress,
        )  # fmt: skip
        for base in bases:
            _add_panel(run, batch, units=units, scan=scan, base=base, baseline=baselines[units.kind], found=found)
    return found


def _add_panel(
    run: Run, batch: Batch, *, units: Units, scan: PanelScan, base: int, baseline: Baseline,
    found: dict[MeasureId, PanelColumns],
) -> None:  # fmt: skip
    """Add the panel against one baseline session to what was found against others."""
    then = inputs.statistics_then(run.grid, run.statistics, base=base)
    applies = tables.compared_with(baseline, base)
    for measures, part in _panel_parts(batch, units, scan=scan.between(base)):
        columns = panel_columns(run.grid, part, measures=measures, statistics=run.statistics, base_statistics=then)
        for measure, one in zip(measures, columns, strict=True):
            name = (measure.indicator.id, measure.option)
            found[name] = tables.merged_panel(found.get(name), one, applies=applies)


def _panel_parts(batch: Batch, units: Units, *, scan: PanelScan) -> Iterator[tuple[list[Measure], PanelScan]]:
    if not units.by_key:
        yield batch.measures(units), scan
        return
    whole = Units(units.kind, units.table)
    yield batch.measures(whole), scan.all_options()  # matched row by row (rule 6), then added up
    for option, measures in _by_option(batch, units).items():
        yield measures, scan.only(option)
