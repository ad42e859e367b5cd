"""Pictures of the territories below: ranking, heat map and map, each with its words and its table.

Only what `Below` may show enters; an order is by value, those without one last with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report import figures
from atlas.report.below import outside
from atlas.report.ground import card_name, coverage_of
from atlas.report.lanes import axis_end
from atlas.report.leading import SHARES
from atlas.report.model import MISSING, Area, Bar, Cell, Column, Heat, HeatCell, Map, Ranking, Table
from atlas.report.wording import n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.definitions.models import Indicator
    from atlas.report.below import Below
    from atlas.report.records import Row

MOST_BARS = 20
ENDS = 10
_HOLLOW = _("Hollow: baseline.")
_LEFT_OUT = n_(
    "%(n)s territory between them is only in the table.", "%(n)s territories between them are only in the table."
)
_WITHOUT = n_("%(n)s territory has no figure to show.", "%(n)s territories have no figure to show.")
Ranked = list[tuple[str, "Row | None", float | None]]
"""Territory, its row, its value where it may be shown; in order of value."""


def _ranked(indicator: Indicator, below: Below) -> Ranked:
    rows = [(code, below.row(indicator.id, code)) for code in below.codes]
    found = [(code, row, below.value(row)) for code, row in rows]
    known = [one for one in found if one[2] is not None]
    return sorted(known, key=lambda one: -(one[2] or 0.0)) + [one for one in found if one[2] is None]


def ranking_of(indicator: Indicator, below: Below) -> Ranking | None:
    """Return the ranking of an indicator, or None where no territory has a value to show.

    Of more than twenty with a value the first ten and the last ten stand in the picture; all stand in the table.
    """
    ranked = _ranked(indicator, below)
    known = [one for one in ranked if one[2] is not None]
    if not known:
        return None
    bars = tuple(_bar(one, indicator, below=below) for one in _drawn(ranked, known))
    values = [value for one in bars for value in (one.value, one.baseline) if value is not None]
    return Ranking(
        id=f"ranking-{_slug(indicator)}",
        title=f"{indicator.id} {_finding(known, indicator, below=below)}",
        summary=_summary(ranked, known, indicator=indicator, below=below),
        axis=_axis(indicator, below),
        perspective=indicator.perspective,
        bars=bars,
        end=axis_end(values, kind=indicator.kind),
        source=f"{_source(indicator, below)} {below.case.voice.say(_HOLLOW)}",
        table=_table_id(indicator),
    )


def _drawn(ranked: Ranked, known: Ranked) -> Ranked:
    if len(ranked) <= MOST_BARS:
        return ranked
    if len(known) <= MOST_BARS:
        return known
    return known[:ENDS] + known[-ENDS:]


def _bar(ranked: tuple[str, Row | None, float | None], indicator: Indicator, *, below: Below) -> Bar:
    code, row, value = ranked
    text = MISSING if value is None else figures.value_text(value, kind=indicator.kind, voice=below.case.voice)
    return Bar(
        code, below.case.name_of(code), value, text, below.baseline(row),
        coverage_of(row, below.case) if row is not None else "", below.gap(row, indicator),
    )  # fmt: skip


def _name(indicator: Indicator, below: Below) -> str:
    return f"{indicator.id} {below.case.voice.text(indicator.name)}"


def _finding(known: Ranked, indicator: Indicator, *, below: Below) -> str:
    """What the picture shows, in plain words: who has most and who least of what the share is about."""
    voice = below.case.voice
    text = (
        _("%(topic)s: most %(high)s, least %(low)s") if len(known) > 1 else _("%(topic)s: only %(high)s has a figure")
    )
    high, low = (
        f"{below.case.name_of(one[0])} ({figures.value_text(one[2] or 0.0, kind=indicator.kind, voice=voice)})"
        for one in (known[0], known[-1])
    )
    return voice.say(text, topic=voice.say(SHARES[indicator.id]), high=high, low=low)


def _axis(indicator: Indicator, below: Below) -> str:
    units = {one.code: below.case.voice.text(one.label) for one in below.case.definitions.catalogues["units"].options}
    return units.get(indicator.unit, indicator.unit)


def _slug(indicator: Indicator) -> str:
    return indicator.id.lower().replace(".", "-")


def _table_id(indicator: Indicator) -> str:
    return f"ranked-{_slug(indicator)}"


def _source(indicator: Indicator, below: Below) -> str:
    text = _("Source: %(card)s, session %(session)s.")
    return below.case.voice.say(text, card=card_name(indicator.card_kind, below.case), session=below.case.now.session)


def _summary(ranked: Ranked, known: Ranked, *, indicator: Indicator, below: Below) -> str:
    """What is drawn, by its official name; how many are left out or have nothing to show."""
    voice = below.case.voice
    said = [f"{voice.text(indicator.name)}."]
    if len(known) > MOST_BARS:
        said.append(voice.say(_("The picture has the first ten and the last ten.")))
        said.append(voice.count(_LEFT_OUT, len(known) - 2 * ENDS))
    if len(ranked) > len(known):
        said.append(voice.count(_WITHOUT, len(ranked) - len(known)))
    return " ".join(said)


def ranking_table(indicator: Indicator, below: Below) -> Table:
    """Return all territories in order of an indicator, with fraction, baseline and coverage."""
    say = below.case.voice.say
    heads = (_("Value"), _("Baseline"), _("Based on"))
    columns = (Column(say(_("Territory"))), *(Column(say(head), numeric=True) for head in heads))
    rows = tuple(_cells(one, indicator, below=below) for one in _ranked(indicator, below))
    return Table(
        _table_id(indicator), _name(indicator, below), columns, rows, folded=len(rows) > MOST_BARS,
        short=say(_("%(indicator)s in figures"), indicator=indicator.id),
    )  # fmt: skip


def _cells(ranked: tuple[str, Row | None, float | None], indicator: Indicator, *, below: Below) -> tuple[Cell, ...]:
    code, row, value = ranked
    case = below.case
    head = Cell(case.name_of(code), detail=code)
    covered = Cell(MISSING, None, below.gap(row, indicator), numeric=True)
    if row is not None and row.coverage is not None:
        covered = figures.coverage_cell(row, case.voice)
    if row is None or value is None:
        return (head, figures.missing_cell(below.gap(row, indicator)), _baseline(row, indicator, below=below), covered)
    fraction = "" if _hides_parts(indicator, below) else figures.fraction_text(row, indicator, voice=case.voice)
    shown = figures.value_cell(value, indicator, voice=case.voice, fraction=fraction)
    return (head, shown, _baseline(row, indicator, below=below), covered)


def _hides_parts(indicator: Indicator, below: Below) -> bool:
    """Sums behind a ratio of people and money are never published."""
    return below.case.audience == "public" and indicator.kind == "ratio"


def _baseline(row: Row | None, indicator: Indicator, *, below: Below) -> Cell:
    say, value = below.case.voice.say, below.baseline(row)
    if value is not None:
        return figures.value_cell(value, indicator, voice=below.case.voice)
    if row is not None and row.baseline_session == row.session:
        return figures.missing_cell(say(_("this session")))
    if row is None or row.baseline_session is None:
        return figures.missing_cell(say(_("no baseline")))
    return figures.missing_cell(say(_("no data")) if row.baseline_value is None else say(_("not published")))


def heat_of(indicators: Sequence[Indicator], below: Below, *, table: str) -> Heat:
    """Return territories by indicators; each column is shaded from its own least to its own most."""
    case = below.case
    columns = [_column(one, below) for one in indicators]
    labels = {code: case.voice.text(one.label) for one in case.definitions.profile for code in (one.ngo, one.izus)}
    return Heat(
        id="below-heat",
        title=case.voice.say(_("Leading indicators, territory by territory")),
        summary=case.voice.say(_(
            "Each column is shaded by itself, from its least to its most. Counts follow the size of a territory, so "
            "compare rows, not shades of one column. A dash means that there is no figure to show. The tables below "
            "tell what each indicator counts."
        )),
        territories=tuple(case.name_of(code) for code in below.codes),
        indicators=tuple(f"{labels.get(one.id, '')} ({one.id})".strip() for one in indicators),
        perspectives=tuple(one.perspective for one in indicators),
        cells=tuple(zip(*columns, strict=True)),
        source=case.voice.say(_("Source: accepted monitoring cards, session %(session)s."), session=case.now.session),
        table=table,
    )  # fmt: skip


def _column(indicator: Indicator, below: Below) -> list[HeatCell]:
    values = [below.value(below.row(indicator.id, code)) for code in below.codes]
    known = [one for one in values if one is not None]
    least, most = (min(known), max(known)) if known else (0.0, 0.0)
    return [_heat_cell(one, indicator, below=below, span=(least, most)) for one in values]


def _heat_cell(value: float | None, indicator: Indicator, *, below: Below, span: tuple[float, float]) -> HeatCell:
    if value is None:
        return HeatCell(None, MISSING, None)
    least, most = span
    shade = (value - least) / (most - least) if most > least else 0.0
    return HeatCell(value, figures.value_text(value, kind=indicator.kind, voice=below.case.voice), shade)


def map_of(indicator: Indicator, below: Below) -> Map | None:
    """Return the map of an indicator where at least one territory below has an outline, else None."""
    case = below.case
    if not set(below.codes) & set(case.mapped):
        return None
    ranked = _ranked(indicator, below)
    known = [one for one in ranked if one[2] is not None]
    areas = [_area(code, indicator, below=below) for code in below.codes]
    elsewhere = case.voice.say(_("outside the session"))
    areas += [
        Area(code, case.name_of(code), None, elsewhere, outside=True) for code in outside(case, level=below.level)
    ]
    nothing = case.voice.say(_("No territory here has a figure to show."))
    return Map(
        id=f"map-{_slug(indicator)}",
        title=_on_map(known, indicator, below=below),
        summary=_summary(ranked, known, indicator=indicator, below=below) if known else nothing,
        axis=_axis(indicator, below),
        perspective=indicator.perspective,
        areas=tuple(areas),
        source=_source(indicator, below),
        table=_table_id(indicator),
    )


def _on_map(known: Ranked, indicator: Indicator, *, below: Below) -> str:
    voice = below.case.voice
    said = _finding(known, indicator, below=below) if known else voice.text(indicator.name)
    return voice.say(_("%(indicator)s on the map. %(finding)s"), indicator=indicator.id, finding=said)


def _area(code: str, indicator: Indicator, *, below: Below) -> Area:
    row = below.row(indicator.id, code)
    value = below.value(row)
    if value is None:
        return Area(code, below.case.name_of(code), None, below.gap(row, indicator))
    return Area(
        code, below.case.name_of(code), value, figures.value_text(value, kind=indicator.kind, voice=below.case.voice)
    )
