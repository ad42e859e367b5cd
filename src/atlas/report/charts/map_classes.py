"""Classes of a map's values: five, equally wide, with round ends; and the colours that they give to areas."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Final

from atlas.report.charts.palette import MISSING_HATCH, ON_LIGHT, OUTSIDE, SIDES, shade_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.report.model import Area, Map

CLASSES: Final = 5
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 50.0)
_LEAST_STEP: Final = 0.02
_ENOUGH: Final = 3
_MOST_DECIMALS: Final = 12
_WHOLE: Final = 100.0


@dataclass(frozen=True)
class Classes:
    """Where the first class starts, and how wide each is."""

    start: float
    step: float

    def share(self, value: float) -> float:
        """Return where in the shades a value stands, from 0 to 1."""
        return min(max((value - self.start) / (self.step * CLASSES), 0.0), 1.0)

    def ends(self, place: int) -> tuple[float, float]:
        """Return the ends of a class; the upper end of all but the last belongs to the next."""
        return self.start + place * self.step, self.start + (place + 1) * self.step

    @property
    def decimals(self) -> int:
        """How many decimals the ends need."""
        return next(one for one in range(_MOST_DECIMALS) if abs(round(self.step, one) - self.step) < self.step / 100)


def classes_of(values: Sequence[float]) -> Classes:
    """Return classes that hold all values; of one or two values they start at 0: two points are no scale. Where none is
    above 100 no class is: of shares there is nothing there.

    >>> classes_of([3.0, 22.0, 41.0]), classes_of([27.94]), classes_of([65.0, 90.0, 100.0])
    (Classes(start=0.0, step=10.0), Classes(start=0.0, step=10.0), Classes(start=50.0, step=10.0))
    """
    most = max(values, default=0.0)
    least = min(values) if len(set(values)) >= _ENOUGH else min(0.0, *values, most)
    if most == least:
        return Classes(least, 1.0)
    wanted = max((most - least) / CLASSES, abs(most) * _LEAST_STEP)
    power = 10.0 ** floor(log10(wanted))
    steps = (factor * power for factor in _STEPS)
    found = (Classes(floor(least / step) * step, step) for step in steps if step >= wanted)
    chosen = next(one for one in found if one.ends(CLASSES - 1)[1] >= most)
    above = chosen.ends(CLASSES - 1)[1] - _WHOLE
    return chosen if above <= 0 or most > _WHOLE else Classes(chosen.start - above, chosen.step)


@dataclass(frozen=True)
class Colours:
    """Which fill an area has, and the colour of words on it."""

    block: Map
    classes: Classes

    def of(self, area: Area) -> tuple[str, str]:
        """Return both."""
        if area.value is not None:
            return shade_of(self.classes.share(area.value), SIDES[self.block.perspective])
        return (OUTSIDE if area.outside else MISSING_HATCH), ON_LIGHT
