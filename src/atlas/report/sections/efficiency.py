"""Section 5: the two efficiency indicators, overall and by service (rule 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.lanes import with_lanes
from atlas.report.model import IndicatorTable, Paragraph, Section
from atlas.report.rows import indicator_row
from atlas.report.sections.spheres import columns_of

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator
    from atlas.report.case import Case
    from atlas.report.model import IndicatorRow


def efficiency(case: Case) -> Section:
    """Return section 5 with a part for each efficiency indicator."""
    say = case.voice.say
    intro = say(_(
        "Two indicators that the Atlas adds at the end of part IV. They stand on the table of services (S.E), which is an "
        "addition to the Atlas's card. Only rows with both numbers count."
    ))  # fmt: skip
    ours = [one for one in case.definitions.indicators if one.perspective == "EFF"]
    parts = tuple(_part(one, case) for one in ours)
    return Section("efficiency", say(_("Efficiency by service")), (Paragraph(intro),), parts)


def _part(indicator: Indicator, case: Case) -> Section:
    voice = case.voice
    name = voice.text(indicator.name)
    rows = [_labelled(indicator_row(row, indicator, case), indicator, case) for row in case.current(indicator.id)]
    table = IndicatorTable(
        id=f"table-{indicator.id.lower()}",
        caption=voice.say(_("%(name)s, by service"), name=name),
        perspective=indicator.perspective,
        columns=columns_of(case),
        rows=with_lanes(rows, case),
    )
    note = (Paragraph(voice.text(indicator.note)),) if indicator.note else ()
    title = f"{indicator.id} ({indicator.symbol}): {name}" if indicator.symbol else f"{indicator.id}: {name}"
    return Section(f"part-{indicator.id.lower()}", title, (*note, table))


def _labelled(row: IndicatorRow, indicator: Indicator, case: Case) -> IndicatorRow:
    """The whole is no service: it counts people and staff in each service they belong to, and says so."""
    if row.option:
        return row
    name = case.voice.say(_("All services together (people and staff count in each service they belong to)"))
    return replace(row, name=name) if case.formula(indicator).table else row
