"""Figures as cells: how values, fractions, changes and coverage are written. Rounding happens here, only for showing.

Source: indicators.md, rule 8; counts whole, shares one decimal with their fraction, efficiency two decimals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.kernel.polish_numbers import NBSP
from atlas.report.model import MISSING, Cell, Change
from atlas.report.rules import verdict_on
from atlas.report.wording import n_

if TYPE_CHECKING:
    from atlas.definitions.models import Indicator
    from atlas.report.model import Verdict
    from atlas.report.records import Row
    from atlas.report.wording import Voice

DECIMALS: dict[str, int] = {"count": 0, "total": 0, "share": 1, "ratio": 2}
WORDS: dict[Verdict, str] = {"better": _("better"), "worse": _("worse"), "same": _("no change"), "neutral": ""}
_UP, _DOWN, _LEVEL = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{RIGHTWARDS ARROW}"
_CARDS_OF = n_("%(cards)s of %(n)s card", "%(cards)s of %(n)s cards")
_GMINAS_OF = n_("%(used)s of %(n)s gmina", "%(used)s of %(n)s gminas")


def missing_cell(why: str) -> Cell:
    """Return a dash with its reason under it: never empty, never 0."""
    return Cell(MISSING, None, why, numeric=True)


def value_text(value: float, *, kind: str, voice: Voice) -> str:
    """Return a value as it is shown: 36,4 %."""
    return voice.percent(value) if kind == "share" else voice.number(value, decimals=DECIMALS[kind])


def value_cell(value: float, indicator: Indicator, *, voice: Voice, fraction: str = "") -> Cell:
    """Return a known value with what stands under it."""
    return Cell(value_text(value, kind=indicator.kind, voice=voice), value, fraction, numeric=True)


def fraction_text(row: Row, indicator: Indicator, *, voice: Voice) -> str:
    """Return what a share or ratio was computed from: 4 z 11, or 413 : 36 (money with its grosze)."""
    if row.numerator is None or row.denominator is None:
        return ""
    if indicator.kind == "share":
        part, whole = _exact(row.numerator, voice), _exact(row.denominator, voice)
        return voice.say(_("%(part)s of %(whole)s"), part=part, whole=whole)
    if indicator.kind == "ratio":
        return f"{_exact(row.numerator, voice)} : {_exact(row.denominator, voice)}"
    return ""


def _exact(number: float, voice: Voice) -> str:
    return voice.number(number, decimals=0 if float(number).is_integer() else 2)


def change_of(change: float, indicator: Indicator, *, voice: Voice, of: str, panel: bool, mark: str = "") -> Change:
    """Return a change with its judgement: percentage points for a share, an arrow and a word by the direction.

    Args:
        change: Value less baseline, in the indicator's unit.
        indicator: What changed.
        voice: The report's language.
        of: Over what: all cards, or so many of the panel.
        panel: Whether it is the panel's change.
        mark: What to know before comparing, in a word or two.
    """
    text = voice.number(change, decimals=DECIMALS[indicator.kind], signed=True)
    verdict = _verdict(change, indicator, text=text)
    arrow = _LEVEL if verdict == "same" else _UP if change > 0 else _DOWN
    if indicator.kind == "share":
        text += NBSP + voice.say(_("pp"))
    word = voice.say(WORDS[verdict]) if WORDS[verdict] else ""
    return Change(Cell(text, change, numeric=True), of, panel, verdict, word, arrow, mark)


def _verdict(change: float, indicator: Indicator, *, text: str) -> Verdict:
    return verdict_on(change, direction=indicator.direction, shows_as_zero=text.strip("0.,") == "")


def verdict_of(change: float | None, indicator: Indicator, *, voice: Voice) -> Verdict | None:
    """Return what a change means, or None where there is none."""
    if change is None:
        return None
    return _verdict(change, indicator, text=voice.number(change, decimals=DECIMALS[indicator.kind], signed=True))


def missing_change(why: str, *, of: str, panel: bool) -> Change:
    """Return a change that is not there, with its reason."""
    return Change(missing_cell(why), of, panel)


def coverage_cell(row: Row, voice: Voice) -> Cell:
    """Return on how many of the invited cards a value stands, and on how many gminas where there are several."""
    if row.coverage is None:
        return missing_cell(voice.say(_("nobody invited")))
    gminas = ""
    if row.gminas_in_scope > 1:
        gminas = voice.count(_GMINAS_OF, row.gminas_in_scope, used=voice.number(row.gminas_used))
    cards = voice.count(_CARDS_OF, row.invited, cards=voice.number(row.cards))
    return Cell(cards, row.coverage, gminas, numeric=True)
