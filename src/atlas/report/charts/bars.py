"""A ranking as a specification: one bar for each territory, its baseline as a hollow mark, its coverage in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from atlas.report.charts.layers import across, at, boxes, line_height, lines_of, points, specification, texts
from atlas.report.charts.palette import GROUND, LINE, MISSING_HATCH, NARROW, QUIET, SIDES, WIDE

if TYPE_CHECKING:
    from atlas.report.charts.layers import Row, Spec
    from atlas.report.model import Bar, Ranking

_TICKS: Final = 4
_MISSING_SHARE: Final = 0.06
_HOLLOW: Final = 110


@dataclass(frozen=True)
class _Layout:
    """Where things stand, in pixels: bars from and to, then how far from a bar's middle its words stand."""

    width: int
    bars: tuple[int, int]
    row: int
    bar: int
    label_width: int
    label_down: int
    down: int
    coverage: int
    coverage_down: int
    size: int


_WIDE_LAYOUT: Final = _Layout(WIDE, (164, 400), 30, 15, 156, 0, 0, 482, 0, 12)
_NARROW_LAYOUT: Final = _Layout(NARROW, (4, 212), 64, 16, NARROW, -20, 4, 0, 20, 13)


def bars_of(ranking: Ranking, *, narrow: bool) -> Spec:
    """Return a ranking's specification.

    Args:
        ranking: Bars in their order; those without a value have a striped stub, a dash and the reason.
        narrow: For a phone: names above the bars, coverage below them.
    """
    layout = _NARROW_LAYOUT if narrow else _WIDE_LAYOUT
    places = [(place * layout.row + layout.row // 2 + layout.down, bar) for place, bar in enumerate(ranking.bars)]
    x = across("x", domain=(0, ranking.end), span=layout.bars, axis=_axis(ranking, layout))
    drawn = (
        boxes([_box(bar, ranking, y=y, height=layout.bar) for y, bar in places], x=x, stroke_width=1),
        points([_baseline(bar, ranking, y=y) for y, bar in places if bar.baseline is not None], x=x, size=_HOLLOW),
        texts([_label(bar, layout, y=y) for y, bar in places], x=at(0), size=layout.size, weight=600),
        texts([_value(bar, ranking, y=y) for y, bar in places], x=x, size=layout.size, weight=600, dx=12),
        texts(_coverages(places, layout), x=at(layout.coverage), size=layout.size - 1, colour=QUIET),
    )
    return specification(drawn, width=layout.width, height=len(places) * layout.row)


def _axis(ranking: Ranking, layout: _Layout) -> Spec:
    title = lines_of(ranking.axis, width=layout.width - layout.bars[0], size=layout.size - 1)
    return {
        "orient": "top", "tickCount": _TICKS, "format": ",.12~g", "domain": False, "ticks": False, "gridColor": LINE,
        "labelColor": QUIET, "labelFontSize": layout.size - 1, "title": title, "titleColor": QUIET,
        "titleFontSize": layout.size - 1, "titleFontWeight": 400, "titleAnchor": "start", "titleAlign": "left",
    }  # fmt: skip


def _box(bar: Bar, ranking: Ranking, *, y: int, height: int) -> Row:
    """A bar, or the striped stub that stands for what is missing."""
    edges: Row = {"x": 0, "y": y - height / 2, "y2": y + height / 2}
    if bar.value is None:
        return edges | {"x2": ranking.end * _MISSING_SHARE, "fill": MISSING_HATCH, "stroke": QUIET}
    side = SIDES[ranking.perspective]
    return edges | {"x2": bar.value, "fill": side.fill, "stroke": side.colour}


def _baseline(bar: Bar, ranking: Ranking, *, y: int) -> Row:
    side = SIDES[ranking.perspective]
    return {"x": bar.baseline, "y": y, "shape": side.shape, "fill": GROUND, "stroke": side.colour}


def _label(bar: Bar, layout: _Layout, *, y: int) -> Row:
    lines = lines_of(bar.label, width=layout.label_width, size=layout.size, most=2)
    down = layout.label_down - (len(lines) - 1) * line_height(layout.size) // 2
    return {"y": y + down, "text": "\n".join(lines)}


def _value(bar: Bar, ranking: Ranking, *, y: int) -> Row:
    """The figure, to the right of whichever reaches further: the bar, or its baseline."""
    missing = ranking.end * _MISSING_SHARE
    reach = max(missing if bar.value is None else bar.value, bar.baseline or 0)
    return {"x": reach, "y": y, "text": f"{bar.text} {bar.detail}".strip() if bar.value is None else bar.text}


def _coverages(places: list[tuple[int, Bar]], layout: _Layout) -> list[Row]:
    rows: list[Row] = []
    for y, bar in places:
        lines = lines_of(bar.coverage, width=layout.width - layout.coverage, size=layout.size - 1, most=2)
        down = layout.coverage_down - (len(lines) - 1) * line_height(layout.size - 1) // 2
        rows.append({"y": y + down, "text": "\n".join(lines)})
    return rows
