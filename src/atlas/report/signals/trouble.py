"""Signals on what went wrong: falls among the same respondents, penalties, contracts, shares over the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.definitions.formula.indicators import Statistic
from atlas.kernel.language import _
from atlas.report import figures, ground
from atlas.report.leading import reading_of
from atlas.report.model import Signal
from atlas.report.thresholds import (
    LEAST_PANEL,
    NEGATIVE_SHARE,
    SHARP_FALL,
    SHARP_FALL_LEAST,
    SHARP_FALL_POINTS,
)

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator
    from atlas.report.case import Case
    from atlas.report.rows import Reading

PENALISED = "IZUS-4.1"
NEGATIVE = "IZUS-3.5"
WHOLE = 100.0


def sharp_fall(case: Case) -> Signal | None:
    """Among the same respondents an indicator has become worse by a quarter, or a share by ten points."""
    readings = [reading_of(one, case) for one in case.definitions.indicators]
    fallen = tuple(_fall(one) for one in readings if is_sharp_fall(one))
    if not fallen:
        return None
    say = case.voice.say
    return Signal(say(_("A sharp turn for the worse among the same respondents")), fallen, (
        say(_("What happened: an end of funding, of a contract, people leaving?")),
        say(_("Is it one respondent or many? Was the question understood as before?")),
    ))  # fmt: skip


def is_sharp_fall(reading: Reading) -> bool:
    """Whether a change of the same respondents is sharply for the worse."""
    row, told = reading.row, reading.told_change
    if told is None or reading.panel_withheld or told != row.panel_change:
        return False
    if reading.indicator.card_kind == "NGO" and (row.panel_n or 0) < LEAST_PANEL:
        return False
    if figures.verdict_of(told, reading.indicator, voice=reading.case.voice) != "worse":
        return False
    if reading.indicator.kind == "share":
        return abs(told) >= SHARP_FALL_POINTS
    least = 0.0 if reading.indicator.kind == "ratio" else SHARP_FALL_LEAST
    return abs(told) >= least and abs(told) >= SHARP_FALL * abs(row.panel_baseline or 0.0)


def _fall(reading: Reading) -> str:
    row, indicator, voice = reading.row, reading.indicator, reading.case.voice
    change = figures.change_of(row.panel_change or 0.0, indicator, voice=voice, of="", panel=True).cell.text
    below = reading.case.formula(indicator).denominator
    levels = ""  # of a share over a statistic only the panel's change is to be read
    if not isinstance(below, Statistic):
        ends = (row.panel_baseline or 0.0, row.panel_value or 0.0)
        levels = " \N{RIGHTWARDS ARROW} ".join(
            figures.value_text(one, kind=indicator.kind, voice=voice) for one in ends
        )
    panel = voice.count(ground.PANEL_CARDS, row.panel_n or 0) if not reading.case.formula(indicator).table else ""
    return f"{indicator.id} {voice.text(indicator.name)}: {ground.joined(levels, change, panel)}"


def penalised(case: Case) -> Signal | None:
    """Institutions report organisations that were penalised for not keeping standards."""
    reading = _known(PENALISED, case)
    if reading is None or not reading.row.value:
        return None
    say = case.voice.say
    return Signal(say(_("Organisations were penalised for not keeping standards")), (_line(reading),), (
        say(_("Which standards, and did the organisations know them beforehand?")),
        say(_("What would help them to keep the standards next time?")),
    ))  # fmt: skip


def negative_contracts(case: Case) -> Signal | None:
    """A quarter of the organisations with contracts, or more, got no positive assessment."""
    reading = _known(NEGATIVE, case)
    if reading is None or (reading.row.value or 0.0) < NEGATIVE_SHARE:
        return None
    say = case.voice.say
    return Signal(say(_("Many contracts were not assessed positively")), (_line(reading),), (
        say(_("Are the contracts realistic: money, time, number of people?")),
        say(_("Is it the same organisations as before?")),
    ))  # fmt: skip


def over_the_whole(case: Case) -> Signal | None:
    """A share that may be seen is over 100 percent: a statistic and the cards do not fit together."""
    readings = [_known(one.id, case) for one in case.definitions.indicators if one.kind == "share"]
    over = tuple(_line(one) for one in readings if one is not None and (one.row.value or 0.0) > WHOLE)
    if not over:
        return None
    say = case.voice.say
    return Signal(say(_("A share is over 100 percent")), over, (
        say(_("Does the gmina's statistic leave some organisations, providers or users out?")),
        say(_("Do people use the services of several organisations and count with each?")),
    ))  # fmt: skip


def _known(code: str, case: Case) -> Reading | None:
    """An indicator's whole where its value is known and may be seen."""
    indicator = _indicator(code, case)
    reading = reading_of(indicator, case) if indicator else None
    return None if reading is None or reading.withheld or reading.row.value is None else reading


def _indicator(code: str, case: Case) -> Indicator | None:
    return next((one for one in case.definitions.indicators if one.id == code), None)


def _line(reading: Reading) -> str:
    name = reading.case.voice.text(reading.indicator.name)
    return f"{reading.indicator.id} {name}: {ground.figures_of(reading)}"
