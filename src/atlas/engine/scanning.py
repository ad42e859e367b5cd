"""Runs the scans of a batch: sessions that share one set of definitions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import ibis

from atlas.engine import panel_scan, scan
from atlas.engine.inputs import card_columns, sources_of, table_columns
from atlas.engine.levels import UnitScan
from atlas.engine.panel import PanelScan
from atlas.engine.scan import Asked, Backend

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pyarrow as pa
    from ibis.expr.types import Table

    from atlas.definitions.models import CardKind
    from atlas.engine.components import Measure, Plan
    from atlas.engine.model import Package

CARDS: dict[CardKind, str] = {"NGO": "cards_ngo", "IZUS": "cards_izus"}


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


@dataclass(frozen=True)
class Batch:
    """Sessions with the same definitions, and all packages to find baseline sessions among."""

    plan: Plan
    packages: Sequence[Package]
    backend: Backend
    _stacked: dict[tuple[str, tuple[int, ...]], Table] = field(default_factory=dict)

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

    def rows(self, units: Units, packages: Sequence[Package]) -> Table:
        """Return the rows that units are made of, of some packages, as their files have them."""
        template = self.plan.definitions.templates[units.kind]
        resource = units.table or CARDS[units.kind]
        columns = table_columns(template, units.table) if units.table else card_columns(template)
        sources = sources_of(packages, resource)
        known = (resource, tuple(one.seq for one in sources))
        if known not in self._stacked:
            self._stacked[known] = scan.stacked(self.backend, sources, columns=columns)
        return self._stacked[known]

    def table(self, units: Units, packages: Sequence[Package], *, only: Table | None = None) -> Table:
        """Return units of some packages, answered by this batch's definitions; `only` those (seq, respondent)."""
        rows = self.rows(units, packages)
        if only is not None:
            rows = rows.semi_join(only, ["seq", "respondent"])
        components = self.plan.components(units.kind, table=units.table)
        tables = self.plan.definitions.templates[units.kind].tables
        key = next((one.key for one in tables if one.code == units.table), "")
        found = scan.units(rows, components, key=key)
        return scan.whole_cards(found) if units.table and not units.by_key else found


class LevelScans:
    """Scans of a batch for values at every level."""

    def __init__(self, batch: Batch, *, places: Path, known_statistics: Path) -> None:
        self._batch = batch
        self._places = batch.backend.table(places)
        self._known = batch.backend.table(known_statistics)
        self._repeated: dict[CardKind, Table] = {}

    def repeated(self, kind: CardKind) -> Table:
        """Return (seq, respondent) of those with several cards of a kind."""
        if kind not in self._repeated:
            cards = self._batch.rows(Units(kind), self._batch.packages)
            self._repeated[kind] = self._batch.backend.keep(scan.repeated_respondents(cards))
        return self._repeated[kind]

    def run(self, units: Units) -> UnitScan:
        """Scan one kind of units."""
        batch, backend = self._batch, self._batch.backend
        added = scan.added_up(batch.table(units, batch.packages), keys=["seq", "gmina", *units.keys])
        several = batch.table(units, batch.packages, only=self.repeated(units.kind))
        asked = batch.asked(units)
        distinct = scan.distinct_respondents(
            backend, several, asked=asked, known_statistics=self._known, places=self._places, option=units.keys
        )
        return UnitScan(asked, backend.fetch(added), backend.fetch(distinct))

    def invited(self) -> pa.Table:
        """Count invitations by (seq, card_kind, gmina)."""
        parts = []
        for one in sources_of(self._batch.packages, "invitations"):
            table = self._batch.backend.table(one.path)
            parts.append(table.select("card_kind", "gmina", seq=ibis.literal(one.seq, type="int16")))
        table = ibis.union(*parts) if len(parts) > 1 else parts[0]
        return self._batch.backend.fetch(table.group_by(["seq", "card_kind", "gmina"]).agg(invited=table.count()))


def panel_scan_of(
    batch: Batch, units: Units, *, bases: Sequence[Package], links: Path, identities: Path, places: Path,
    repeated: Callable[[CardKind], Table],
) -> PanelScan:  # fmt: skip
    """Scan the matched panel of a batch against its baseline sessions."""
    backend, asked = batch.backend, batch.asked(units)
    matches = panel_scan.matched(
        batch.table(units, batch.packages),
        batch.table(units, bases),
        links=backend.table(links),
        identities=backend.table(identities),
    )
    keys = ["seq", "base", "gmina"]
    if not any(one.measure.counts_organisations for one in asked):
        return PanelScan(asked, backend.fetch(panel_scan.matched_added_up(matches, keys=[*keys, *units.keys])))
    several = matches.semi_join(repeated(units.kind), ["seq", "respondent"])
    return PanelScan(
        asked,
        backend.fetch(panel_scan.matched_added_up(matches, keys=keys)),
        backend.fetch(panel_scan.matched_distinct(backend, several, asked=asked, places=backend.table(places))),
    )
