"""Findings on what the two sides say: contracts, where they differ, where nobody found anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report import ground
from atlas.report.below import below_of
from atlas.report.findings.candidates import Candidate
from atlas.report.leading import CONTRACTS, reading_of
from atlas.report.model import Finding
from atlas.report.sections.profile import sphere_name
from atlas.report.thresholds import LEAST_COMPARED, LEAST_STRENGTH, LOW_COVERAGE, strength
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.definitions.models import Lead, Pair
    from atlas.report.case import Case
    from atlas.report.records import PairRow, Row
    from atlas.report.rows import Reading

WHOLE = 100.0
_COMPARED = n_("%(compared)s of %(n)s gmina compared", "%(compared)s of %(n)s gminas compared")


def contracts(case: Case) -> Candidate | None:
    """Weight 80: the share of active organisations that have contracts for services."""
    reading = _told(CONTRACTS, case)
    if reading is None or reading.row.value is None or reading.row.value > WHOLE:
        return None
    text = _("Organisations with contracts for services make up %(share)s of the organisations active here.")
    share = case.voice.percent(reading.row.value)
    return Candidate(80, Finding(case.voice.say(text, share=share), ground.figures_of(reading), CONTRACTS))


def disagreement(case: Case) -> Candidate | None:
    """Weight 75: the pair in which the two sides lie furthest apart; weight 40: that they agree everywhere."""
    known = [(pair, row) for pair in case.definitions.pairs if _both(row := case.pairs.get(pair.code))]
    told = [(pair, case.pairs[pair.code]) for pair, _row in known]
    if not told:
        return None
    pair, row = max(told, key=lambda one: strength(one[1].ngo or 0, one[1].izus or 0))
    if all(one.difference == 0 for _pair, one in told):
        text = _("Organisations and institutions agree in everything that can be compared.")
        return Candidate(40, Finding(case.voice.say(text), _pairs_compared(len(told), case)))
    if strength(row.ngo or 0, row.izus or 0) < LEAST_STRENGTH:
        return None
    return Candidate(75, _pair_finding(pair, row, case=case))


def spread(case: Case) -> Candidate | None:
    """Weight 70: where below the share of organisations with contracts is highest and where lowest."""
    below = below_of(case)
    if below is None or all(one.id != CONTRACTS for one in case.definitions.indicators):
        return None
    known = {
        row.territory: row.value
        for code in below.codes
        if (row := _sound(below.row(CONTRACTS, code), case)) is not None and row.value is not None
    }
    percents = {code: case.voice.percent(value) for code, value in known.items()}
    if len(known) < LEAST_COMPARED or len(set(percents.values())) == 1:
        return None
    text = _(
        "Of the territories that can be compared, the share of organisations with contracts is highest in %(there)s "
        "(%(high)s) and lowest in %(here)s (%(low)s)."
    )
    low, high = (percents[pick(known, key=lambda code: known[code])] for pick in (min, max))
    here, there = (_named([code for code in percents if percents[code] == one], case) for one in (low, high))
    compared = case.voice.say(
        _("territories compared: %(some)s of %(all)s"),
        some=case.voice.number(len(known)), all=case.voice.number(len(below.codes)),
    )  # fmt: skip
    said = case.voice.say(text, here=here, there=there, low=low, high=high)
    return Candidate(70, Finding(said, ground.joined(f"{low} \N{EN DASH} {high}", compared), CONTRACTS))


def _named(codes: list[str], case: Case) -> str:
    return case.voice.listed([case.name_of(code) for code in codes])


def silence(case: Case) -> Candidate | None:
    """Weight 50: a sphere where both sides counted and found nothing."""
    for lead in case.definitions.profile:
        sides = [_told(one, case) for one in (lead.ngo, lead.izus)]
        if all(one is not None and one.row.value == 0 for one in sides):
            return Candidate(50, _silent(lead, [one for one in sides if one], case=case))
    return None


def _told(code: str, case: Case) -> Reading | None:
    """An indicator's reading where its value is known and may be seen."""
    if all(one.id != code for one in case.definitions.indicators):
        return None
    reading = reading_of(case.definitions.indicator(code), case)
    return None if reading.withheld or reading.row.value is None else reading


def _sound(row: Row | None, case: Case) -> Row | None:
    """A row whose share can be told: seen, known, no more than the whole, on enough cards."""
    if row is None or row.value is None or row.value > WHOLE or case.is_withheld(row):
        return None
    return row if row.coverage is not None and row.coverage >= LOW_COVERAGE else None


def _both(row: PairRow | None) -> bool:
    return row is not None and row.ngo is not None and row.izus is not None


def _pairs_compared(number: int, case: Case) -> str:
    return case.voice.say(
        _("pairs compared: %(some)s of %(all)s"),
        some=case.voice.number(number), all=case.voice.number(len(case.definitions.pairs)),
    )  # fmt: skip


def _pair_finding(pair: Pair, row: PairRow, *, case: Case) -> Finding:
    voice = case.voice
    text = _("The two sides differ most here: %(label)s. Organisations report %(ngo)s, institutions %(izus)s.")
    sides = {"ngo": voice.number(row.ngo or 0), "izus": voice.number(row.izus or 0)}
    gap = voice.say(_("difference %(gap)s"), gap=voice.number(row.difference or 0, signed=True))
    compared = voice.count(_COMPARED, len(case.now.gminas), compared=voice.number(row.gminas_compared))
    return Finding(voice.say(text, label=voice.text(pair.label), **sides), ground.joined(gap, compared), "")


def _silent(lead: Lead, sides: list[Reading], *, case: Case) -> Finding:
    text = _("Both sides counted and the answer is zero: %(label)s (sphere %(sphere)s).")
    said = case.voice.say(text, sphere=sphere_name(lead.sphere, case), label=case.voice.text(lead.label))
    stands = (f"{one.indicator.id}: {ground.coverage_of(one.row, case)}" for one in sides)
    return Finding(said, ground.joined(*stands), "")
