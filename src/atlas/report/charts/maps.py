"""A map as a specification: territories shaded by one indicator, striped where missing, pale where outside the session.

Outlines are simplified to the size they are drawn at, so that a map of all powiats stays small.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final

from atlas.kernel.language import _, translate
from atlas.kernel.polish_numbers import format_number
from atlas.report.charts.geometry import area_of, box_of, centre_of, simplified
from atlas.report.charts.layers import boxes, given, line_height, lines_of, pixel, specification, texts
from atlas.report.charts.palette import (
    MISSING_HATCH,
    NARROW,
    ON_DARK,
    ON_LIGHT,
    OUTSIDE,
    QUIET,
    SIDES,
    WIDE,
    shade_of,
)
from atlas.report.model import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.kernel.language import Language
    from atlas.report.charts.geometry import Ring
    from atlas.report.charts.layers import Row, Spec
    from atlas.report.charts.outlines import Outlines
    from atlas.report.model import Area, Map

CLASSES: Final = 5
_TOLERANCE: Final = 0.45
_LEAST_AREA: Final = 1.0
_LEAST_LABELLED: Final = 240.0
_Box = tuple[int, int, int, int]
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_SWATCH: Final = 20


@dataclass(frozen=True)
class _Layout:
    """Where the map and its key stand, in pixels."""

    width: int
    across: int
    tall: int
    key: tuple[int, int] | None
    size: int


_WIDE_LAYOUT: Final = _Layout(WIDE, 440, 430, (462, 10), 11)
_NARROW_LAYOUT: Final = _Layout(NARROW, NARROW, 300, None, 12)


@dataclass(frozen=True)
class Classes:
    """Five classes of values, equally wide, with round ends."""

    start: float
    step: float

    def share(self, value: float) -> float:
        """Return where in the shades a value stands, from 0 to 1."""
        return min(max((value - self.start) / (self.step * CLASSES), 0.0), 1.0)

    def ends(self, place: int) -> tuple[float, float]:
        """Return the ends of a class."""
        return self.start + place * self.step, self.start + (place + 1) * self.step


def classes_of(values: Sequence[float]) -> Classes:
    """Return classes that hold all values.

    >>> classes_of([3.0, 41.0])
    Classes(start=0.0, step=10.0)
    """
    least, most = min(values, default=0.0), max(values, default=0.0)
    wanted = max((most - least) / CLASSES, abs(most) * 1e-6, 1e-9)
    power = 10.0 ** floor(log10(wanted))
    for factor in (*_STEPS, 2 * _STEPS[-1], 5 * _STEPS[-1]):
        step = factor * power
        start = floor(least / step) * step
        if start + CLASSES * step >= most:
            return Classes(start, step)
    return Classes(0.0, float(ceil(most)))


def map_of(block: Map, outlines: Outlines, *, narrow: bool, language: Language) -> Spec:
    """Return a map's specification.

    Args:
        block: The areas; those without an outline are left out (the map's table has them).
        outlines: Where outlines are found.
        narrow: For a phone: the key below the map, figures without names.
        language: Of the numbers in the key.
    """
    layout = _NARROW_LAYOUT if narrow else _WIDE_LAYOUT
    found = [(area, rings) for area in block.areas if (rings := outlines.of(area.code))]
    placed, height = _placed([rings for _area, rings in found], layout)
    # A town lies in a hole of the powiat around it: the smaller is drawn later.
    drawn = sorted(
        zip((area for area, _rings in found), placed, strict=True), key=lambda one: area_of(one[1][0]), reverse=True
    )
    colours = _Colours(block, classes_of([area.value for area, _rings in drawn if area.value is not None]))
    key = _Key(colours, layout, language=language, top=height + 16)
    words, plates = _labels(drawn, colours=colours, narrow=narrow)
    layers = (
        _shapes([_feature(area, rings, fill=colours.of(area)[0]) for area, rings in drawn]),
        boxes(plates, x=pixel("x")),
        texts(words, x=pixel("x"), size=layout.size - 1, weight=600, align="center", colour=given("fill")),
        boxes(key.boxes, x=pixel("x"), stroke_width=1),
        texts(key.words, x=pixel("x"), size=layout.size, colour=QUIET),
        texts(key.title, x=pixel("x"), size=layout.size, weight=600, baseline="top"),
    )
    return specification(layers, width=layout.width, height=max(height, key.bottom))


@dataclass(frozen=True)
class _Colours:
    """Which fill an area has, and the colour of words on it."""

    block: Map
    classes: Classes

    def of(self, area: Area) -> tuple[str, str]:
        """Return both."""
        if area.value is not None:
            return shade_of(self.classes.share(area.value), SIDES[self.block.perspective])
        return (OUTSIDE if area.outside else MISSING_HATCH), ON_LIGHT


def _placed(all_rings: Sequence[Sequence[Ring]], layout: _Layout) -> tuple[list[list[Ring]], int]:
    """Rings in pixels, simplified, north up; and the height they take."""
    west, south, east, north = box_of([ring for rings in all_rings for ring in rings])
    scale = min((layout.across - 2) / (east - west), layout.tall / (north - south))
    height = ceil((north - south) * scale) + 2

    def pixels(ring: Ring) -> Ring:
        return [(round((x - west) * scale + 1, 1), round((north - y) * scale + 1, 1)) for x, y in ring]

    placed = []
    for rings in all_rings:
        thinned = [simplified(pixels(ring), tolerance=_TOLERANCE) for ring in rings]
        largest = max(thinned, key=area_of)
        placed.append([largest, *(one for one in thinned if one is not largest and area_of(one) > _LEAST_AREA)])
    return placed, height


def _feature(area: Area, rings: Sequence[Ring], *, fill: str) -> Row:
    """One territory as the drawing's own feature: rings in pixels, its fill beside it."""
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "geometry": geometry, "properties": {"fill": fill, "code": area.code}}


