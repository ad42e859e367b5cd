"""Layers of Vega-Lite specifications: texts, rules, points, boxes. Every row brings its own place in pixels or values.

A layer without rows is no layer: `specification` leaves it out.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from atlas.report.charts.palette import INK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Spec = dict[str, object]
Row = dict[str, object]
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
_LETTER: Final = 0.53
"""The mean width of a letter, in its size; a little more than ours, for pages shown in another font."""


def specification(layers: Iterable[Spec | None], *, width: int, height: int) -> Spec:
    """Return a specification of layers from back to front."""
    drawn = [one for one in layers if one is not None]
    return {"$schema": _SCHEMA, "width": width, "height": height, "layer": drawn}


def pixel(field: str) -> Spec:
    """Return an encoding that takes a field as pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def at(place: int) -> Spec:
    """Return an encoding that puts all rows at one pixel."""
    return {"value": place}


def across(field: str, *, domain: Sequence[float], span: Sequence[int], axis: Spec | None = None) -> Spec:
    """Return an encoding that lays a field's values out between two pixels."""
    scale = {"domain": list(domain), "range": list(span), "nice": False, "zero": False, "clamp": True}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def given(field: str) -> Spec:
    """Return an encoding that takes a field as it is: a colour, a shape."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def texts(
    rows: Sequence[Row], *, x: Spec, size: int, weight: int = 400, colour: str | Spec = INK, align: str = "left",
    dx: int = 0, baseline: str = "middle",
) -> Spec | None:  # fmt: skip
    """Return a layer of words: `text` with line ends in it, at `y`."""
    mark = {
        "type": "text", "fontSize": size, "fontWeight": weight, "align": align, "dx": dx, "baseline": baseline,
        "lineBreak": "\n", "lineHeight": line_height(size),
    }  # fmt: skip
    fill = {"value": colour} if isinstance(colour, str) else colour
    return _layer(rows, mark=mark, x=x, y=pixel("y"), text={"field": "text", "type": "nominal"}, color=fill)


def rules(rows: Sequence[Row], *, x: Spec, width: float, dash: Sequence[int] = ()) -> Spec | None:
    """Return a layer of level lines at `y` from x to `x2`, in the row's `stroke`."""
    mark: Spec = {"type": "rule", "strokeWidth": width, "strokeDash": list(dash)}
    return _layer(rows, mark=mark, x=x, x2={"field": "x2"}, y=pixel("y"), stroke=given("stroke"))


def points(rows: Sequence[Row], *, x: Spec, size: int, stroke_width: float = 2) -> Spec | None:
    """Return a layer of marks at `y`, in the row's `shape`, `fill` and `stroke`."""
    mark: Spec = {"type": "point", "opacity": 1, "size": size, "strokeWidth": stroke_width}
    return _layer(rows, mark=mark, x=x, y=pixel("y"), shape=given("shape"), fill=given("fill"), stroke=given("stroke"))


def boxes(rows: Sequence[Row], *, x: Spec, stroke_width: float = 0) -> Spec | None:
    """Return a layer of boxes from x to `x2` and `y` to `y2`, in the row's `fill` and `stroke`."""
    mark: Spec = {"type": "rect", "strokeWidth": stroke_width, "opacity": 1}
    edges = {"x": x, "x2": {"field": "x2"}, "y": pixel("y"), "y2": {"field": "y2"}}
    return _layer(rows, mark=mark, **edges, fill=given("fill"), stroke=given("stroke"))


def _layer(rows: Sequence[Row], *, mark: Mapping[str, object], **encoding: object) -> Spec | None:
    if not rows:
        return None
    return {"data": {"values": list(rows)}, "mark": dict(mark), "encoding": encoding}


def line_height(size: int) -> int:
    """Return how far the lines of a text stand from each other."""
    return round(size * 1.25)


def lines_of(text: str, *, width: int, size: int, most: int = 9) -> list[str]:
    """Break a text into lines that fit a width in pixels; what passes the last line is cut with a mark.

    >>> lines_of("Rozpoznanie lokalnej społeczności", width=130, size=12)
    ['Rozpoznanie lokalnej', 'społeczności']
    """
    return textwrap.wrap(
        text, max(int(width / (size * _LETTER)), 4), max_lines=most, placeholder="…", break_on_hyphens=False
    ) or [""]
