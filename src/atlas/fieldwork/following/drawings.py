"""Figures of completeness as SVG for a page: drawn once for the same figures, then kept in a cache of files."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

from atlas.documents.drawing import svg_of
from atlas.report.charts.maps import map_of
from atlas.report.charts.outlines import outlines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.kernel.language import Language
    from atlas.report.charts.layers import Spec
    from atlas.report.charts.outlines import Outlines
    from atlas.report.model import Map

_LOOK: Final = 3
"""Raised when the same figures are to look otherwise, lest an older drawing is shown for a day."""
_VERSIONS: Final = f"{version('atlas-mp')} {version('vl-convert-python')} {_LOOK}"
_OUTLINE: Final = re.compile(r'(?<= d=")M[-0-9.,MLZ]+Z(?=")')
_CLIPS: Final = re.compile(r"\bclip([0-9]+)")


@dataclass(frozen=True)
class Picture:
    """A figure for a desk and for a phone, as SVG that needs no style of its own; silent: a table says the same."""

    wide: SafeString
    narrow: SafeString


def outlines() -> Outlines:
    """Return the outlines at hand: voivodeships, and those of the file that ATLAS_BOUNDARIES names."""
    return outlines_of(settings.ATLAS_BOUNDARIES)


def map_picture(block: Map, *, language: Language) -> Picture | None:
    """Draw a map; None where it has no outline at all."""
    known = outlines()
    if not any(known.of(one.code) for one in block.areas):
        return None
    seen = f"{block} {settings.ATLAS_BOUNDARIES}"
    return _picture(
        seen, lambda narrow: map_of(block, known, narrow=narrow, language=language), language=language
    )  # fmt: skip


def chart_picture(specifications: tuple[Spec, Spec], *, language: Language) -> Picture:
    """Draw a chart of its wide and narrow specification."""
    return _picture(f"{specifications}", lambda narrow: specifications[int(narrow)], language=language)


def _picture(seen: str, specified: Callable[[bool], Spec], *, language: Language) -> Picture:
    """Return what was drawn of the same figures before, or draw it."""
    drawings, key = caches["drawings"], hashlib.sha256(f"{_VERSIONS} {language} {seen}".encode()).hexdigest()
    kept: list[str] = drawings.get(key) or []
    if not kept:
        kept = [
            _drawn(specified(narrow), name=f"{key[:8]}-{int(narrow)}", language=language) for narrow in (False, True)
        ]
        drawings.set(key, kept)
    return Picture(*(mark_safe(one) for one in kept))  # noqa: S308 -- our own; Vega escapes words


def _drawn(specification: Spec, *, name: str, language: Language) -> str:
    """Draw without ids that another drawing on the page has too, and silent for who hears the page."""
    svg = _CLIPS.sub(rf"clip-{name}-\1", svg_of(specification, language=language))
    svg = _OUTLINE.sub(lambda found: shortened(found[0]), svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def shortened(outline: str) -> str:
    """Return a path of closed rings, point by point from where it was, in tenths of a pixel: half as long.

    Of a ring that is too small for its scale a single point is left; it goes, as browsers refuse to draw it.

    >>> shortened("M184,252.9L189.8,252.8L189.7,247.8ZM48,48Z")
    'M184 252.9l5.8-.1-.1-5z'
    """
    return "".join(_ring(one) for one in outline.split("Z") if one)


def _ring(text: str) -> str:
    points = [tuple(round(10 * float(one)) for one in point.split(",")) for point in text[1:].split("L")]
    if len(points) == 1:
        return ""
    begin = " ".join(_tenths(one) for one in points[0])
    steps = "".join(
        f"{number}" if number.startswith("-") else f" {number}"
        for (x, y), (u, v) in pairwise(points) for number in (_tenths(u - x), _tenths(v - y))
    )  # fmt: skip
    return f"M{begin}l{steps.strip()}z"


def _tenths(number: int) -> str:
    """Write so many tenths as shortly as SVG reads them: 58 is 5.8, -1 is -.1."""
    whole, rest = divmod(abs(number), 10)
    return f"{'-' if number < 0 else ''}{whole or '' if rest else whole}{f'.{rest}' if rest else ''}"
