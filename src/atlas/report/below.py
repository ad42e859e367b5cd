"""The territories one level below the report's own: which they are, and their rows as this audience may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.definitions.formula.indicators import Statistic
from atlas.kernel.language import _
from atlas.kernel.teryt import COUNTRY, level_of, powiat_of, voivodeship_of
from atlas.report.wording import polish_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.definitions.models import Indicator
    from atlas.kernel.teryt import Level
    from atlas.report.case import Case
    from atlas.report.records import Row

_NEXT: dict[Level, tuple[Level, Callable[[str], str]]] = {
    "country": ("voivodeship", voivodeship_of),
    "voivodeship": ("powiat", powiat_of),
    "powiat": ("gmina", lambda gmina: gmina),
}


@dataclass(frozen=True)
class Below:
    """Territories one level below, in order of their names."""

    case: Case
    level: Level
    codes: tuple[str, ...]
    gminas: dict[str, tuple[str, ...]]

    def row(self, indicator: str, code: str) -> Row | None:
        """Return an indicator's whole row of a territory below, in the report's session."""
        return self.case.sources.across(self.case.now.session, indicator).get(code)

    def baseline_row(self, row: Row) -> Row | None:
        """Return the row of a territory's baseline, where it has the same code there."""
        return self.case.sources.across(row.baseline_session or "", row.indicator).get(row.territory)

    def value(self, row: Row | None) -> float | None:
        """Return a value that is known and may be seen."""
        return None if row is None or self.case.is_withheld(row) else row.value

    def baseline(self, row: Row | None) -> float | None:
        """Return a baseline that is known and may be seen; None in the baseline session itself."""
        if row is None or self.case.is_withheld(row) or row.baseline_session in {None, row.session}:
            return None
        then = self.baseline_row(row)
        if then is None and self._guarded(row):
            return None
        return None if then is not None and self.case.is_withheld(then) else row.baseline_value

    def _guarded(self, row: Row) -> bool:
        """Under another code its baseline may be withheld: of a sum of people or money nothing is shown then."""
        return self.case.audience == "public" and row.key in self.case.sources.protection.guarded

    def gap(self, row: Row | None, indicator: Indicator) -> str:
        """Return in a word or two why there is no value to show, or nothing where there is one."""
        say = self.case.voice.say
        if row is None or not row.invited:
            return say(_("nobody invited"))
        if self.case.is_withheld(row):
            return say(_("not published"))
        if row.value is not None:
            return ""
        return self._why_missing(row, indicator)

    def _why_missing(self, row: Row, indicator: Indicator) -> str:
        say, now = self.case.voice.say, self.case.now
        gminas = self.gminas[row.territory]
        if not any(now.cards[indicator.card_kind][gmina] for gmina in gminas):
            return say(_("no card"))
        if row.denominator == 0:
            return say(_("divided by 0"))
        below = self.case.formula(indicator).denominator
        if isinstance(below, Statistic):
            lacking = {one.code for one in now.without(below.code)}
            if lacking.intersection(gminas):
                return say(_("statistic missing"))
        return say(_("nobody answered"))


def below_of(case: Case) -> Below | None:
    """Return the territories below, or None for a gmina."""
    if case.level not in _NEXT:
        return None
    level, whole_of = _NEXT[case.level]
    gminas: dict[str, tuple[str, ...]] = {}
    for one in case.now.gminas:
        gminas[whole_of(one.code)] = (*gminas.get(whole_of(one.code), ()), one.code)
    codes = sorted(gminas, key=lambda code: (polish_order(case.name_of(code)), code))
    return Below(case, level, tuple(codes), gminas)


def outside(case: Case, *, level: Level) -> tuple[str, ...]:
    """Return the territories of a level, within the report's own, that can be drawn though the session has none."""
    start = "" if case.now.territory == COUNTRY else case.now.territory
    known = {code[: len(one)] for one in case.mapped for code in (gmina.code for gmina in case.now.gminas)}
    return tuple(
        sorted(one for one in case.mapped if level_of(one) == level and one.startswith(start) and one not in known)
    )
