"""From a block to its drawings: the wide one, the narrow one, and what they show in words. Renderers place them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.documents.drawing import svg_of
from atlas.report.charts.bars import bars_of
from atlas.report.charts.heat import heat_of
from atlas.report.charts.maps import map_of
from atlas.report.charts.outlines import outlines_of
from atlas.report.charts.profile import profile_of
from atlas.report.model import MISSING, Chart, Heat, Map, Ranking

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.kernel.language import Language
    from atlas.report.charts.layers import Spec
    from atlas.report.charts.outlines import Outlines
    from atlas.report.model import Lane

Figure = Chart | Ranking | Heat | Map


@dataclass(frozen=True)
class Artist:
    """Draws the figures of reports in one language.

    `outlines` are those of the product and of `--boundaries`; `store` is where drawings are kept between runs.
    """

    language: Language
    outlines: Outlines
    store: Path | None = None

    def svg(self, figure: Figure, *, narrow: bool = False) -> str:
        """Return a figure as SVG, or nothing where there is nothing to draw: a map without a single outline."""
        if not self.draws(figure):
            return ""
        return svg_of(self._specification(figure, narrow=narrow), language=self.language, store=self.store)

    def draws(self, figure: Figure) -> bool:
        """Return whether there is anything of a figure to be drawn."""
        match figure:
            case Chart():
                return bool(figure.groups)
            case Ranking():
                return bool(figure.bars)
            case Heat():
                return bool(figure.territories and figure.indicators)
            case Map():
                return any(self.outlines.of(one.code) for one in figure.areas)

    def _specification(self, figure: Figure, *, narrow: bool) -> Spec:
        match figure:
            case Chart():
                return profile_of(figure, narrow=narrow)
            case Ranking():
                return bars_of(figure, narrow=narrow)
            case Heat():
                return heat_of(figure, narrow=narrow)
            case Map():
                return map_of(figure, self.outlines, narrow=narrow, language=self.language)


def artist_for(language: Language, *, boundaries: Path | None = None, store: Path | None = None) -> Artist:
    """Return who draws, with the product's outlines and those of a file.

    Raises:
        DomainError: 'boundaries-too-large', 'boundaries-unreadable' or 'boundaries-invalid'.
    """
    return Artist(language, outlines_of(boundaries), store)


def words_of(figure: Figure) -> str:
    """Return a figure in words: its summary; of a profile every lane."""
    if not isinstance(figure, Chart):
        return figure.summary
    return " ".join(f"{group.label}: {_lanes(group.lanes)}." for group in figure.groups)


def _lanes(lanes: tuple[Lane, ...]) -> str:
    return "; ".join(f"{lane.perspective}: {lane.summary}" for lane in lanes) or MISSING
