"""Section 2, the profile: for each sphere its two lead indicators, as a chart and as a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.lanes import axis_end, known, lane_of
from atlas.report.model import Cell, Chart, Column, Group, Paragraph, Section, Table
from atlas.report.rows import indicator_row
from atlas.report.sections.opening import territory_of
from atlas.report.wording import n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.definitions.models import Lead
    from atlas.report.case import Case
    from atlas.report.model import Change, IndicatorRow, Verdict
    from atlas.report.wording import Forms

Leads = list[tuple["Lead", "IndicatorRow", "IndicatorRow"]]
_MORE = n_("better in %(n)s sphere", "better in %(n)s spheres")
_LESS = n_("worse in %(n)s sphere", "worse in %(n)s spheres")
_OTHER = n_("a change that nobody judges in %(n)s", "a change that nobody judges in %(n)s")
_SAME = n_("no change in %(n)s", "no change in %(n)s")
_UNKNOWN = n_("no comparison in %(n)s", "no comparison in %(n)s")


def profile(case: Case) -> Section:
    """Return section 2."""
    leads: Leads = [(lead, _row(lead.ngo, case), _row(lead.izus, case)) for lead in case.definitions.profile]
    say = case.voice.say
    findings = Paragraph(" ".join([
        _finding(say(_("Organisations")), [ngo for _lead, ngo, _izus in leads], case=case),
        _finding(say(_("Institutions")), [izus for _lead, _ngo, izus in leads], case=case),
    ]))  # fmt: skip
    intro = Paragraph(say(_(
        "Each sphere is shown by one indicator from each side. The two sides report on their own, so they may differ."
    )))  # fmt: skip
    blocks = (intro, findings, _chart(leads, case), _table(leads, case))
    return Section("profile", say(_("Profile of the six spheres")), blocks)


def _row(indicator: str, case: Case) -> IndicatorRow:
    return indicator_row(case.current(indicator)[0], case.definitions.indicator(indicator), case=case)


def leading_change(row: IndicatorRow) -> Change | None:
    """Return the change that is to be read first and is known, or None."""
    return next((one for one in row.changes if one.cell.raw is not None), None)


def _finding(who: str, rows: Sequence[IndicatorRow], *, case: Case) -> str:
    counted = Counter(change.verdict if (change := leading_change(row)) else None for row in rows)
    forms: tuple[tuple[Verdict | None, Forms], ...] = (
        ("better", _MORE),
        ("worse", _LESS),
        ("same", _SAME),
        ("neutral", _OTHER),
        (None, _UNKNOWN),
    )
    said = [case.voice.count(words, counted[verdict]) for verdict, words in forms if counted[verdict]]
    return f"{who}: {', '.join(said)}."


def _chart(leads: Leads, case: Case) -> Chart:
    say = case.voice.say
    groups = []
    for lead, ngo, izus in leads:
        kinds = {case.definitions.indicator(one.indicator).kind for one in (ngo, izus)}
        shares = kinds == {"share"}
        peers = [ngo, izus] if kinds & {"share", "ratio"} else _counts(leads, case)
        end = axis_end([value for one in peers for value in known(one)], kind="share" if shares else "count")
        lanes = tuple(lane for one in (ngo, izus) if (lane := lane_of(one, case, end=end, prefix="profile")))
        groups.append(Group(_sphere(lead, case), case.voice.text(lead.label), lanes))
    title = say(
        _("Session %(session)s, %(territory)s: what organisations and institutions say of the six spheres"),
        territory=territory_of(case), session=case.now.session,
    )  # fmt: skip
    source = say(
        _(
            "Hollow: baseline. Filled or striped: this session. Arrow: panel. Source: accepted monitoring cards; "
            "definitions in section 7."
        )
    )
    return Chart("profile-chart", title, tuple(groups), source, "profile-table")


def _counts(leads: Leads, case: Case) -> list[IndicatorRow]:
    """Rows that are counts share one axis, so that spheres can be compared."""
    rows = [one for _lead, ngo, izus in leads for one in (ngo, izus)]
    return [one for one in rows if case.definitions.indicator(one.indicator).kind in {"count", "total"}]


def _sphere(lead: Lead, case: Case) -> str:
    option = next(one for one in case.definitions.catalogues["spheres"].options if one.code == str(lead.sphere))
    return f"{lead.sphere}. {case.voice.text(option.label)}"


def _table(leads: Leads, case: Case) -> Table:
    say = case.voice.say
    columns = (
        Column(say(_("Sphere and what is counted"))),
        *(
            Column(label, numeric=True)
            for label in (
                say(_("NGO: value")), say(_("NGO: baseline")), say(_("NGO: change")),
                say(_("IZUS: value")), say(_("IZUS: baseline")), say(_("IZUS: change")),
            )
        ),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(_sphere(lead, case), detail=f"{case.voice.text(lead.label)} ({ngo.indicator}, {izus.indicator})"),
            ngo.value, ngo.baseline, _change(ngo), izus.value, izus.baseline, _change(izus),
        )
        for lead, ngo, izus in leads
    )  # fmt: skip
    return Table("profile-table", say(_("The same figures in a table")), columns, rows)


def _change(row: IndicatorRow) -> Cell:
    change = leading_change(row) or row.changes[0]
    if change.cell.raw is None:
        return change.cell
    detail = " · ".join(filter(None, (f"{change.arrow} {change.word}".strip(), change.of if change.panel else "")))
    return Cell(change.cell.text, change.cell.raw, detail, numeric=True)
