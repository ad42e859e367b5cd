"""How the figures are made, in plain words; the whole of it is docs/explanation/methodology.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.model import Cell, Column, Paragraph, Section, Table
from atlas.report.thresholds import LOW_COVERAGE

if TYPE_CHECKING:
    from atlas.report.case import Case

RULES = (
    (_("From cards"), _(
        "Every figure is computed from the accepted cards, on each level anew. An organisation with cards in two "
        "gminas of a powiat counts once in the powiat. A share is a ratio of sums, never a mean of shares."
    )),
    (_("Missing is not zero"), _(
        "An empty answer is left out. Where nobody answered, there is no figure, and the reason stands beside the dash."
    )),
    (_("The same gminas"), _(
        "Above and below the line of a share stand the same gminas: those whose statistic is known and whose cards "
        "know the answer."
    )),
    (_("Coverage"), _(
        "Beside each value stands on how many of the invited cards it rests. Cards are no random sample: nothing is "
        "weighted or estimated."
    )),
    (_("Baseline"), _(
        "The first accepted cards of a territory are its point of reference for ever. They are never changed; a "
        "mistake found later is noted beside the value."
    )),
    (_("Panel"), _(
        "Only cards that the same respondents filed for the same gminas in both sessions, with the answer known in "
        "both. The panel tells a real change from a change in who answered."
    )),
    (_("Flow and stock"), _(
        "A flow is what happened in the period (consultations, users, cost). A stock is what there was on its last day "
        "(people in functions, facilities). Contracts and partnerships count if they were in force on any day of it."
    )),
    (_("What is published"), _(
        "A sum of people or money is not published where fewer than 3 entities stand behind it or one has more than "
        "3/4. Where subtraction would give such a sum back, the smallest other one is not published either."
    )),
    (_("Sentences and signals"), _(
        "The sentences of the first page and the signals are chosen by fixed rules, the same for every territory. They "
        "use only figures that are known and published, and tell a change only of the same respondents."
    )),
)  # fmt: skip


def methodology(case: Case) -> Section:
    """Return the section."""
    say = case.voice.say
    rows = tuple((Cell(say(name)), Cell(say(rule))) for name, rule in RULES)
    columns = (Column(say(_("Rule"))), Column(say(_("What it means"))))
    low = say(
        _("“Low coverage” in this report means below %(share)s."),
        share=case.voice.percent(100 * LOW_COVERAGE, decimals=0),
    )
    table = Table("methodology-table", say(_("Rules of computation in plain words")), columns, rows, note=low)
    intro = Paragraph(
        say(_("The full methodology, with worked examples, comes with the software that made this report."))
    )
    return Section("methodology", say(_("Methodology")), (intro, table), folded=True)
