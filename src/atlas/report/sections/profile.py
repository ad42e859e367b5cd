"""The profile: for each sphere its two lead indicators, as the first page's chart and as a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report import figures
from atlas.report.lanes import axis_end, known, lane_of
from atlas.report.leading import reading_of
from atlas.report.model import Cell, Chart, Column, Group, Paragraph, Table
from atlas.report.rows import indicator_row
from atlas.report.sections.opening import territory_of
from atlas.report.wording import n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.definitions.models import Lead
    from atlas.report.case import Case
    from atlas.report.model import Change, IndicatorRow, Verdict
    from atlas.report.rows import Reading
    from atlas.report.wording import Forms

Leads = list[tuple["Lead", "IndicatorRow", "IndicatorRow"]]
_MORE = n_("better in %(n)s sphere", "better in %(n)s spheres")
_LESS = n_("worse in %(n)s sphere", "worse in %(n)s spheres")
_OTHER = n_("a change that nobody judges in %(n)s", "a change that nobody judges in %(n)s")
_SAME = n_("no change in %(n)s", "no change in %(n)s")
_UNKNOWN = n_("no comparison in %(n)s", "no comparison in %(n)s")


def _leads(case: Case) -> Leads:
    return [(lead, _row(lead.ngo, case), _row(lead.izus, case)) for lead in case.definitions.profile]


def _row(indicator: str, case: Case) -> IndicatorRow:
    return indicator_row(case.current(indicator)[0], case.definitions.indicator(indicator), case=case)


def profile_chart(case: Case) -> Chart:
    """Return the profile of the six spheres; the same figures stand in the table 'profile-table'."""
    leads, say = _leads(case), case.voice.say
    source = say(
        _("Hollow: baseline. Filled or striped: this session. Arrow: panel. Source: accepted monitoring cards.")
    )
    return Chart("profile-chart", _title(case), _groups(leads, case), source, "profile-table")


def _title(case: Case) -> str:
    """What the picture shows: in how many spheres it is better or worse; in a baseline session only what it is of."""
    leads = [code for lead in case.definitions.profile for code in (lead.ngo, lead.izus)]
    if any(reading_of(case.definitions.indicator(one), case).told_change is not None for one in leads):
        said = profile_summary(case).text.rstrip(".")
        return case.voice.say(_("Since the baseline, among the same respondents. %(summary)s"), summary=said)
    text = _("Session %(session)s, %(territory)s: what organisations and institutions say of the six spheres")
    return case.voice.say(text, territory=territory_of(case), session=case.now.session)


def _groups(leads: Leads, case: Case) -> tuple[Group, ...]:
    groups = []
    for lead, ngo, izus in leads:
        kinds = {case.definitions.indicator(one.indicator).kind for one in (ngo, izus)}
        shares = kinds == {"share"}
        peers = [ngo, izus] if kinds & {"share", "ratio"} else _counts(leads, case)
        end = axis_end([value for one in peers for value in known(one)], kind="share" if shares else "count")
        lanes = tuple(lane for one in (ngo, izus) if (lane := lane_of(one, case, end=end, prefix="profile")))
        groups.append(Group(sphere_name(lead.sphere, case), case.voice.text(lead.label), lanes))
    return tuple(groups)


def _counts(leads: Leads, case: Case) -> list[IndicatorRow]:
    """Rows that are counts share one axis, so that spheres can be compared."""
    rows = [one for _lead, ngo, izus in leads for one in (ngo, izus)]
    return [one for one in rows if case.definitions.indicator(one.indicator).kind in {"count", "total"}]


def sphere_name(sphere: int, case: Case) -> str:
    """Return a sphere's number and name."""
    option = next(one for one in case.definitions.catalogues["spheres"].options if one.code == str(sphere))
    return f"{sphere}. {case.voice.text(option.label)}"


def profile_table(case: Case) -> Table:
    """Return the profile's figures, sphere by sphere: value, baseline and change of both sides."""
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
            Cell(
                sphere_name(lead.sphere, case),
                detail=f"{case.voice.text(lead.label)} ({ngo.indicator}, {izus.indicator})",
            ),
            ngo.value, ngo.baseline, _change(ngo), izus.value, izus.baseline, _change(izus),
        )
        for lead, ngo, izus in _leads(case)
    )  # fmt: skip
    return Table("profile-table", say(_("The profile of the six spheres in figures")), columns, rows)


def _change(row: IndicatorRow) -> Cell:
    change = _first_known(row) or row.changes[0]
    if change.cell.raw is None:
        return change.cell
    detail = " · ".join(filter(None, (f"{change.arrow} {change.word}".strip(), change.of)))
    return Cell(change.cell.text, change.cell.raw, detail, numeric=True)


def _first_known(row: IndicatorRow) -> Change | None:
    return next((one for one in row.changes if one.cell.raw is not None), None)


def profile_summary(case: Case) -> Paragraph:
    """Return in how many spheres either side is better or worse, by changes of the same respondents only."""
    sides = (
        (_("Organisations"), [lead.ngo for lead in case.definitions.profile]),
        (_("Institutions"), [lead.izus for lead in case.definitions.profile]),
    )
    said = (
        _counted(case.voice.say(who), [reading_of(case.definitions.indicator(one), case) for one in ours], case=case)
        for who, ours in sides
    )
    return Paragraph(" ".join(said))


def _counted(who: str, readings: Sequence[Reading], *, case: Case) -> str:
    counted = Counter(figures.verdict_of(one.told_change, one.indicator, voice=case.voice) for one in readings)
    forms: tuple[tuple[Verdict | None, Forms], ...] = (
        ("better", _MORE),
        ("worse", _LESS),
        ("same", _SAME),
        ("neutral", _OTHER),
        (None, _UNKNOWN),
    )
    said = [case.voice.count(words, counted[verdict]) for verdict, words in forms if counted[verdict]]
    return f"{who}: {', '.join(said)}."
