"""Runs the scans of a batch, sessions that share one set of definitions, portion by portion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from atlas.engine import panel_scan, scan
from atlas.engine.arrays import summed_by
from atlas.engine.inputs import card_columns, sources_of, table_columns
from atlas.engine.levels import UnitScan
from atlas.engine.packages.contract import FORM_TABLES
from atlas.engine.panel import PanelScan
from atlas.engine.scan import WORD_BITS, Asked, Backend, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ibis.expr.types import Table

    from atlas.definitions.models import CardKind
    from atlas.engine.components import Component, Measure, Plan
    from atlas.engine.grid import Grid
    from atlas.engine.inputs import Scratch
    from atlas.engine.model import Package


@dataclass(frozen=True)
class Units:
    """One kind of units to scan: cards, a table's rows summed to cards, or its rows by their key."""

    kind: CardKind
    table: str = ""
    by_key: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """What distinguishes the units within a gmina."""
        return ("option",) if self.by_key else ()

    @property
    def resource(self) -> str:
        """The package's table that has the rows."""
        return self.table or FORM_TABLES[self.kind]


@dataclass(frozen=True)
class Batch:
    """Sessions with the same definitions."""

    plan: Plan
    packages: Sequence[Package]
    backend: Backend

    def kinds(self) -> list[Units]:
        """Return the kinds of units that the definitions ask for."""
        tables = dict.fromkeys(
            (one.component.kind, one.component.table) for one in self.plan.measures if one.component.table
        )
        cards = [Units("NGO"), Units("IZUS")]
        return cards + [Units(kind, table, by_key) for kind, table in tables for by_key in (False, True)]

    def measures(self, units: Units) -> list[Measure]:
        """Return the measures that some units answer; of a table's options one stands for all."""
        found = [
            one
            for one in self.plan.measures
            if (one.component.kind, one.component.table, one.by_key) == (units.kind, units.table, units.by_key)
        ]
        return list({one.indicator.id: one for one in found}.values()) if units.by_key else found

    def asked(self, units: Units) -> list[Asked]:
        """Return the measures with their stems."""
        return [Asked(self.plan.stem(one.component), one) for one in self.measures(units)]

    def components(self, units: Units) -> dict[str, Component]:
        """Return what is to be added up of some units, by stem."""
        return self.plan.components(units.kind, table=units.table)

    def columns(self, units: Units) -> dict[str, str]:
        """Return the Ibis types of the columns of the rows that units are made of."""
        template = self.plan.definitions.templates[units.kind]
        return table_columns(template, units.table) if units.table else card_columns(template)

    def rows(self, units: Units, *, prefix: str = "") -> Table:
        """Return the rows that units are made of, of the sessions that `let_stand` named."""
        return scan.named_rows(prefix + units.resource, self.columns(units))

    def let_stand(self, units: Units, packages: Sequence[Package], *, prefix: str = "") -> None:
        """Let `rows` stand for those of some packages."""
        sources = sources_of(packages, units.resource)
        stacked = scan.stacked(self.backend, sources, columns=self.columns(units))
        self.backend.view(prefix + units.resource, stacked)

    def units(self, units: Units, rows: Table) -> Table:
        """Return rows as units, answered by this batch's definitions."""
        tables = self.plan.definitions.templates[units.kind].tables
        key = next((one.key for one in tables if one.code == units.table), "")
        return scan.units(rows, self.components(units), key=key)

    def invited(self) -> pa.Table:
        """Count invitations by (seq, card_kind, gmina)."""
        parts = []
        for one in sources_of(self.packages, "invitations"):
            table = self.backend.table(one.path)
            parts.append(table.select("card_kind", "gmina", seq=ibis.literal(one.seq, type="int16")))
        table = ibis.union(*parts) if len(parts) > 1 else parts[0]
        return self.backend.fetch(table.group_by(["seq", "card_kind", "gmina"]).agg(invited=table.count()))


def portions(packages: Sequence[Package], *, rows_at_once: int) -> Iterator[list[Package]]:
    """Cut packages in sequence into portions: memory is that of a portion, and small sessions cost one scan."""
    portion: list[Package] = []
    rows = 0
    for one in packages:
        more = sum(pq.read_metadata(path).num_rows for path in one.tables.values())
        if portion and rows + more > rows_at_once:
            yield portion
            portion, rows = [], 0
        portion.append(one)
        rows += more
    if portion:
        yield portion


