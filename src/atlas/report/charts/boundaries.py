"""Reads outlines of territories from somebody's GeoJSON file; what is wrong is told with the feature's number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from atlas.kernel.errors import DomainError, Place
from atlas.kernel.teryt import level_of
from atlas.report.charts.geometry import projected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from atlas.report.charts.geometry import Ring

Feature = dict[str, Any]
"""As JSON gives it: nothing is known of it yet."""
LARGEST_MB: Final = 200
_CORNERS: Final = 4
_DEGREES: Final = (180.0, 89.0)


def read_boundaries(path: Path) -> dict[str, tuple[Ring, ...]]:
    """Return the rings of each territory of a file, by TERYT code, on the plane.

    Raises:
        DomainError: 'boundaries-too-large', 'boundaries-unreadable' or 'boundaries-invalid', at the feature.
    """
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
