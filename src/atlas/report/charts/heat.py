"""A heat map as a specification: territories by indicators, each figure written on its shade, missing cells striped.

Columns are told by their indicators' codes: whole names are cut over narrow columns, and the table beside has them.
A narrow page has the territory's name above its cells, one side's indicators per row of cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from atlas.report.charts.layers import at, boxes, given, line_height, lines_of, pixel, specification, texts
from atlas.report.charts.palette import GROUND, MISSING_HATCH, NARROW, ON_LIGHT, SIDES, WIDE, shade_of
from atlas.report.model import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.report.charts.layers import Row, Spec
    from atlas.report.model import Heat, HeatCell

_LABEL: Final = 132
_ROW: Final = 28
_CELL: Final = 26
_SIZE: Final = 11
_NARROW_SIZE: Final = 12
_CODE_SIZE: Final = 10
_STRIP: Final = 6


def heat_of(heat: Heat, *, narrow: bool) -> Spec:
    """Return a heat map's specification; each column has its own shades, from its least to its most."""
    canvas = _narrow(heat) if narrow else _wide(heat)
    x, size = pixel("x"), canvas.size
    heads = _CODE_SIZE if narrow else size
    drawn = (
        boxes(canvas.boxes, x=x, stroke_width=1),
        texts(canvas.heads, x=x, size=heads, weight=600, colour=given("fill"), align="center"),
        texts(canvas.labels, x=at(0), size=size + 1, weight=600),
        texts(canvas.figures, x=x, size=size, align="center", colour=given("fill")),
    )
    return specification(drawn, width=canvas.width, height=canvas.height)


class _Canvas:
    """Collects boxes and words; how they lie on the page is decided by the two functions below."""

    def __init__(self, heat: Heat, *, width: int, size: int) -> None:
        self.heat = heat
        self.width = width
        self.size = size
        self.height = 0
        self.boxes: list[Row] = []
        self.heads: list[Row] = []
        self.labels: list[Row] = []
        self.figures: list[Row] = []

    def cell(self, cell: HeatCell, place: int, *, x: float, y: int, width: float) -> None:
        """Draw one cell of the column `place`, its figure on it."""
        fill, ink = MISSING_HATCH, ON_LIGHT
        if cell.value is not None and cell.shade is not None:
            fill, ink = shade_of(cell.shade, SIDES[self.heat.perspectives[place]])
        self.boxes.append({"x": x, "x2": x + width, "y": y, "y2": y + _CELL, "fill": fill, "stroke": GROUND})
        middle = {"x": x + width / 2, "y": y + _CELL / 2, "fill": ink}
        if cell.value is None:
            plate = {"x": x + width / 2 - 8, "x2": x + width / 2 + 8, "y": y + 6, "y2": y + _CELL - 6}
            self.boxes.append(plate | {"fill": "#fefefe", "stroke": "#fefefe"})
        self.figures.append(middle | {"text": cell.text or MISSING})

    def head(self, text: str, place: int, *, x: float, y: int) -> None:
        """Write a column's head, in its side's colour."""
        self.heads.append({"x": x, "y": y, "text": text, "fill": SIDES[self.heat.perspectives[place]].colour})


def _wide(heat: Heat) -> _Canvas:
    """A row for each territory, its name at the left."""
    canvas = _Canvas(heat, width=WIDE, size=_SIZE)
    columns = range(len(heat.indicators))
    step = (WIDE - _LABEL) / len(columns)
    top = 2 * line_height(_SIZE) + 6
    for place in columns:
        code = _code(heat.indicators[place]).replace("-", "\n", 1)
        canvas.head(code, place, x=_LABEL + (place + 0.5) * step, y=_SIZE)
    for row, name in enumerate(heat.territories):
        y = top + row * _ROW
        label = lines_of(name, width=_LABEL, size=_SIZE + 1, most=1)[0]
        canvas.labels.append({"y": y + _CELL / 2, "text": label})
        for place, cell in enumerate(heat.cells[row]):
            canvas.cell(cell, place, x=_LABEL + place * step, y=y, width=step)
    canvas.height = top + len(heat.territories) * _ROW
    return canvas


def _narrow(heat: Heat) -> _Canvas:
    """A block for each territory: its name, then for each side heads and cells."""
    canvas = _Canvas(heat, width=NARROW, size=_NARROW_SIZE)
    y = _NARROW_SIZE
    for row, name in enumerate(heat.territories):
        label = lines_of(name, width=NARROW, size=_NARROW_SIZE + 1, most=1)[0]
        canvas.labels.append({"y": y, "text": label})
        y += line_height(_NARROW_SIZE)
        for places in _strips(heat):
            y = _strip(canvas, heat.cells[row], places=places, y=y)
        y += 14
    canvas.height = y
    return canvas


def _strips(heat: Heat) -> list[list[int]]:
    """The columns of each side, in strips of so many as fit."""
    found: list[list[int]] = []
    for side in dict.fromkeys(heat.perspectives):
        columns = [place for place, one in enumerate(heat.perspectives) if one == side]
        found += [columns[one : one + _STRIP] for one in range(0, len(columns), _STRIP)]
    return found


def _code(indicator: str) -> str:
    """The code at the end of a name: 'Partnerships (NGO-5.1)' gives 'NGO-5.1'."""
    found = re.search(r"\(([^)]+)\)$", indicator)
    return found[1] if found else indicator


def _strip(canvas: _Canvas, cells: Sequence[HeatCell], *, places: Sequence[int], y: int) -> int:
    heat, step = canvas.heat, NARROW / _STRIP
    top = y + line_height(canvas.size) + 2
    for column, place in enumerate(places):
        canvas.head(_code(heat.indicators[place]), place, x=(column + 0.5) * step, y=y + _NARROW_SIZE // 2)
        canvas.cell(cells[place], place, x=column * step, y=top, width=step)
    return top + _CELL + 4
