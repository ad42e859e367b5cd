"""The two efficiency indicators, overall and by service (rule 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.lanes import with_lanes
from atlas.report.model import Bullets, IndicatorTable, Paragraph, Section, Sides
from atlas.report.rows import indicator_row
from atlas.report.sections.spheres import columns_of

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator
    from atlas.report.case import Case
    from atlas.report.model import IndicatorRow


def efficiency(case: Case) -> Section:
    """Return what the indicators mean, and both side by side, service by service."""
    say = case.voice.say
    intro = say(_(
        "Two indicators that the Atlas adds at the end of part IV. They stand on the table of services (S.E), which is "
        "an addition to the Atlas's card. Only rows with both numbers count."
    ))  # fmt: skip
    ours = [one for one in case.definitions.indicators if one.perspective == "EFF"]
    notes = tuple(f"{one.symbol or one.id}: {case.voice.text(one.note)}" for one in ours if one.note)
    sides = Sides(tuple(_table(one, case) for one in ours))
    return Section("efficiency", say(_("Efficiency by service")), (Paragraph(intro), Bullets(notes), sides))


def _table(indicator: Indicator, case: Case) -> IndicatorTable:
    found = case.current(indicator.id)
    rows = [_labelled(indicator_row(row, indicator, case=case), indicator, case=case) for row in found]
    symbol = f"{indicator.id} ({indicator.symbol})" if indicator.symbol else indicator.id
    return IndicatorTable(
        id=f"table-{indicator.id.lower()}",
        caption=case.voice.say(_("%(name)s, by service"), name=f"{symbol} {case.voice.text(indicator.name)}"),
        perspective=indicator.perspective,
        columns=columns_of(found, case),
        rows=with_lanes(rows, case),
    )


def _labelled(row: IndicatorRow, indicator: Indicator, *, case: Case) -> IndicatorRow:
    """The whole is no service: it counts people and staff in each service they belong to, and says so."""
    if row.option:
        return row
    name = case.voice.say(_("All services together (people and staff count in each service they belong to)"))
    return replace(row, name=name) if case.formula(indicator).table else row
