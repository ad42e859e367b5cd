"""Words on a map and beside it: figures on the areas, as many as have room, and the key to the shades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atlas.kernel.language import _, translate
from atlas.kernel.polish_numbers import format_number
from atlas.report.charts.geometry import area_of, centre_of, holds, roomiest
from atlas.report.charts.layers import line_height, lines_of
from atlas.report.charts.map_classes import CLASSES
from atlas.report.charts.palette import MISSING_HATCH, ON_DARK, OUTSIDE, QUIET, SIDES
from atlas.report.model import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.kernel.language import Language
    from atlas.report.charts.geometry import Point, Ring
    from atlas.report.charts.layers import Row
    from atlas.report.charts.map_classes import Classes, Colours
    from atlas.report.model import Area

_LEAST_LABELLED: Final = 240.0
_SWATCH: Final = 20
_Box = tuple[int, int, int, int]


def labels_of(
    drawn: Sequence[tuple[Area, Sequence[Ring]]], *, colours: Colours, narrow: bool
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
        if area.outside or area_of(rings[0]) < _LEAST_LABELLED:
            continue
        box = _room(rings[0], [other[0] for _area, other in drawn], lines=lines)
        if any(_overlap(box, one) for one in taken):
            continue
        taken.append(box)
        left, top, right, bottom = box
        y = top + (bottom - top) / 2 - (len(lines) - 1) * 6
        words.append({"x": (left + right) / 2, "y": y, "text": "\n".join(lines), "fill": colours.of(area)[1]})
        if area.value is None:
            plates.append({"x": left, "x2": right, "y": top, "y2": bottom, "fill": ON_DARK, "stroke": ON_DARK})
    return words, plates


def _room(ring: Ring, others: Sequence[Ring], *, lines: Sequence[str]) -> _Box:
    """Where an area's words stand: at its middle or, where an edge or a town is in their way, where most room is."""
    towns = [one for one in others if one is not ring and area_of(one) < area_of(ring) and holds(ring, centre_of(one))]
    left, top, right, bottom = middle = _box(centre_of(ring), lines)
    edges = (point for one in (ring, *towns) for point in one)
    if any(left < x < right and top < y < bottom for x, y in edges):
        return _box(roomiest(ring, towns), lines)
    return middle


def _box(middle: Point, lines: Sequence[str]) -> _Box:
    """The room that words take around a place."""
    x, y = middle
    half, tall = round(2.9 * max(map(len, lines)) + 2), 7 * len(lines)
    return round(x) - half, round(y) - tall, round(x) + half, round(y) + tall


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class Key:
    """What the shades mean, from much to little, then what is missing."""

    def __init__(self, colours: Colours, *, at: tuple[int, int], room: int, size: int, language: Language) -> None:
        block = colours.block
        self.boxes: list[Row] = []
        self.words: list[Row] = []
        x, y = at
        title = lines_of(block.axis, width=room, size=size)
        self.title: list[Row] = [{"x": x, "y": y, "text": "\n".join(title)}]
        self.bottom = y + len(title) * line_height(size) + 6
        values = {one.value: one for one in block.areas if one.value is not None}
        for only in values.values() if len(values) == 1 else ():
            self._entry(colours.of(only)[0], only.text, x=x)
        for place in reversed(range(CLASSES if len(values) > 1 else 0)):
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
    first, last = (format_number(one, decimals=classes.decimals, language=language) for one in classes.ends(place))
    return f"{first} \N{EN DASH} {last}"
