"""Opens XLSX files for writing so that text stays text, never a formula or a link, and the same input gives the same
bytes. What stands in the sheets is the caller's matter (decision 0011).
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import IO, TYPE_CHECKING, Final

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

FONT: Final = "Arial"
"""On every computer with a spreadsheet program, if only as a font of the same widths."""
EARLIEST: Final = date(1980, 1, 1)
"""The day of a workbook that belongs to none: the first that ZIP files know."""
_TEXT_STAYS_TEXT: Final = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
}  # fmt: skip


@contextmanager
def new_workbook(out: IO[bytes], *, title: str, dated: date = EARLIEST, font_size: float = 10) -> Iterator[Workbook]:
    """Give an empty workbook; it is written to `out` when the block ends well.

    Args:
        out: Where the XLSX file goes, e.g. an `io.BytesIO`.
        title: In the file's properties.
        dated: The day written into the file as its date; a session's, never today.
        font_size: Of cells without a format of their own, in points.
    """
    defaults = {"font_name": FONT, "font_size": font_size, "valign": "top"}
    book = Workbook(out, {**_TEXT_STAYS_TEXT, "default_format_properties": defaults})
    book.set_properties({"title": title, "created": datetime.combine(dated, time(), UTC).replace(tzinfo=None)})
    yield book
    book.close()
