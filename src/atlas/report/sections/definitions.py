"""The definitions used, whole enough for somebody else to compute the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.model import Bullets, Cell, Column, Section, Table
from atlas.report.reasons import statistic_name
from atlas.report.rows import below_the_line
from atlas.report.wording import DIRECTIONS

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator
    from atlas.report.case import Case


def definitions(case: Case) -> Section:
    """Return the section."""
    say = case.voice.say
    explained = Bullets((
        say(_("Baseline: the value in the first session with an accepted card of that kind. It never changes.")),
        say(_("Change: value less baseline. Panel: the same, only for those who answered in both sessions.")),
        say(_(
            "In formulas orgs(…) counts distinct organisations, pairs(…) counts cards, sum(…) adds up, and stat(…) "
            "is a territory statistic."
        )),
        say(_("Mark A: an item of the Atlas's own card. Mark S: a supplementary item.")),
        say(_(
            "Supplementary items are an addition to the Atlas's card. Without them the indicator could not be computed."
        )),
    ))  # fmt: skip
    heads = (
        _("Indicator"), _("Name in the other language"), _("Formula"), _("Direction"), _("Items it needs"),
        _("Source"), _("Version"),
    )  # fmt: skip
    table = Table(
        "definitions-table",
        say(_("Indicators of this report")),
        tuple(Column(say(head), numeric=head == "Version") for head in heads),
        tuple(_row(one, case) for one in case.definitions.indicators),
    )
    return Section("definitions", say(_("Definitions used")), (explained, table))


def _row(indicator: Indicator, case: Case) -> tuple[Cell, ...]:
    voice = case.voice
    other = "en" if voice.language == "pl" else "pl"
    symbol = f"{indicator.id} ({indicator.symbol})" if indicator.symbol else indicator.id
    return (
        Cell(symbol, detail=voice.text(indicator.name)),
        Cell(indicator.name.en if other == "en" else indicator.name.pl, lang=other),
        Cell(_formula(indicator), code=True),
        Cell(voice.say(DIRECTIONS[indicator.direction])),
        Cell(_items(indicator, case), detail=_statistic(indicator, case)),
        Cell(indicator.source, lang="" if voice.language == "pl" else "pl"),
        Cell(str(indicator.version), float(indicator.version), numeric=True),
    )


def _formula(indicator: Indicator) -> str:
    return f"{indicator.formula}  [{indicator.rows}]" if indicator.rows else indicator.formula


def _items(indicator: Indicator, case: Case) -> str:
    return ", ".join(f"{item.number} ({item.mark})" for item in case.items(indicator))


def _statistic(indicator: Indicator, case: Case) -> str:
    code = below_the_line(indicator, case)
    return case.voice.say(_("and %(statistic)s"), statistic=statistic_name(code, case)) if code else ""
