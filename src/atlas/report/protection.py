"""What the public may not see: sums that tell a single respondent's figures, and sums that would give these back.

Source: art. 38 of the act of 29 June 1995 on official statistics; docs/decisions/0007-disclosure.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.kernel.teryt import COUNTRY
from atlas.report.rules import is_withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from atlas.engine.model import Package, Results

Measure = tuple[str, str, str]
"""Session, indicator, option of its breakdown."""
Sums = Mapping[str, float]
"""What each territory adds up to the sum of the territory above it, where it is known."""


@dataclass(frozen=True)
class Protection:
    """Which figures are withheld from the public.

    `guarded` are the measures that the rule looks at; `told` holds, by measure, the territories whose figure tells too
    much of a single respondent, `second` those whose figure would give such a one back by subtraction.
    """

    guarded: frozenset[Measure]
    told: Mapping[Measure, frozenset[str]]
    second: Mapping[Measure, frozenset[str]]

    def hides(self, territory: str, indicator: str) -> bool:
        """Whether anything of an indicator is withheld for a territory, in any session."""
        return any(
            territory in self.told[one] or territory in self.second.get(one, ())
            for one in self.told
            if one[1] == indicator
        )


def protection_of(packages: Sequence[Package], results: Results) -> Protection:
    """Return what is withheld, of all territories and sessions at once.

    Args:
        packages: Packages whose definitions tell shares and totals, whose sums are shown, from ratios, whose are not.
        results: What was computed from them.
    """
    guarded, told = set(), defaultdict(set)
    for row in results.disclosure.to_pylist():
        measure = (row["session"], row["indicator"], row["breakdown"] or "")
        guarded.add(measure)
        if is_withheld(contributors=row["contributors"] or 0, top_share=row["top_share"]):
            told[measure].add(row["territory"])
    kinds = {(one.session.code, each.id): each.kind for one in packages for each in one.definitions.indicators}
    summed = {one for one in told if kinds.get(one[:2], "ratio") != "ratio"}
    sums = _sums(results.indicators, summed)
    second = {one: frozenset(second_withheld(sums[one], told[one])) for one in summed}
    return Protection(frozenset(guarded), {one: frozenset(here) for one, here in told.items()}, second)


def _sums(indicators: pa.Table, measures: set[Measure]) -> dict[Measure, dict[str, float]]:
    found: dict[Measure, dict[str, float]] = {one: {} for one in measures}
    wanted = pc.is_in(indicators["indicator"], value_set=pa.array(sorted({one[1] for one in measures}), pa.string()))
    names = ["session", "indicator", "breakdown", "territory", "numerator"]
    for row in indicators.select(names).filter(wanted).to_pylist():
        measure = (row["session"], row["indicator"], row["breakdown"] or "")
        if measure in found and row["numerator"] is not None:
            found[measure][row["territory"]] = row["numerator"]
    return found


def second_withheld(sums: Sums, told: Iterable[str]) -> set[str]:
    """Return the territories to withhold beside those that tell too much, so that no subtraction gives these back.

    Two rules until nothing changes: where exactly one territory of a shown one is withheld, so is the smallest other
    one with a sum above 0; where a withheld territory has all its parts shown, so is the smallest of them.

    >>> sorted(second_withheld({"0601": 30, "0601011": 5, "0601021": 10, "0601031": 15}, {"0601011"}))
    ['0601021']
    """
    first = {one for one in told if sums.get(one)}
    parts = defaultdict(list)
    for territory, number in sums.items():
        if number > 0 and territory != COUNTRY:
            parts[above(territory)].append(territory)
    withheld = set(first)
    while more := {extra for whole in parts if (extra := _missing(whole, parts[whole], withheld=withheld, sums=sums))}:
        withheld |= more
    return withheld - first


def _missing(whole: str, parts: list[str], *, withheld: set[str], sums: Sums) -> str:
    """The one territory more that must be withheld for a whole and its parts, or nothing."""
    hidden = [one for one in parts if one in withheld]
    shown = sorted((one for one in parts if one not in withheld), key=lambda one: (sums[one], one))
    needed = 1 if whole in withheld else 0 if not hidden else 2
    if len(hidden) >= needed or whole not in sums:
        return ""
    return shown[0] if shown else whole


def above(territory: str) -> str:
    """Return the territory one level up: a powiat's for a gmina, then voivodeship, then country."""
    size = {7: 4, 4: 2}.get(len(territory))
    return territory[:size] if size else COUNTRY
