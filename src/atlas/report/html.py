"""Draws a report as one self-contained HTML page: no script, no other file, nothing decided here."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from atlas.kernel.language import translate
from atlas.report.charts.pictures import artist_for, words_of
from atlas.report.marks import drawing_of

if TYPE_CHECKING:
    from atlas.report.charts.pictures import Artist, Figure
    from atlas.report.model import Block, ReportData


def render_html(report: ReportData, *, artist: Artist | None = None) -> bytes:
    """Return the page; the same report gives the same bytes.

    Args:
        report: What `build_report` returned.
        artist: Who draws the figures; without one, only voivodeships have outlines.

    Returns:
        UTF-8 HTML that needs nothing else: styles and drawings are inside.
    """
    say = partial(translate, language=report.language)
    easel = artist or artist_for(report.language)
    template = _environment().get_template("report.html.j2")
    page = template.render(report=report, _=say, picture=partial(_picture, easel), drawn=easel.draws)
    return (page + "\n").encode()


def _picture(artist: Artist, figure: Figure, *, narrow: bool) -> Markup:
    """A figure's drawing, silent because its place says what it shows; Vega has escaped what people wrote in it."""
    silent = artist.svg(figure, narrow=narrow).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(silent)  # noqa: S704 (our own drawing)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("atlas.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"drawing": drawing_of, "kind_of": _kind_of, "in_words": words_of}
    return environment


def _kind_of(block: Block) -> str:
    """The name of the macro that draws a block."""
    return type(block).__name__
