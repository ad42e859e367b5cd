"""Colours, marks and type of all figures: two sides, told apart by colour, shape and stripes; the same everywhere.

A page's dark mode re-colours `INK`, `QUIET`, `LINE`, `GROUND` and the two sides by their codes (report.css); shades and
what is written on them have codes of their own and stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.definitions.models import Perspective

INK: Final = "#1b2129"
QUIET: Final = "#4a5462"
LINE: Final = "#c3cad3"
GROUND: Final = "#ffffff"
MISSING_HATCH: Final = "#d5dae1"
OUTSIDE: Final = "#fafafb"
ON_LIGHT: Final = "#1b2128"
ON_DARK: Final = "#fefefe"
WIDE: Final = 640
NARROW: Final = 288


@dataclass(frozen=True)
class Side:
    """How one side's marks look: `shape` of Vega, `fill` of a full mark, five `shades` from little to much."""

    colour: str
    fill: str
    shape: str
    shades: tuple[str, ...]


_ORGANISATIONS: Final = Side("#1f5fa8", "#1f5fa8", "circle", ("#d6e6f6", "#b4d0ee", "#8fb8e2", "#2468b4", "#123a68"))
_INSTITUTIONS: Final = Side("#a34a00", "#a34a01", "square", ("#fae3d2", "#f3c7a2", "#e8a46c", "#a84d05", "#6f3200"))
_NEITHER: Final = Side("#4a5462", "#4a5462", "diamond", ("#edf0f3", "#d0d6dd", "#a9b2bd", "#5b6572", "#2b323b"))
SIDES: Final[Mapping[Perspective, Side]] = {"NGO": _ORGANISATIONS, "IZUS": _INSTITUTIONS, "EFF": _NEITHER}
DARK_FROM: Final = 3
"""From this shade on, words stand in white."""


def shade_of(share: float, side: Side) -> tuple[str, str]:
    """Return the fill for a place between 0 (least) and 1 (most), and the colour of words on it.

    >>> shade_of(0.0, SIDES["NGO"]), shade_of(1.0, SIDES["NGO"])
    (('#d6e6f6', '#1b2128'), ('#123a68', '#fefefe'))
    """
    step = min(int(share * len(side.shades)), len(side.shades) - 1)
    return side.shades[step], ON_DARK if step >= DARK_FROM else ON_LIGHT
