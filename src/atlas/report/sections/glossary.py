"""Words and abbreviations of the mechanism, each in a sentence (the Atlas, parts II and III)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.model import Cell, Column, Section, Table
from atlas.report.wording import polish_order

if TYPE_CHECKING:
    from atlas.report.case import Case

TERMS = (
    (_("CUS"), _("Social services centre: it organises a gmina's social services.")),
    (_("OPS"), _("Social assistance centre: it does so where there is no CUS.")),
    (_("IZUS"), _("Institution managing social services: a CUS or an OPS.")),
    (_("NGO"), _("Organisation of the non-governmental sector and the social economy.")),
    (_("Mechanizm MP"), _("The participation monitoring mechanism: participants, cards and report, platform.")),
    (_("Raport MP"), _("This report: the figures of the accepted cards, compared and explained.")),
    (_("Karta NGO, Karta IZUS"), _("The monitoring cards of organisations and of institutions, one for each gmina.")),
    (_("session"), _("One round of monitoring: cards are collected, checked, closed and computed.")),
    (_("Menager US"), _("Service manager: the person in an organisation who runs its social services.")),
    (_("Researcher LP"), _("Researcher of local needs: the person in an organisation who looks into people's needs.")),
    (_("OUS"), _("Organiser of social services: an employee of the CUS who plans and coordinates services.")),
    (_("OSL"), _("Community organiser: an employee of the CUS who supports people and groups.")),
    (_("KIPUS"), _("Coordinator of individual plans of social services in the CUS.")),
    (_("Diagnosis"), _("The gmina's document on people's needs and on what there is to meet them.")),
    (_("sphere of participation"), _("One of six fields in which organisations take part in social services.")),
    (_("baseline value"), _("The value in the territory's first session: the point of reference, never changed.")),
    (_("panel"), _("The same respondents for the same gminas in two sessions.")),
    (_("coverage"), _("Cards behind a figure, of the cards invited.")),
    (_("territory statistic"), _("A figure about the whole gmina, such as the number of active organisations.")),
    (_("session package"), _("The sealed files of a closed session, from which all figures are computed.")),
    (_("TERYT"), _("The official register of territories; its codes name gminas, powiats and voivodeships.")),
    (_("percentage point (pp)"), _("The difference between two percentages: from 20% to 25% is 5 points.")),
    (_("EZ US, EK US"), _("Efficiency of services: users per member of staff, and cost per user.")),
)  # fmt: skip


def glossary(case: Case) -> Section:
    """Return the section, in alphabetical order of the report's language."""
    say = case.voice.say
    terms = sorted(((say(term), say(meaning)) for term, meaning in TERMS), key=lambda one: polish_order(one[0]))
    rows = tuple((Cell(term), Cell(meaning)) for term, meaning in terms)
    columns = (Column(say(_("Term"))), Column(say(_("Meaning"))))
    table = Table("glossary-table", say(_("Words and abbreviations")), columns, rows)
    return Section("glossary", say(_("Glossary")), (table,), folded=True)
