"""Chart lanes as shapes for SVG: across in percent of the axis (so that text never shrinks), down in pixels.

Organisations are circles, solid; institutions squares, striped; a baseline is the same shape, hollow and larger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from atlas.report.model import Lane

ShapeKind = Literal["axis", "span", "baseline", "value", "panel", "arrow", "label"]
AXIS_Y, PANEL_Y, LABEL_Y, HEIGHT = 13, 29, 46, 50


@dataclass(frozen=True)
class Shape:
    """One shape; `x` and `x2` in percent of the axis' width, `y` in pixels; `points` to the left where it is -1."""

    kind: ShapeKind
    x: float
    y: int
    x2: float = 0.0
    text: str = ""
    points: int = 1


@dataclass(frozen=True)
class Drawing:
    """The shapes of one lane, from back to front."""

    round: bool
    height: int
    shapes: tuple[Shape, ...]


def drawing_of(lane: Lane) -> Drawing:
    """Lay a lane out: axis with its ends, a bar from baseline to value, the two marks, the panel line below."""
    shapes = [
        Shape("axis", 0.0, AXIS_Y, 100.0),
        Shape("label", 0.0, LABEL_Y, text=lane.start_text),
        Shape("label", 100.0, LABEL_Y, text=lane.end_text),
    ]
    value, baseline = (_across(lane, one) for one in (lane.value, lane.baseline))
    if value is not None and baseline is not None:
        shapes.append(Shape("span", min(value, baseline), AXIS_Y, max(value, baseline)))
    if baseline is not None:
        shapes += [Shape("baseline", baseline, AXIS_Y), *_panel(lane, baseline)]
    if value is not None:
        shapes.append(Shape("value", value, AXIS_Y))
    return Drawing(lane.perspective != "IZUS", HEIGHT, tuple(shapes))


def _panel(lane: Lane, baseline: float) -> list[Shape]:
    """The panel's change laid off from the baseline: how far the same respondents went."""
    if lane.panel_change is None or lane.baseline is None:
        return []
    target = _across(lane, lane.baseline + lane.panel_change)
    if target is None:
        return []
    ends = sorted((baseline, target))
    line = Shape("panel", ends[0], PANEL_Y, ends[1])
    return [line, Shape("arrow", target, PANEL_Y, points=_sign(target - baseline))]


def _across(lane: Lane, value: float | None) -> float | None:
    if value is None:
        return None
    share = (value - lane.start) / (lane.end - lane.start)
    return round(100.0 * min(max(share, 0.0), 1.0), 2)


def _sign(change: float) -> int:
    return (change > 0) - (change < 0)
