"""Tables for people's spreadsheet programs as CSV: no cell is taken for a formula there, whatever somebody typed.

After OWASP, 'CSV Injection'. Packages and open data are written elsewhere: there every character stays.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutralised(text: str) -> str:
    """Return a cell that no spreadsheet program computes: what begins like a formula gets an apostrophe before it.

    >>> neutralised("=1+1"), neutralised("Fundacja")
    ("'=1+1", 'Fundacja')
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give the lines of a file in UTF-8 with a byte order mark and semicolons, as programs in Poland open it."""
    yield BYTE_ORDER_MARK
    for row in rows:
        line = StringIO()
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([neutralised(cell) for cell in row])
        yield line.getvalue()
