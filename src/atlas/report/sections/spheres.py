"""The spheres: each sphere with its legal basis and its two perspectives side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.lanes import with_lanes
from atlas.report.model import IndicatorTable, Paragraph, Section, Sides
from atlas.report.rows import indicator_row
from atlas.report.sections.profile import profile_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.definitions.models import Option, Perspective
    from atlas.report.case import Case
    from atlas.report.records import Row

PERSPECTIVES: tuple[Perspective, ...] = ("NGO", "IZUS")


def spheres(case: Case) -> Section:
    """Return the profile in figures, and a part for each sphere."""
    parts = tuple(_sphere(option, case) for option in case.definitions.catalogues["spheres"].options)
    intro = Paragraph(case.voice.say(_(
        "Each sphere is shown by one indicator from each side. The two sides report on their own, so they may differ."
    )))  # fmt: skip
    return Section("spheres", case.voice.say(_("Sphere by sphere")), (intro, profile_table(case)), parts)


def columns_of(rows: Sequence[Row], case: Case) -> tuple[str, ...]:
    """Return the heads of an indicator table: value, baseline with its session, change, coverage."""
    say = case.voice.say
    session = next((row.baseline_session for row in rows if row.baseline_session != case.now.session), None)
    baseline = say(_("Baseline %(session)s"), session=session) if session else say(_("Baseline"))
    return (say(_("Value")), baseline, say(_("Change")), say(_("Based on")))


def perspective_name(perspective: Perspective, case: Case) -> str:
    """Return what a side is called."""
    if perspective == "IZUS":
        return case.voice.say(_("institutions managing services (IZUS)"))
    return case.voice.say(_("providers of services (NGO)"))


def _sphere(option: Option, case: Case) -> Section:
    number = int(option.code)
    description = case.voice.text(option.description) if option.description else ""
    basis = case.voice.say(
        _("Legal basis: %(basis)s of the act of 19 July 2019 on social services provided by a social services centre."),
        basis=option.basis,
    )
    tables = tuple(table for one in PERSPECTIVES if (table := _table(number, one, case=case)).rows)
    return Section(
        f"sphere-{option.code}",
        case.voice.say(_("Sphere %(number)s. %(name)s"), number=number, name=case.voice.text(option.label)),
        (Paragraph(f"{description} {basis}".strip()), Sides(tables)),
    )


def _table(sphere: int, perspective: Perspective, *, case: Case) -> IndicatorTable:
    ours = [one for one in case.definitions.indicators if (one.sphere, one.perspective) == (sphere, perspective)]
    found = [row for one in ours for row in case.current(one.id)]
    rows = [indicator_row(row, case.definitions.indicator(row.indicator), case=case) for row in found]
    side = perspective_name(perspective, case)
    return IndicatorTable(
        id=f"table-{sphere}-{perspective.lower()}",
        caption=case.voice.say(_("Sphere %(number)s: %(side)s"), number=sphere, side=side),
        perspective=perspective,
        columns=columns_of(found, case),
        rows=with_lanes(rows, case),
    )
