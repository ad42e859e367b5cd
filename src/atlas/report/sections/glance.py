"""The first page: one sentence on coverage, the profile of six spheres, the findings, what to read with care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.language import _
from atlas.report import ground
from atlas.report.findings.choice import MOST_FINDINGS, findings_of
from atlas.report.leading import leading, reading_of
from atlas.report.model import Bullets, Findings, Paragraph, Section
from atlas.report.row_notes import periods_differ
from atlas.report.sections.profile import profile_chart
from atlas.report.thresholds import LOW_COVERAGE
from atlas.report.turnover import turnover_of
from atlas.report.wording import n_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.report.case import Case
    from atlas.report.model import Block

_ONLY = n_("The data carry only %(n)s sentence.", "The data carry only %(n)s sentences.")
_WITHHELD = n_(
    "%(n)s figure is not published, so that nobody's own figures are told. It is missing from every picture.",
    "%(n)s figures are not published, so that nobody's own figures are told. They are missing from every picture.",
)


def glance(case: Case) -> Section:
    """Return the section."""
    say = case.voice.say
    return Section(
        "glance", say(_("At a glance")), (Paragraph(_coverage(case)), profile_chart(case)),
        (
            Section("findings", say(_("What the data say")), _sentences(case)),
            Section("care", say(_("What to read with care")), (Bullets(tuple(_care(case))),)),
        ),
    )  # fmt: skip


def _coverage(case: Case) -> str:
    facts = {kind.lower(): f"{ground.card_name(kind, case)}: {ground.cards_text(kind, case)}" for kind in CARD_KINDS}
    return case.voice.say(_("The report stands on the cards that were accepted. %(ngo)s. %(izus)s."), **facts)


def _sentences(case: Case) -> tuple[Block, ...]:
    found = findings_of(case)
    if not found:
        return (Paragraph(case.voice.say(_("The data carry no sentence yet: too little is known here."))),)
    if len(found) < MOST_FINDINGS:
        return (Findings(found), Paragraph(case.voice.count(_ONLY, len(found))))
    return (Findings(found),)


def _care(case: Case) -> Iterator[str]:
    """What stands in the way of a quick reading, the gravest first; at least one sentence."""
    say = case.voice.say
    said = [*_low(case), *_others(case)]
    if case.withheld:
        hidden = sum(row.key in case.withheld for row in case.rows.values() if row.session == case.now.session)
        said += [case.voice.count(_WITHHELD, hidden)] if hidden else []
    if any(periods_differ(reading_of(one, case)) for one in leading(case)):
        said.append(say(_(
            "The period of this session is not as long as the baseline's: compare what happened in it with care."
        )))  # fmt: skip
    yield from said
    yield say(_("A missing figure is not zero, and coverage is not a margin of error: nobody was drawn by lot."))


def _low(case: Case) -> Iterator[str]:
    for kind in CARD_KINDS:
        share = ground.coverage_share(kind, case)
        if share is not None and share < LOW_COVERAGE:
            text = _("%(card)s: only %(cards)s. Figures from it describe those who filed, not the territory.")
            yield case.voice.say(text, card=ground.card_name(kind, case), cards=ground.cards_text(kind, case))


def _others(case: Case) -> Iterator[str]:
    for kind in CARD_KINDS:
        turnover = turnover_of(kind, case)
        if turnover is not None and not turnover.cards.same:
            text = _("%(card)s: others answered than at the baseline. Read the panel, not the change over all cards.")
            yield case.voice.say(text, card=ground.card_name(kind, case))
        elif case.baseline_of(kind) == case.now.session:
            text = _("%(card)s: this session is the baseline, so there is no change to show yet.")
            yield case.voice.say(text, card=ground.card_name(kind, case))
