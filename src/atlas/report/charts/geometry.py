"""Outlines on paper: degrees to a plane, fewer points, rings as lists of points. Knows no files and no codes.

The projection is the transverse Mercator at 19° E, as in the Polish PL-1992 (EPSG:2180), on a sphere.
"""

from __future__ import annotations

from math import asinh, atan2, cos, hypot, radians, sin, tan
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Ring = list[Point]
MERIDIAN: Final = 19.0
_GRID: Final = 16


def projected(point: Sequence[float]) -> Point:
    """Return a place (degrees east, degrees north) on a plane, in the earth's radii, north up.

    >>> projected((19.0, 0.0))
    (0.0, 0.0)
    """
    east, north = radians(point[0] - MERIDIAN), radians(point[1])
    return asinh(sin(east) / hypot(tan(north), cos(east))), atan2(tan(north), cos(east))


def box_of(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    """Return the least x and y and the greatest x and y."""
    points = [point for ring in rings for point in ring]
    across, up = [x for x, _y in points], [y for _x, y in points]
    return min(across), min(up), max(across), max(up)


def simplified(ring: Ring, *, tolerance: float) -> Ring:
    """Return a closed ring with as few points as keep within the tolerance (Douglas and Peucker, 1973).

    The ring is cut at its first point and the point farthest from it, so that it never collapses to a line there.
    """
    start = ring[0]
    far = max(range(len(ring)), key=lambda one: hypot(ring[one][0] - start[0], ring[one][1] - start[1]))
    return _thinned(ring[: far + 1], tolerance)[:-1] + _thinned(ring[far:], tolerance)


def _thinned(line: Ring, tolerance: float) -> Ring:
    kept, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:  # noqa: PLR2004 (nothing between two neighbours)
            continue
        distances = [_distance(line[one], line[first], to=line[last]) for one in range(first + 1, last)]
        farthest = max(range(len(distances)), key=distances.__getitem__)
        if distances[farthest] > tolerance:
            middle = first + 1 + farthest
            kept.add(middle)
            stack += [(first, middle), (middle, last)]
    return [line[one] for one in sorted(kept)]


def _distance(point: Point, start: Point, *, to: Point) -> float:
    """How far a point lies from the line between two others."""
    across, up = to[0] - start[0], to[1] - start[1]
    length = hypot(across, up)
    if length == 0:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(across * (start[1] - point[1]) - (start[0] - point[0]) * up) / length


def area_of(ring: Ring) -> float:
    """Return a ring's area; never negative."""
    following = ring[1:] + ring[:1]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, following, strict=True))) / 2


def centre_of(ring: Ring) -> Point:
    """Return the middle of a ring: its centre of gravity."""
    following = ring[1:] + ring[:1]
    doubled = [(x * v - u * y, x + u, y + v) for (x, y), (u, v) in zip(ring, following, strict=True)]
    whole = sum(cross for cross, _x, _y in doubled)
    if whole == 0:
        return ring[0]
    return sum(c * x for c, x, _y in doubled) / (3 * whole), sum(c * y for c, _x, y in doubled) / (3 * whole)


def holds(ring: Ring, point: Point) -> bool:
    """Return whether a point lies within a ring.

    >>> holds([(0, 0), (4, 0), (4, 4), (0, 4)], (1, 1)), holds([(0, 0), (4, 0), (4, 4), (0, 4)], (5, 1))
    (True, False)
    """
    x, y = point
    following = ring[1:] + ring[:1]
    crossed = (
        (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a
        for (a, b), (c, d) in zip(ring, following, strict=True)
    )
    return sum(crossed) % 2 == 1


def roomiest(ring: Ring, holes: Sequence[Ring]) -> Point:
    """Return where words have most room: within a ring, outside its holes, far from all edges; up counts twice.

    The centre of gravity where no place of the grid lies within.
    """
    west, south, east, north = box_of([ring])
    steps = [(one + 0.5) / _GRID for one in range(_GRID)]
    grid = [(west + a * (east - west), south + b * (north - south)) for a in steps for b in steps]
    free = [one for one in grid if holds(ring, one) and not any(holds(hole, one) for hole in holes)]
    edges = [point for one in (ring, *holes) for point in one]
    return max(free, key=lambda one: min(_stretched(one, edge) for edge in edges), default=centre_of(ring))


def _stretched(one: Point, other: Point) -> float:
    """How far two points lie from each other for words, which are wider than high."""
    return hypot(one[0] - other[0], 2 * (one[1] - other[1]))
