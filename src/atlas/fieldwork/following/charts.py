"""Completeness drawn: a map of shares, and lines by day of how much of what was asked for was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from atlas.cards.rules import CardKind
from atlas.fieldwork.following.tallies import KIND_WORDS, KINDS
from atlas.kernel.language import _, translate
from atlas.kernel.polish_numbers import NBSP
from atlas.report.charts.layers import at, pixel, rules, specification, texts
from atlas.report.charts.palette import INK, LINE, NARROW, QUIET, SIDES, WIDE
from atlas.report.model import MISSING, Area, Map

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from atlas.definitions.models import Perspective
    from atlas.fieldwork.following.tallies import DayRow, Row
    from atlas.kernel.language import Language
    from atlas.report.charts.layers import Row as Mark
    from atlas.report.charts.layers import Spec

PERSPECTIVES: Final[Mapping[CardKind, Perspective]] = {
    CardKind.NGO: "NGO", CardKind.IZUS: "IZUS", CardKind.STATISTICS: "EFF",
}  # fmt: skip
_DASHES: Final[Mapping[CardKind, Sequence[int]]] = {
    CardKind.NGO: (), CardKind.IZUS: (8, 4), CardKind.STATISTICS: (2, 3),
}  # fmt: skip
_QUARTERS: Final = (0, 25, 50, 75, 100)
_APART: Final = 16
"""How far the names of two lines stand from each other, in pixels."""


def map_block(rows: Sequence[Row], *, kind: CardKind, known: Collection[str], language: Language) -> Map:
    """Return the map of what share of a kind's cards was handed over.

    Args:
        rows: Territories of one level.
        kind: Of cards.
        known: Codes of voivodeships to draw besides as outside the session; none where it is a map of smaller ones.
        language: Of the words.
    """
    areas = [_area(row, kind=kind) for row in rows]
    there = {row.code for row in rows}
    areas += [Area(code, "", None, MISSING, outside=True) for code in sorted(known) if code not in there]
    kind_words = translate(KIND_WORDS[kind], language)
    axis = translate(_("%(kind)s: handed over, %% of those asked for"), language) % {"kind": kind_words}
    return Map("map", axis, axis, axis, PERSPECTIVES[kind], tuple(areas), "", "territories")


def _area(row: Row, *, kind: CardKind) -> Area:
    tally = row.tallies[kind]
    if tally.percent is None:
        return Area(row.code, row.name, None, MISSING)
    share = 100 * tally.filed / tally.asked
    return Area(row.code, row.name, share, f"{tally.percent}{NBSP}%")


@dataclass(frozen=True)
class _Layout:
    """Where the lines stand, in pixels: from left to right, from top to bottom."""

    width: int
    span: tuple[int, int]
    depth: tuple[int, int]
    height: int
    size: int
    ticks: int

    def x(self, place: int, places: int) -> float:
        """Where a day stands among all."""
        left, right = self.span
        return round(left + (right - left) * place / max(places - 1, 1), 1)

    def y(self, percent: float) -> float:
        """How high a share stands."""
        top, bottom = self.depth
        return round(bottom - (bottom - top) * percent / 100, 1)


_WIDE_LAYOUT: Final = _Layout(WIDE, (48, 500), (48, 268), 300, 12, 6)
_NARROW_LAYOUT: Final = _Layout(NARROW, (44, 280), (100, 276), 308, 13, 3)


def days_chart(
    days: Sequence[DayRow], asked: Mapping[CardKind, int], *, until: int, narrow: bool, language: Language
) -> Spec | None:
    """Return the lines by day, or None where nothing was asked for.

    Args:
        days: From the first to the last, with the schedule's marks.
        asked: How many cards of each kind were asked for; a kind of none has no line.
        until: How many of the days have begun; the lines end there.
        narrow: For a phone.
        language: Of the words.
    """
    layout = _NARROW_LAYOUT if narrow else _WIDE_LAYOUT
    kinds = [kind for kind in KINDS if asked.get(kind)]
    if not kinds or not days or not until:
        return None
    lines = {
        kind: [(layout.x(place, len(days)), 100 * day.filed[kind] / asked[kind]) for place, day in enumerate(days)]
        for kind in kinds
    }
    layers = (
        rules([_level(layout, one) for one in _QUARTERS], x=pixel("x"), width=1),
        texts(
            [{"y": layout.y(one), "text": f"{one}{NBSP}%"} for one in _QUARTERS], x=at(layout.span[0] - 8),
            size=layout.size, colour=QUIET, align="right",
        ),
        texts(_day_names(days, layout), x=pixel("x"), size=layout.size, colour=QUIET, align="center"),
        *_marks(days, layout),
        *(_line(points[:until], kind=kind, layout=layout) for kind, points in lines.items()),
        texts(_names(lines, layout, until=until, language=language, narrow=narrow), x=pixel("x"), size=layout.size,
              weight=600, colour={"field": "fill", "type": "nominal", "scale": None, "legend": None}),
    )  # fmt: skip
    return specification(layers, width=layout.width, height=layout.height)


def _level(layout: _Layout, percent: int) -> Mark:
    return {"x": layout.span[0], "x2": layout.span[1], "y": layout.y(percent), "stroke": LINE}


def _day_names(days: Sequence[DayRow], layout: _Layout) -> list[Mark]:
    step = max(-(-(len(days) - 1) // (layout.ticks - 1)), 1)
    return [
        {"x": layout.x(place, len(days)), "y": layout.depth[1] + 16, "text": f"{days[place].day:%d.%m}"}
        for place in range(0, len(days), step)
    ]


def _marks(days: Sequence[DayRow], layout: _Layout) -> list[Spec | None]:
    """A broken line down on each day of the schedule, its words above, each as high as there is room."""
    top, bottom = layout.depth
    found = [(layout.x(place, len(days)), word) for place, day in enumerate(days) for word in day.marks]
    lines: list[Mark] = []
    words: list[Mark] = []
    for number, (x, word) in enumerate(found):
        y = top - 12 - number % 3 * _APART if len(found) > 1 else top - 12
        lines += [{"x": x, "y": y + 6, "mark": number}, {"x": x, "y": bottom, "mark": number}]
        left = x + 0.53 * layout.size * len(word) < layout.width
        words.append({"x": x + (4 if left else -4), "y": y, "text": word, "left": left})
    groups = [
        texts([one for one in words if one["left"] is left], x=pixel("x"), size=layout.size - 1,
              align="left" if left else "right")
        for left in (True, False)
    ]  # fmt: skip
    return [_drawn(lines, stroke=INK, dash=(4, 4), width=1, detail="mark"), *groups]


def _line(points: Sequence[tuple[float, float]], *, kind: CardKind, layout: _Layout) -> Spec | None:
    side = SIDES[PERSPECTIVES[kind]]
    rows: list[Mark] = [{"x": x, "y": layout.y(percent), "mark": 0} for x, percent in points]
    return _drawn(rows, stroke=side.colour, dash=_DASHES[kind], width=2.5, detail="mark")


def _drawn(rows: list[Mark], *, stroke: str, dash: Sequence[int], width: float, detail: str) -> Spec | None:
    if not rows:
        return None
    mark = {"type": "line", "interpolate": "linear", "strokeWidth": width, "strokeDash": list(dash), "stroke": stroke}
    places: Spec = {"x": pixel("x"), "y": pixel("y"), "detail": {"field": detail, "type": "nominal"}}
    return {"data": {"values": rows}, "mark": mark, "encoding": places}


def _names(
    lines: Mapping[CardKind, Sequence[tuple[float, float]]], layout: _Layout, *, until: int, language: Language,
    narrow: bool,
) -> list[Mark]:  # fmt: skip
    """The name of each line, as high as it ends, or above all of them on a phone; none lies over another."""
    found: list[Mark] = []
    ends = sorted(((points[until - 1][1], kind) for kind, points in lines.items()), key=itemgetter(0))
    lowest = float(layout.depth[1] + _APART)
    for number, (percent, kind) in enumerate(ends):
        y = min(layout.y(percent), lowest - _APART)
        lowest = y
        place = {"x": 0, "y": 8 + number * _APART} if narrow else {"x": layout.span[1] + 8, "y": y}
        words = translate(KIND_WORDS[kind], language)
        found.append({**place, "text": f"{_sample(kind) if narrow else ''}{words}", "fill": _colour(kind)})
    return found


def _sample(kind: CardKind) -> str:
    """How a line looks, in signs: whole, broken, dotted."""
    return {CardKind.NGO: "——  ", CardKind.IZUS: "– –  ", CardKind.STATISTICS: "· · ·  "}[kind]


def _colour(kind: CardKind) -> str:
    return SIDES[PERSPECTIVES[kind]].colour
