"""Draws a report as PDF: the report's blocks as JSON for the template `report.typ`, figures as SVG. Decides nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from atlas.documents.typesetting import typeset
from atlas.kernel.language import _, translate
from atlas.report.charts.pictures import Figure, artist_for, words_of
from atlas.report.marks import drawing_of
from atlas.report.model import Chart, Heat, Lane, Map, Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.report.charts.pictures import Artist
    from atlas.report.model import ReportData, Section

TEMPLATE: Final = Path(__file__).parent / "templates" / "report.typ"
WORDS: Final = {
    "note": _("Note"),
    "indicator": _("Indicator"),
    "contents": _("Contents"),
    "evidence": _("Evidence"),
    "questions": _("One might ask"),
    "table": _("The figures as a table"),
    "page": _("p."),
    "revision": _("revision"),
    "session": _("session"),
}
"""What the template says of its own."""


def render_pdf(report: ReportData, *, artist: Artist | None = None) -> bytes:
    """Return the PDF; the same report gives the same bytes.

    Args:
        report: What `build_report` returned.
        artist: Who draws the figures; without one, only voivodeships have outlines.

    Returns:
        A tagged PDF, made as PDF/A-2a and PDF/UA-1, dated with the day on which the session closed.
    """
    easel = artist or artist_for(report.language)
    figures = [one for one in _figures(report.sections) if easel.draws(one)]
    data = {
        "report": _plain(report),
        "words": {name: translate(text, report.language) for name, text in WORDS.items()},
        "alt": {one.id: f"{one.title}. {words_of(one)}" for one in figures},
    }
    pictures = {one.id: easel.svg(one).encode() for one in figures}
    return typeset(TEMPLATE, data=data, pictures=pictures, language=report.language, dated=report.seal.closed_on)


def _figures(sections: tuple[Section, ...]) -> Iterator[Figure]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Chart | Ranking | Heat | Map))
        yield from _figures(section.parts)


def _plain(value: object) -> object:
    """The report as JSON values; each block with its `kind`, each lane as the shapes it is drawn with."""
    if isinstance(value, Lane):
        return _plain(drawing_of(value))
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        plain = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {"kind": type(value).__name__, **plain}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
