"""Reads a table of text from a CSV or XLSX file: a header and rows, each with its number as a spreadsheet counts it.

Knows no columns and no database. A file that is too large is refused before it is parsed.
"""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from atlas.kernel.errors import DomainError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 10_000_000
MOST_UNPACKED_BYTES = 100_000_000
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Row:
    """A row's number and its cells by column; a cell that held a number is told from one that held text."""

    number: int
    cells: dict[str, str]
    numeric: frozenset[str]


def read_table(path: Path) -> list[Row]:
    """Return the rows below the header; rows without any text are left out.

    Raises:
        DomainError: 'table-unreadable', 'table-too-large', 'table-column-twice'.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DomainError("table-too-large", place=Place(path.name), most_mb=MOST_BYTES // 1_000_000)
        lines = list(_xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path))
    except (OSError, UnicodeDecodeError, csv.Error, CalamineError, zipfile.BadZipFile) as error:
        raise DomainError("table-unreadable", place=Place(path.name), reason=str(error)) from error
    return _rows(lines, path)


def _rows(lines: list[tuple[int, list[object]]], path: Path) -> list[Row]:
    if not lines:
        raise DomainError("table-unreadable", place=Place(path.name), reason="0")
    if len(lines) > MOST_ROWS:
        raise DomainError("table-too-large", place=Place(path.name), most_mb=MOST_BYTES // 1_000_000)
    (first, head), *rest = lines
    names = [_text(cell).lower() for cell in head]
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise DomainError("table-column-twice", place=Place(path.name, first), found=", ".join(sorted(twice)))
    found = [_row(number, dict(zip(names, cells, strict=False))) for number, cells in rest]
    return [row for row in found if any(row.cells.values())]


def _row(number: int, cells: dict[str, object]) -> Row:
    numeric = frozenset(name for name, cell in cells.items() if isinstance(cell, float))
    return Row(number, {name: _text(cell) for name, cell in cells.items() if name}, numeric)


def _csv(path: Path) -> Iterator[tuple[int, list[object]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = stream.readline()
        stream.seek(0)
        rows = csv.reader(stream, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
        last = 0
        for row in rows:
            yield last + 1, list(row)  # a row may span lines: it is named by its first
            last = rows.line_num


def _xlsx(path: Path) -> Iterator[tuple[int, list[object]]]:
    with zipfile.ZipFile(path) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED_BYTES:
            raise DomainError("table-too-large", place=Place(path.name), most_mb=MOST_BYTES // 1_000_000)
    with path.open("rb") as stream:
        sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
        yield from enumerate(sheet.to_python(skip_empty_area=False), start=1)


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return str(cell).strip()
