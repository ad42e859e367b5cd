"""Draws a report as a workbook: one sheet for each section and each sphere, figures as numbers in full precision.

Pictures are left out, because every one of them stands on a table that is here.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final

from atlas.documents.workbooks import new_workbook
from atlas.kernel.language import _, translate
from atlas.report.xlsx_blocks import Sheet
from atlas.report.xlsx_formats import Formats

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atlas.report.model import ReportData, Section

NAMES: Final[Mapping[str, str]] = {
    "glance": _("At a glance"),
    "coverage": _("Coverage"),
    "change": _("Changes"),
    "signals": _("Signals"),
    "below": _("Comparison"),
    "spheres": _("Profile"),
    "pairs": _("Perspectives"),
    "efficiency": _("Efficiency"),
    "data": _("Notes on the data"),
    "participants": _("Participants"),
    "methodology": _("Methodology"),
    "definitions": _("Definitions"),
    "glossary": _("Glossary"),
    "identity": _("Identity of the data"),
}
"""Sections by id, short enough for a sheet's tab (31 characters)."""
SPHERE: Final = _("Sphere %(number)s")


def render_xlsx(report: ReportData) -> bytes:
    """Return the workbook; the same report gives the same bytes.

    Args:
        report: What `build_report` returned.

    Returns:
        XLSX without formulas and links; what is missing or withheld stands there as a dash with its reason in words.
    """
    out = BytesIO()
    with new_workbook(out, title=report.title, dated=report.seal.closed_on) as book:
        formats = Formats(book, report.language)
        for name, section, parts in _sheets(report):
            sheet = Sheet(book.add_worksheet(name), formats, report=report)
            sheet.write(section, parts)
    return out.getvalue()


def _sheets(report: ReportData) -> Iterator[tuple[str, Section, tuple[Section, ...]]]:
    """Names of sheets with what stands on them: a section with its parts; of the spheres each by itself."""
    say = partial(translate, language=report.language)
    for section in report.sections:
        if section.id != "spheres":
            yield say(NAMES[section.id]), section, section.parts
            continue
        yield say(NAMES[section.id]), section, ()
        for number, part in enumerate(section.parts, start=1):
            yield say(SPHERE) % {"number": number}, part, ()
