"""Tables as CSV files for people: spreadsheet programs open them at once, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CSV: Final = "text/csv; charset=utf-8"
_BEGINS_A_FORMULA: Final = frozenset("=+-@\t\r\n")
"""What spreadsheet programs take for the beginning of a formula; its full-width forms too."""
_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Says that the file is UTF-8."""


def csv_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV: UTF-8 with its mark, semicolons as Polish spreadsheet programs want it, CRLF.

    Args:
        head: Titles of the columns.
        rows: Numbers stay numbers; None is an empty cell; anything else is text.
    """
    out = io.StringIO(newline="")
    out.write(_MARK)
    written = csv.writer(out, delimiter=";", lineterminator="\r\n")
    written.writerow([_cell(one) for one in head])
    written.writerows([_cell(one) for one in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    """Return what is written of a value; a text that would begin a formula gets an apostrophe before it.

    >>> [_cell(one) for one in ("=1+1", " @x", "plain", -3, None)]
    ["'=1+1", "' @x", 'plain', -3, '']
    """
    if value is None or isinstance(value, int | float):
        return "" if value is None else value
    text = str(value)
    first = unicodedata.normalize("NFKC", text.lstrip(" \N{NO-BREAK SPACE}")[:1])
    return f"'{text}" if first in _BEGINS_A_FORMULA else text
