"""The profile as a specification: six spheres, one lane for either side. Places on a lane run from 0 to 1.

Filled or striped: value; the same shape, hollow: baseline; thin arrow: panel; a dash with words: nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from atlas.report.charts.layers import (
    across,
    at,
    boxes,
    given,
    line_height,
    lines_of,
    pixel,
    points,
    rules,
    specification,
    texts,
)
from atlas.report.charts.palette import GROUND, INK, LINE, NARROW, QUIET, SIDES, WIDE
from atlas.report.model import MISSING

if TYPE_CHECKING:
    from atlas.report.charts.layers import Row, Spec
    from atlas.report.model import Chart, Group, Lane

_HOLLOW, _FULL, _HEAD = 210, 90, 55
_PANEL_DOWN: Final = 11


@dataclass(frozen=True)
class _Layout:
    """Where things stand, in pixels; `words` is where figures begin, beside the axis or (narrow) below it."""

    width: int
    axis: tuple[int, int]
    side: int
    words: int
    words_down: int
    lane: int
    label_width: int
    above: bool
    label_size: int
    detail_size: int
    size: int


_WIDE_LAYOUT: Final = _Layout(
    WIDE, (262, 436), 222, 482, -7, 36, 205, above=False, label_size=13, detail_size=11, size=12
)
_NARROW_LAYOUT: Final = _Layout(
    NARROW, (50, 240), 0, 50, 27, 62, NARROW, above=True, label_size=15, detail_size=13, size=13
)


class _Canvas:
    """Collects the rows of each layer, from the top of the page down."""

    def __init__(self, layout: _Layout) -> None:
        self.layout = layout
        self.y = 0
        self.edges: list[Row] = []
        self.labels: list[Row] = []
        self.details: list[Row] = []
        self.axes: list[Row] = []
        self.spans: list[Row] = []
        self.baselines: list[Row] = []
        self.values: list[Row] = []
        self.panels: list[Row] = []
        self.heads: list[Row] = []
        self.sides: list[Row] = []
        self.ends: list[Row] = []
        self.figures: list[Row] = []
        self.references: list[Row] = []

    def group(self, group: Group) -> None:
        """Draw a sphere: its name and what is counted beside its lanes, on a narrow page above them."""
        layout, top = self.layout, self.y + 8
        self.edges.append({"x": 0, "x2": layout.width, "y": self.y, "stroke": LINE})
        words = self._words(group, top=top)
        lanes_top = top + words if layout.above else top
        y = lanes_top
        for lane in group.lanes or (None,):
            y += self._lane(lane, y=y + 12)
        self.y = max(y, top + words) + 4

    def _words(self, group: Group, *, top: int) -> int:
        layout = self.layout
        label = lines_of(group.label, width=layout.label_width, size=layout.label_size)
        detail = lines_of(group.detail, width=layout.label_width, size=layout.detail_size)
        down = len(label) * line_height(layout.label_size) + 3
        self.labels.append({"y": top, "text": "\n".join(label)})
        self.details.append({"y": top + down, "text": "\n".join(detail)})
        return down + len(detail) * line_height(layout.detail_size) + 4

    def _lane(self, lane: Lane | None, *, y: int) -> int:
        """Draw a lane and return how much of the page it takes."""
        layout = self.layout
        if lane is None:
            self.figures.append({"y": y, "text": MISSING})
            return layout.lane
        side = SIDES[lane.perspective]
        self.sides.append({"y": y, "text": lane.perspective, "fill": side.colour})
        self.axes.append({"x": 0, "x2": 1, "y": y, "stroke": LINE})
        self.ends.append({"y": y, "text": lane.end_text})
        self._marks(lane, y=y)
        value, _sign, baseline = lane.short.partition("; ")
        width = layout.width - layout.words
        figures = lines_of(value, width=width, size=layout.size)
        references = lines_of(baseline, width=width, size=layout.detail_size)
        down = y + layout.words_down
        below = down + len(figures) * line_height(layout.size)
        self.figures.append({"y": down, "text": "\n".join(figures)})
        self.references.append({"y": below, "text": "\n".join(references)})
        return max(layout.lane, below + len(references) * line_height(layout.detail_size) - y + 6)

    def _marks(self, lane: Lane, *, y: int) -> None:
        side = SIDES[lane.perspective]
        value, baseline = _place(lane, lane.value), _place(lane, lane.baseline)
        mark = {"y": y, "shape": side.shape, "stroke": side.colour}
        if value is not None and baseline is not None:
            self.spans.append({"x": baseline, "x2": value, "y": y, "stroke": side.colour})
        if baseline is not None:
            self.baselines.append(mark | {"x": baseline, "fill": GROUND})
            self._panel(lane, baseline=baseline, y=y + _PANEL_DOWN)
        if value is not None:
            self.values.append(mark | {"x": value, "fill": side.fill})

    def _panel(self, lane: Lane, *, baseline: float, y: int) -> None:
        if lane.panel_change is None or lane.baseline is None:
            return
        target = _place(lane, lane.baseline + lane.panel_change)
        if target is None:
            return
        shape = "stroke" if target == baseline else "triangle-right" if target > baseline else "triangle-left"
        self.panels.append({"x": baseline, "x2": target, "y": y, "stroke": INK})
        self.heads.append({"x": target, "y": y, "shape": shape, "fill": INK, "stroke": INK})

    def specification(self) -> Spec:
        """Return everything that was drawn, from back to front."""
        layout = self.layout
        place = across("x", domain=(0, 1), span=layout.axis)
        here, words, left = pixel("x"), at(layout.words), at(0)
        drawn = (
            _lines(self.edges, x=here),
            rules(self.axes, x=place, width=1),
            rules(self.spans, x=place, width=4),
            points(self.baselines, x=place, size=_HOLLOW),
            points(self.values, x=place, size=_FULL, stroke_width=1.5),
            rules(self.panels, x=place, width=1.4),
            points(self.heads, x=place, size=_HEAD, stroke_width=1),
            texts(self.labels, x=left, size=layout.label_size, weight=600, baseline="top"),
            texts(self.details, x=left, size=layout.detail_size, colour=QUIET, baseline="top"),
            texts(self.sides, x=at(layout.side), size=layout.size, weight=700, colour=given("fill")),
            texts(self.ends, x=at(layout.axis[1]), size=layout.detail_size, colour=QUIET, dx=12),
            texts(self.figures, x=words, size=layout.size, weight=600),
            texts(self.references, x=words, size=layout.detail_size, colour=QUIET),
        )
        return specification(drawn, width=layout.width, height=self.y)


def profile_of(chart: Chart, *, narrow: bool) -> Spec:
    """Return the profile's specification.

    Args:
        chart: Groups of lanes; every lane has an axis of its own.
        narrow: For a phone: names above the lanes, figures below them.
    """
    canvas = _Canvas(_NARROW_LAYOUT if narrow else _WIDE_LAYOUT)
    for group in chart.groups:
        canvas.group(group)
    return canvas.specification()


def _lines(rows: list[Row], *, x: Spec) -> Spec | None:
    """Edges between groups, in pixels: boxes of no height, so that they do not share the lanes' scale."""
    return boxes([row | {"y2": row["y"], "fill": LINE} for row in rows], x=x, stroke_width=0.8)


def _place(lane: Lane, value: float | None) -> float | None:
    """Where a value stands between the ends of its axis."""
    if value is None:
        return None
    return round(min(max((value - lane.start) / (lane.end - lane.start), 0.0), 1.0), 4)
