"""One row of the results as a row of the report: value, baseline, changes, coverage, chart lane and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from atlas.definitions.formula.indicators import Statistic
from atlas.kernel.language import _
from atlas.report import figures
from atlas.report.ground import PANEL_CARDS
from atlas.report.model import Change, IndicatorRow
from atlas.report.reasons import Why, why_missing, why_withheld
from atlas.report.row_notes import notes_of, periods_differ
from atlas.report.rules import leads_with_panel, others_answered
from atlas.report.wording import DIRECTIONS, n_

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator
    from atlas.report.case import Case
    from atlas.report.model import Cell
    from atlas.report.records import Row

_PANEL_ROWS = n_("panel: %(n)s service row", "panel: %(n)s service rows")


@dataclass(frozen=True)
class Reading:
    """A row of the results, read for an audience: what is there, what is missing and why, what is withheld."""

    row: Row
    indicator: Indicator
    case: Case

    @property
    def withheld(self) -> bool:
        """Whether this audience may not see the row."""
        return self.row.key in self.case.withheld

    @property
    def is_baseline(self) -> bool:
        """Whether the report's session is the row's own baseline."""
        return self.row.baseline_session == self.row.session

    @cached_property
    def baseline_row(self) -> Row | None:
        """The same indicator and territory in the baseline session, where it stands there."""
        key = (self.row.baseline_session or "", self.row.indicator, self.row.breakdown)
        return self.case.rows.get(key)

    @property
    def baseline_withheld(self) -> bool:
        """Whether the baseline may not be seen; with a withheld row its baseline is withheld too."""
        return self.withheld or (self.baseline_row is not None and self.baseline_row.key in self.case.withheld)

    @property
    def panel_withheld(self) -> bool:
        """Whether the panel may not be seen: nobody has checked whom a panel of people or money would give away."""
        return self.baseline_withheld or self.row.key in self.case.guarded

    @cached_property
    def value_gap(self) -> Why | None:
        """Why there is no value to show."""
        if self.withheld:
            return why_withheld(self.case, second=self.row.key in self.case.second)
        if self.row.value is not None:
            return None
        return why_missing(self.row, self.indicator, excerpt=self.case.now, case=self.case)

    @cached_property
    def baseline_gap(self) -> Why | None:
        """Why there is no baseline to show."""
        say = self.case.voice.say
        if self.is_baseline:
            return Why(say(_("this session")), "")
        if self.withheld:
            return self.value_gap
        if self.baseline_withheld:
            then = self.baseline_row
            return why_withheld(self.case, second=then is not None and then.key in self.case.second)
        if self.row.baseline_session is None:
            return Why(say(_("no baseline")), "")  # the report's first section says why
        if self.row.baseline_value is not None:
            return None
        return Why(say(_("no data")), say(_("There is no baseline: %(why)s"), why=self._missing_then()))

    def _missing_then(self) -> str:
        then, session = self.baseline_row, self.row.baseline_session or ""
        excerpt = self.case.excerpts.get(session)
        if then is None or excerpt is None:
            return self.case.voice.say(_("it did not occur in session %(session)s."), session=session)
        why = why_missing(then, self.indicator, excerpt=excerpt, case=self.case).full
        return self.case.voice.say(_("it was missing in session %(session)s. %(why)s"), session=session, why=why)

    @property
    def panel_first(self) -> bool:
        """Whether the panel is to be read before the plain change (rule 5)."""
        known = not self.panel_withheld and self.row.panel_change is not None
        return known and (self.gminas_differ or self.others_answered)

    @property
    def others_answered(self) -> bool:
        """Whether other cards stand behind the value than behind the baseline; a panel of service rows cannot tell."""
        row, then = self.row, self.baseline_row
        if self.is_baseline or then is None or self.case.formula(self.indicator).table:
            return False
        return others_answered(matched=row.panel_n or 0, cards=row.cards, baseline_cards=then.cards)

    @property
    def told_change(self) -> float | None:
        """The change that may be told as one: of the same respondents, over periods of one length; else None."""
        row = self.row
        if self.is_baseline or self.baseline_withheld or periods_differ(self):
            return None
        if not self.panel_withheld and row.panel_change is not None:
            return row.panel_change
        alike = row.baseline_definition_version == row.definition_version
        same = row.panel_n is not None and not self.others_answered and not self.gminas_differ
        return row.change if alike and same and not self.case.formula(self.indicator).table else None

    @property
    def gminas_differ(self) -> bool:
        """Whether the baseline was counted over other gminas."""
        return not self.is_baseline and leads_with_panel(
            gminas=self.row.gminas_used, baseline_gminas=self.row.baseline_gminas_used
        )


def indicator_row(row: Row, indicator: Indicator, *, case: Case) -> IndicatorRow:
    """Return a row of the report.

    Args:
        row: A row of the results, of the report's session and territory.
        indicator: Its definition in that session.
        case: The report's case.

    Returns:
        Figures raw and formatted. What the audience may not see is in none of its fields.
    """
    reading = Reading(row, indicator, case)
    shown = None if reading.withheld else row
    name = case.voice.text(indicator.name) if not row.breakdown else _option_name(indicator, row.breakdown, case=case)
    return IndicatorRow(
        id="-".join(filter(None, ("i", row.indicator.replace(".", "-"), row.breakdown))),
        indicator=row.indicator,
        option=row.breakdown,
        name=name,
        about="" if row.breakdown else _about(indicator, case),
        perspective=indicator.perspective,
        value=_value(reading),
        baseline=_baseline(reading),
        changes=_changes(reading),
        coverage=figures.coverage_cell(row, case.voice),
        lane=None,
        notes=notes_of(reading),
        numerator=shown.numerator if shown and not _hides_parts(reading) else None,
        denominator=shown.denominator if shown and not _hides_parts(reading) else None,
    )


def _option_name(indicator: Indicator, option: str, *, case: Case) -> str:
    items = case.words.packages[indicator.card_kind].items
    table = case.formula(indicator).table
    item = items[f"{table}.{indicator.breakdown}" if table else indicator.breakdown]
    labels = {one.code: case.voice.text(one.label) for one in case.definitions.catalogues[item.options].options}
    return labels.get(option, option)


def _about(indicator: Indicator, case: Case) -> str:
    units = {one.code: case.voice.text(one.label) for one in case.definitions.catalogues["units"].options}
    return f"{units.get(indicator.unit, indicator.unit)} · {case.voice.say(DIRECTIONS[indicator.direction])}"


def _hides_parts(reading: Reading) -> bool:
    """Sums behind a ratio of people and money are never published: withheld services could be told by subtraction."""
    return reading.case.audience == "public" and reading.indicator.kind == "ratio"


def _value(reading: Reading) -> Cell:
    row, indicator, voice = reading.row, reading.indicator, reading.case.voice
    if reading.value_gap is not None or row.value is None:
        return figures.missing_cell(reading.value_gap.short if reading.value_gap else "")
    fraction = "" if _hides_parts(reading) else figures.fraction_text(row, indicator, voice=voice)
    return figures.value_cell(row.value, indicator, voice=voice, fraction=fraction)


def _baseline(reading: Reading) -> Cell:
    row, indicator, voice = reading.row, reading.indicator, reading.case.voice
    if reading.baseline_gap is not None or row.baseline_value is None:
        return figures.missing_cell(reading.baseline_gap.short if reading.baseline_gap else "")
    then = reading.baseline_row
    fraction = "" if then is None or _hides_parts(reading) else figures.fraction_text(then, indicator, voice=voice)
    return figures.value_cell(row.baseline_value, indicator, voice=voice, fraction=fraction)


def _changes(reading: Reading) -> tuple[Change, ...]:
    if reading.is_baseline:
        return (figures.missing_change(reading.case.voice.say(_("baseline session")), of="", panel=False),)
    if reading.row.baseline_session is None:
        return (figures.missing_change(reading.case.voice.say(_("no baseline")), of="", panel=False),)
    if reading.withheld:
        return (figures.missing_change(why_withheld(reading.case).short, of="", panel=False),)
    plain, panel = _plain(reading), _panel(reading)
    if plain.cell.raw is None and panel.cell.raw is None:
        return (replace(plain, of=""),)
    return (panel, plain) if reading.panel_first else (plain, panel)


def _plain(reading: Reading) -> Change:
    row, voice = reading.row, reading.case.voice
    of = voice.say(_("all cards"))
    if reading.baseline_withheld:
        return figures.missing_change(why_withheld(reading.case).short, of=of, panel=False)
    if row.change is None:
        return figures.missing_change(voice.say(_("nothing to compare")), of=of, panel=False)
    mark = ""
    if reading.gminas_differ:
        then, now = (voice.number(one or 0) for one in (row.baseline_gminas_used, row.gminas_used))
        mark = voice.say(_("gminas: %(then)s at the baseline, %(now)s now"), then=then, now=now)
    return figures.change_of(row.change, reading.indicator, voice=voice, of=of, panel=False, mark=mark)


def _panel(reading: Reading) -> Change:
    row, case = reading.row, reading.case
    forms = _PANEL_ROWS if case.formula(reading.indicator).table else PANEL_CARDS
    if reading.panel_withheld:
        return figures.missing_change(why_withheld(case).short, of=case.voice.say(_("panel")), panel=True)
    of = case.voice.count(forms, row.panel_n or 0)
    if row.panel_change is None:
        why = _("not computable") if row.panel_n else _("nobody in both sessions")
        return figures.missing_change(case.voice.say(why), of=of, panel=True)
    return figures.change_of(row.panel_change, reading.indicator, voice=case.voice, of=of, panel=True)


def below_the_line(indicator: Indicator, case: Case) -> str:
    """Return the code of the territory statistic that an indicator divides by, or nothing."""
    below = case.formula(indicator).denominator
    return below.code if isinstance(below, Statistic) else ""
