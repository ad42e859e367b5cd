"""The XLSX report of everything that is wrong with a folder of forms: to sort, to filter, to send back to people."""

from __future__ import annotations

import io
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from atlas.documents.workbooks import new_workbook
from atlas.kernel.language import _, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.kernel.language import Language

_TITLE = _("What has to be mended")
_COLUMNS = ((_("File"), 38), (_("Cell"), 8), (_("Item"), 42), (_("What is wrong and what to do"), 90), (_("Kind"), 13))
ERROR, WARNING = _("error"), _("warning")


@dataclass(frozen=True)
class ReportRow:
    """One thing to mend, in words: file, cell, number and label, what is wrong and what to do, error or warning."""

    file: str
    cell: str
    item: str
    text: str
    kind: str


def error_report(rows: Sequence[ReportRow], *, language: Language) -> bytes:
    """Return an XLSX file with one row for each thing to mend; everything in it is text."""
    out = io.BytesIO()
    with new_workbook(out, title=translate(_TITLE, language)) as book:
        sheet = book.add_worksheet(translate(_TITLE, language))
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        for column, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, translate(title, language), head)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(astuple(row)):
                sheet.write_string(number, column, text, plain)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()
