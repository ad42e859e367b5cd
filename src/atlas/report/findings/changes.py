"""Findings on change: only of the same respondents, only of counts, by how far then and now lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report import figures, ground
from atlas.report.findings.candidates import Candidate
from atlas.report.leading import reading_of
from atlas.report.model import Finding
from atlas.report.thresholds import LEAST_PANEL, LEAST_STRENGTH, strength

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator
    from atlas.report.case import Case
    from atlas.report.model import Verdict
    from atlas.report.rows import Reading


def greatest_change(case: Case) -> Candidate | None:
    """Weight 90: the count that changed most among the same respondents, for better or worse."""
    found = _changes(case)
    return Candidate(90, _change_finding(found[0])) if found else None


def opposite_change(case: Case) -> Candidate | None:
    """Weight 60: the count that changed most the other way than the greatest change."""
    found = _changes(case)
    other = [one for one in found if one.verdict != found[0].verdict]
    return Candidate(60, _change_finding(other[0])) if other else None


@dataclass(frozen=True)
class _Change:
    """A change of the same respondents that may be told."""

    reading: Reading
    verdict: Verdict
    then: float
    now: float

    @property
    def strength(self) -> float:
        return strength(self.then, self.now)


def _changes(case: Case) -> list[_Change]:
    """Changes of counts in the panel that may be told, the strongest first."""
    found = [one for indicator in case.definitions.indicators if (one := _change(indicator, case))]
    return sorted(found, key=lambda one: -one.strength)


def _change(indicator: Indicator, case: Case) -> _Change | None:
    reading = reading_of(indicator, case)
    row, told = reading.row, reading.told_change
    if told is None or reading.panel_withheld or indicator.kind not in {"count", "total"}:
        return None
    if row.panel_value is None or row.panel_baseline is None or told != row.panel_change:
        return None
    if indicator.card_kind == "NGO" and (row.panel_n or 0) < LEAST_PANEL:
        return None
    verdict = figures.verdict_of(told, indicator, voice=case.voice)
    change = _Change(reading, verdict or "same", row.panel_baseline, row.panel_value)
    return change if verdict in {"better", "worse"} and change.strength >= LEAST_STRENGTH else None


def _change_finding(change: _Change) -> Finding:
    reading, voice = change.reading, change.reading.case.voice
    kind = reading.indicator.kind
    then, now = (figures.value_text(one, kind=kind, voice=voice) for one in (change.then, change.now))
    rose, fell = (
        _("Among the same respondents this has risen from %(then)s to %(now)s: %(name)s."),
        _("Among the same respondents this has fallen from %(then)s to %(now)s: %(name)s."),
    )
    text = voice.say(
        rose if change.now > change.then else fell, then=then, now=now,
        name=voice.quoted(voice.text(reading.indicator.name)),
    )  # fmt: skip
    word = voice.say(figures.WORDS[change.verdict])
    panel = voice.count(ground.PANEL_CARDS, reading.row.panel_n or 0)
    signed = voice.number(change.now - change.then, signed=True)
    return Finding(text, ground.joined(signed, word, panel), reading.indicator.id)
