"""Findings on who answered and what cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.language import _
from atlas.report import ground
from atlas.report.findings.candidates import Candidate
from atlas.report.leading import reading_of
from atlas.report.model import Finding
from atlas.report.thresholds import LOW_COVERAGE, MANY_MISSING
from atlas.report.turnover import turnover_of
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.report.case import Case

_FEW = n_(
    "For %(n)s of %(all)s indicators there is no figure.",
    "For %(n)s of %(all)s indicators there are no figures.",
)
_JOINED = n_(
    "Since the baseline %(n)s organisation has joined (%(left)s left).",
    "Since the baseline %(n)s organisations have joined (%(left)s left).",
)
_BOTH = n_(
    "In %(both)s of %(n)s gmina both sides answered; only there can they be compared.",
    "In %(both)s of %(n)s gminas both sides answered; only there can they be compared.",
)


def thin_ground(case: Case) -> Candidate | None:
    """Weight 100: of one kind of card fewer than half of those invited were accepted."""
    known = [(share, kind) for kind in CARD_KINDS if (share := ground.coverage_share(kind, case)) is not None]
    low = [one for one in known if one[0] < LOW_COVERAGE]
    if not low:
        return None
    kind = min(low, key=lambda one: one[0])[1]
    text = _("%(card)s: fewer than half of those invited have filed. The missing ones could turn any figure.")
    return Candidate(
        100, Finding(case.voice.say(text, card=ground.card_name(kind, case)), ground.cards_text(kind, case))
    )


def unsaid(case: Case) -> Candidate | None:
    """Weight 65 where a quarter of the indicators or more have no figure, else 30: what cannot be said."""
    wholes = [reading_of(one, case) for one in case.definitions.indicators]
    withheld = sum(one.withheld for one in wholes)
    missing = sum(one.row.value is None and not one.withheld for one in wholes)
    lacking = withheld + missing
    if not lacking:
        return None
    voice = case.voice
    reasons = (
        voice.say(_("no data: %(number)s"), number=voice.number(missing)) if missing else "",
        voice.say(_("not published: %(number)s"), number=voice.number(withheld)) if withheld else "",
    )
    text = voice.count(_FEW, lacking, all=voice.number(len(wholes)))
    return Candidate(65 if lacking >= MANY_MISSING * len(wholes) else 30, Finding(text, ground.joined(*reasons)))


def both_sides(case: Case) -> Candidate | None:
    """Weight 45: in how many gminas both sides answered."""
    sides = [{gmina for gmina, count in case.now.cards[kind].items() if count} for kind in CARD_KINDS]
    if not all(sides) or len(case.now.gminas) == 1:
        return None
    both = len(sides[0] & sides[1])
    text = case.voice.count(_BOTH, len(case.now.gminas), both=case.voice.number(both))
    cards = (f"{ground.card_name(kind, case)}: {ground.cards_text(kind, case)}" for kind in CARD_KINDS)
    return Candidate(45, Finding(text, ground.joined(*cards)))


def newcomers(case: Case) -> Candidate | None:
    """Weight 35: how many organisations joined and left since the baseline."""
    turnover = turnover_of("NGO", case)
    if turnover is None or turnover.respondents.same:
        return None
    voice, flow = case.voice, turnover.respondents
    text = voice.count(_JOINED, flow.joined, left=voice.number(flow.left))
    facts = {"then": voice.number(flow.then), "now": voice.number(flow.now), "stayed": voice.number(flow.stayed)}
    return Candidate(
        35, Finding(text, voice.say(_("%(then)s at the baseline, %(now)s now, %(stayed)s in both"), **facts))
    )
