"""A map as a specification: territories shaded by one indicator, striped where missing, pale where outside the session.

Outlines are simplified to the size they are drawn at, so that a map of all powiats stays small.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from atlas.report.charts.geometry import area_of, box_of, simplified
from atlas.report.charts.layers import boxes, given, pixel, specification, texts
from atlas.report.charts.map_classes import Colours, classes_of
from atlas.report.charts.map_words import Key, labels_of
from atlas.report.charts.palette import NARROW, QUIET, WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.kernel.language import Language
    from atlas.report.charts.geometry import Ring
    from atlas.report.charts.layers import Row, Spec
    from atlas.report.charts.outlines import Outlines
    from atlas.report.model import Area, Map

_TOLERANCE: Final = 0.45
_MANY: Final = 500
"""Over so many areas each is some ten pixels wide: fewer points, thinner lines, areas of a colour as one shape."""
_TOLERANCE_OF_MANY: Final = 0.9
_LEAST_AREA: Final = 1.0


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
    colours = Colours(block, classes_of([area.value for area, _rings in drawn if area.value is not None]))
    x, y = layout.key or (0, height + 16)
    key = Key(colours, at=(x, y), room=layout.width - x, size=layout.size, language=language)
    words, plates = labels_of(drawn, colours=colours, narrow=narrow)
    features = [_feature(area, rings, fill=colours.of(area)[0]) for area, rings in drawn]
    layers = (
        _shapes(_merged(features), width=0.35) if len(features) > _MANY else _shapes(features, width=0.7),
        boxes(plates, x=pixel("x")),
        texts(words, x=pixel("x"), size=layout.size - 1, weight=600, align="center", colour=given("fill")),
        boxes(key.boxes, x=pixel("x"), stroke_width=1),
        texts(key.words, x=pixel("x"), size=layout.size, colour=QUIET),
        texts(key.title, x=pixel("x"), size=layout.size, weight=600, baseline="top"),
    )
    return specification(layers, width=layout.width, height=max(height, key.bottom))


def _placed(all_rings: Sequence[Sequence[Ring]], layout: _Layout) -> tuple[list[list[Ring]], int]:
    """Rings in pixels, simplified, north up; and the height they take."""
    west, south, east, north = box_of([ring for rings in all_rings for ring in rings])
    scale = min((layout.across - 2) / (east - west), layout.tall / (north - south))
    height = ceil((north - south) * scale) + 2

    def pixels(ring: Ring) -> Ring:
        return [(round((x - west) * scale + 1, 1), round((north - y) * scale + 1, 1)) for x, y in ring]

    placed, tolerance = [], _TOLERANCE_OF_MANY if len(all_rings) > _MANY else _TOLERANCE
    for rings in all_rings:
        thinned = [simplified(pixels(ring), tolerance=tolerance) for ring in rings]
        largest = max(thinned, key=area_of)
        placed.append([largest, *(one for one in thinned if one is not largest and area_of(one) > _LEAST_AREA)])
    return placed, height


def _feature(area: Area, rings: Sequence[Ring], *, fill: str) -> Row:
    """One territory as the drawing's own feature: rings in pixels, its fill beside it."""
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "geometry": geometry, "properties": {"fill": fill, "code": area.code}}


def _merged(features: Sequence[Row]) -> list[Row]:
    """Return the same drawing with fewer shapes: areas of one ring are one shape for each fill.

    Only an area of several rings may have another in a hole of its, so all of these are drawn before, in their order.
    """
    whole: list[Row] = []
    by_fill: dict[str, list[object]] = {}
    for one in features:
        polygons, fill = one["geometry"]["coordinates"], one["properties"]["fill"]  # type: ignore[index]
        if len(polygons) > 1:
            whole.append(one)
        else:
            by_fill.setdefault(fill, []).extend(polygons)
    return whole + [
        {
            "type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            "properties": {"fill": fill, "code": ""},
        }
        for fill, polygons in sorted(by_fill.items())
    ]  # fmt: skip


def _shapes(features: list[Row], *, width: float) -> Spec:
    return {
        "data": {"values": features},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "mark": {"type": "geoshape", "stroke": QUIET, "strokeWidth": width, "strokeJoin": "round"},
        "encoding": {"fill": given("properties.fill")},
    }
