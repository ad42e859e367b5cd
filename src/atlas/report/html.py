"""Draws a report as one self-contained HTML page: no script, no other file, nothing decided here."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from atlas.kernel.language import translate
from atlas.report.marks import drawing_of

if TYPE_CHECKING:
    from atlas.report.model import Block, ReportData


def render_html(report: ReportData) -> bytes:
    """Return the page; the same report gives the same bytes.

    Args:
        report: What `build_report` returned.

    Returns:
        UTF-8 HTML that needs nothing else: styles and drawings are inside.
    """
    say = partial(translate, language=report.language)
    return (_environment().get_template("report.html.j2").render(report=report, _=say) + "\n").encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("atlas.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"drawing": drawing_of, "kind_of": _kind_of}
    return environment


def _kind_of(block: Block) -> str:
    """The name of the macro that draws a block."""
    return type(block).__name__
