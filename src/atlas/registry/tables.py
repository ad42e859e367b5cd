"""Reads a table of text from a CSV or XLSX file: a header and rows, each with its number as a spreadsheet counts it.

Knows no columns and no database. A file that is too large is refused before it is parsed; a spreadsheet is looked at
and opened in a process of its own, within limits (`sheets.guard`, `sheets.worker`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError, Place
from atlas.sheets.worker_pool import read_workbooks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from atlas.kernel.errors import Problem
    from atlas.sheets.worker import Settings

MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
_MOST_COLUMNS = 40
_NAMED_CELLS = 10
_SHEET: Settings = {
    "identity": "",
    "titles": [],
    "columns": list(range(_MOST_COLUMNS)),
    "limits": {"file_bytes": MOST_BYTES, "unpacked_bytes": 100_000_000, "cells": MOST_ROWS * 12, "row_digits": 5},
}
_TOO_LARGE = {"sheet-too-large", "sheet-too-many-cells", "sheet-too-slow", "sheet-crashed"}
_CODES = {
    "sheet-bomb": "table-unsafe", "sheet-too-many-parts": "table-unsafe", "sheet-xml-dtd": "table-unsafe",
    "sheet-xml-encoding": "table-unsafe", "sheet-macros": "table-macros", "sheet-encrypted": "table-locked",
    "sheet-external-links": "table-formulas", "sheet-old-format": "table-no-xlsx", "sheet-ods": "table-no-xlsx",
    "sheet-pdf": "table-no-xlsx", "sheet-not-xlsx": "table-no-xlsx", "sheet-empty": "table-empty",
}  # fmt: skip
"""What the guard refuses, in words for a table: its own speak of cards. The rest cannot be read, for its reason."""


@dataclass(frozen=True)
class Row:
    """A row's number and its cells by column; a cell that held a number is told from one that held text."""

    number: int
    cells: dict[str, str]
    numeric: frozenset[str]


def read_table(path: Path) -> list[Row]:
    """Return the rows below the header; rows without any text are left out.

    Raises:
        DomainError: 'table-unreadable', 'table-too-large', 'table-column-twice', 'table-empty'; of a spreadsheet
            also 'table-unsafe', 'table-macros', 'table-locked', 'table-formulas', 'table-no-xlsx'.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DomainError("table-too-large", place=Place(path.name), most_mb=MOST_BYTES // 1_000_000)
        lines = list(_xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DomainError("table-unreadable", place=Place(path.name), reason=str(error)) from error
    return _rows(lines, path)


def _rows(lines: list[tuple[int, list[object]]], path: Path) -> list[Row]:
    if not lines:
        raise DomainError("table-empty", place=Place(path.name))
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
    (book,) = read_workbooks([path], settings=_SHEET)
    if book.problem is not None:
        raise _refusal(book.problem, path)
    if book.formulas:  # only what a formula came to last stands in the file, and nobody sees where it comes from
        named = ", ".join(sorted(book.formulas)[:_NAMED_CELLS])
        raise DomainError("table-formulas", place=Place(path.name), cells=named or "?")
    for number, *cells in book.rows:
        yield number, cells


def _refusal(problem: Problem, path: Path) -> DomainError:
    place = Place(path.name)
    if problem.code in _TOO_LARGE:
        return DomainError("table-too-large", place=place, most_mb=MOST_BYTES // 1_000_000)
    if problem.code in _CODES:
        return DomainError(_CODES[problem.code], place=place, cells="?")
    return DomainError("table-unreadable", place=place, reason=problem.facts.get("reason", problem.code))


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return str(cell).strip()