def _shapes(features: list[Row]) -> Spec:
    return {
        "data": {"values": features},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "mark": {"type": "geoshape", "stroke": QUIET, "strokeWidth": 0.7, "strokeJoin": "round"},
        "encoding": {"fill": given("properties.fill")},
    }


def _labels(
    drawn: Sequence[tuple[Area, Sequence[Ring]]], *, colours: _Colours, narrow: bool
) -> tuple[list[Row], list[Row]]:
    """Figures on the map, with names where there is room, and the plates that they need on stripes.

    The larger an area, the sooner it has its label; one that would lie over another is left to the table.
    """
    words: list[Row] = []
    plates: list[Row] = []
    taken: list[_Box] = []
    for area, rings in drawn:
        figure = MISSING if area.value is None else area.text
        lines = [figure] if narrow else [area.label, figure]
        box = _box(rings[0], lines)
        if area.outside or area_of(rings[0]) < _LEAST_LABELLED or any(_overlap(box, one) for one in taken):
            continue
        taken.append(box)
        left, top, right, bottom = box
        y = top + (bottom - top) / 2 - (len(lines) - 1) * 6
        words.append({"x": (left + right) / 2, "y": y, "text": "\n".join(lines), "fill": colours.of(area)[1]})
        if area.value is None:
            plates.append({"x": left, "x2": right, "y": top, "y2": bottom, "fill": ON_DARK, "stroke": ON_DARK})
    return words, plates


def _box(ring: Ring, lines: Sequence[str]) -> _Box:
    """The room that words take at the middle of an area."""
    x, y = centre_of(ring)
    half, tall = round(2.9 * max(map(len, lines)) + 2), 7 * len(lines)
    return round(x) - half, round(y) - tall, round(x) + half, round(y) + tall


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Key:
    """What the shades mean, from much to little, then what is missing."""

    def __init__(self, colours: _Colours, layout: _Layout, *, language: Language, top: int) -> None:
        block = colours.block
        self.boxes: list[Row] = []
        self.words: list[Row] = []
        x, y = layout.key or (0, top)
        title = lines_of(block.axis, width=layout.width - x, size=layout.size)
        self.title: list[Row] = [{"x": x, "y": y, "text": "\n".join(title)}]
        self.bottom = y + len(title) * line_height(layout.size) + 6
        known = any(one.value is not None for one in block.areas)
        for place in reversed(range(CLASSES if known else 0)):
            self._entry(SIDES[block.perspective].shades[place], _ends(colours.classes, place, language=language), x=x)
        fills = {colours.of(one)[0] for one in block.areas}
        for fill, text in ((MISSING_HATCH, _("no figure")), (OUTSIDE, _("outside the session"))):
            if fill in fills:
                self._entry(fill, translate(text, language), x=x)

    def _entry(self, fill: str, text: str, *, x: int) -> None:
        y = self.bottom
        self.boxes.append({"x": x, "x2": x + 28, "y": y, "y2": y + _SWATCH - 4, "fill": fill, "stroke": QUIET})
        self.words.append({"x": x + 36, "y": y + (_SWATCH - 4) / 2, "text": text})
        self.bottom += _SWATCH


def _ends(classes: Classes, place: int, *, language: Language) -> str:
    """The ends of a class in words; the upper end of all but the last belongs to the next."""
    decimals = max(0, ceil(-log10(classes.step) + 1e-9)) if classes.step < 1 else int(classes.step % 1 > 0)
    first, last = (format_number(one, decimals=decimals, language=language) for one in classes.ends(place))
    return f"{first} \N{EN DASH} {last}"