@dataclass(frozen=True)
class LevelScans:
    """Scans of a batch for values at every level: the expressions are built once, and run for each portion."""

    batch: Batch
    grid: Grid
    statistics: Mapping[str, pa.Array]
    scratch: Scratch

    def run(self, progress: Callable[[], None]) -> Iterator[tuple[Units, UnitScan]]:
        """Scan all kinds of units; `progress` is called for each kind and session."""
        batch, kinds = self.batch, self.batch.kinds()
        scans = {units: self._scan(units) for units in kinds}
        found: dict[Units, list[dict[str, pa.Table]]] = {units: [] for units in kinds}
        for portion in portions(batch.packages, rows_at_once=batch.backend.rows_at_once):
            for units, one in scans.items():
                if not units.by_key:  # whole cards are made of the same rows, and come before
                    batch.let_stand(units, portion)
                found[units].append(one.run(batch.backend))
                for _ in portion:
                    progress()
            batch.backend.forget()
        tables = {units: _together(parts) for units, parts in found.items()}
        for units, table in tables.items():
            added = [table["added"]]
            if units.table and not units.by_key:
                added.append(_over_options(tables[replace(units, by_key=True)]["added"]))
            yield units, UnitScan(batch.asked(units), added, table["distinct"])

    def _scan(self, units: Units) -> Scan:
        """What to run for some units: their sums by gmina, and distinct respondents of those with several cards."""
        batch, found, asked = self.batch, Scan(), self.batch.asked(units)
        answered = batch.units(units, batch.rows(units))
        repeated = scan.repeated_respondents(batch.rows(Units(units.kind)))
        name = "repeated_" + units.kind
        if not units.table:
            found.keep(name, repeated)  # for the tables of these cards, too, which come after them
        elif not units.by_key:
            answered = found.keep("whole_cards", scan.whole_cards(answered))
        found.fetched["added"] = scan.added_up(answered, keys=["seq", "gmina", *units.keys])
        several = answered.semi_join(scan.named(name, repeated), ["seq", "respondent"])
        places = batch.backend.table(self.scratch.places(self.grid, _open_words(asked, self.statistics)))
        packed = scan.packed_units(several, asked=asked, places=places, option=units.keys)
        packed = found.keep("packed", packed)
        found.fetched["distinct"] = scan.distinct_respondents(packed, asked=asked, option=units.keys)
        return found


def _together(parts: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """Put what was fetched for each portion under one another."""
    return {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}


def _over_options(added: pa.Table) -> pa.Table:
    """What adds up over a card's rows without going through the card: `_d`."""
    sums = [name for name in added.column_names if name.endswith("_d")]
    return summed_by(added, ["seq", "gmina"], names=sums)


def _open_words(asked: Sequence[Asked], statistics: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """Return words `open…` for each gmina of the grid: bit i is set where measure i needs no statistic, or has it."""
    bits: dict[tuple[int, str], int] = {}
    for number, one in enumerate(asked):
        place = (number // WORD_BITS, one.measure.statistic)
        bits[place] = bits.get(place, 0) | 1 << number % WORD_BITS
    count = len(next(iter(statistics.values())))
    words: dict[str, pa.Array] = {}
    for (number, statistic), mask in bits.items():
        known = (
            pc.cast(pc.is_valid(statistics[statistic]), pa.int64())
            if statistic
            else pa.repeat(pa.scalar(1, pa.int64()), count)
        )
        word = pc.multiply(known, mask)
        name = f"open{number}"
        words[name] = pc.add(words[name], word) if name in words else word
    return words


def panel_scan_of(
    batch: Batch, units: Units, *, bases: Sequence[Package], links: Path, identities: Path, places: Path,
    progress: Callable[[], None],
) -> PanelScan:  # fmt: skip
    """Scan the matched panel of a batch against its baseline sessions; `progress` is called for each session."""
    backend, asked = batch.backend, batch.asked(units)
    truths = (stem for stem, one in batch.components(units).items() if one.is_truth)
    bits = {stem: bit for bit, stem in enumerate(truths)}
    batch.let_stand(units, bases, prefix="base_")
    base_rows = batch.rows(units, prefix="base_")
    earlier = panel_scan.packed_answers(batch.units(units, base_rows), bits)
    earlier = panel_scan.of_baseline(earlier, backend.table(identities))
    backend.keep("base_units", earlier)
    earlier = scan.named("base_units", earlier)
    later = panel_scan.packed_answers(batch.units(units, batch.rows(units)), bits)
    matches = panel_scan.matched(later, earlier, links=backend.table(links))
    one = _matched(matches, asked, units=units, bits=bits, places=backend.table(places))
    found = []
    compared = [package for package in batch.packages if package.session.sequence > bases[0].session.sequence]
    for portion in portions(compared, rows_at_once=backend.rows_at_once):
        batch.let_stand(units, portion)
        found.append(one.run(backend))
        for _ in portion:
            progress()
    backend.forget()
    tables = _together(found)
    return PanelScan(asked, tables["added"], tables.get("distinct"))


def _matched(matches: Table, asked: Sequence[Asked], *, units: Units, bits: Mapping[str, int], places: Table) -> Scan:
    """What to run over matched units: their sums by gmina and, where organisations are counted, distinct ones."""
    found, keys = Scan(), ["seq", "base", "gmina", *units.keys]
    counts_organisations = any(one.measure.counts_organisations for one in asked)
    if counts_organisations:
        matches = found.keep("matches", matches)
        repeated = found.keep("repeated_matches", panel_scan.repeated_matches(matches))
        several = matches.semi_join(repeated, ["seq", "base", "respondent"])
        packed = found.keep("packed", panel_scan.packed_matches(several, places))
        found.fetched["distinct"] = panel_scan.matched_distinct(packed, asked=asked, bits=bits)
    found.fetched["added"] = panel_scan.matched_added_up(matches, keys=keys, bits=bits)
    return found
