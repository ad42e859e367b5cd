"""Section 3: each sphere with its legal basis and its two perspectives side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.lanes import with_lanes
from atlas.report.model import IndicatorTable, Paragraph, Section, Sides
from atlas.report.rows import indicator_row

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator, Option, Perspective
    from atlas.report.case import Case

PERSPECTIVES: tuple[Perspective, ...] = ("NGO", "IZUS")


def spheres(case: Case) -> Section:
    """Return section 3 with a part for each sphere."""
    parts = tuple(_sphere(option, case) for option in case.definitions.catalogues["spheres"].options)
    return Section("spheres", case.voice.say(_("Sphere by sphere")), (), parts)


def columns_of(case: Case) -> tuple[str, ...]:
    """Return the heads of an indicator table: value, baseline, change, coverage."""
    return tuple(case.voice.say(head) for head in (_("Value"), _("Baseline"), _("Change"), _("Based on")))


def perspective_name(perspective: Perspective, case: Case) -> str:
    """Return what a side is called."""
    if perspective == "IZUS":
        return case.voice.say(_("Institutions managing services (IZUS)"))
    return case.voice.say(_("Providers of services: organisations (NGO)"))


def _sphere(option: Option, case: Case) -> Section:
    number = int(option.code)
    description = case.voice.text(option.description) if option.description else ""
    basis = case.voice.say(
        _("Legal basis: %(basis)s of the act of 19 July 2019 on social services provided by a social services centre."),
        basis=option.basis,
    )
    tables = tuple(table for one in PERSPECTIVES if (table := _table(number, one, case)).rows)
    return Section(
        f"sphere-{option.code}",
        f"{option.code}. {case.voice.text(option.label)}",
        (Paragraph(f"{description} {basis}".strip()), Sides(tables)),
    )


def _table(sphere: int, perspective: Perspective, case: Case) -> IndicatorTable:
    ours = [one for one in case.definitions.indicators if (one.sphere, one.perspective) == (sphere, perspective)]
    rows = [indicator_row(row, one, case) for one in ours for row in case.current(one.id)]
    return IndicatorTable(
        id=f"table-{sphere}-{perspective.lower()}",
        caption=perspective_name(perspective, case),
        perspective=perspective,
        columns=columns_of(case),
        rows=with_lanes(rows, case),
    )


def title_of(indicator: Indicator, case: Case) -> str:
    """Return an indicator's symbol or id with its official name."""
    return f"{indicator.symbol or indicator.id} {case.voice.text(indicator.name)}"
