"""Reads a CSV table strictly (UTF-8, no BOM, comma, RFC 4180, header) into typed Parquet; names every wrong cell.

Row numbers are those a spreadsheet shows: the header is row 1.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from atlas.engine.packages.contract import ARROW_TYPES
from atlas.kernel.errors import MOST_PROBLEMS, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.engine.packages.contract import CellType, Column, Resource
    from atlas.engine.packages.findings import Findings
    from atlas.engine.packages.manifest import File

HEADER_ROWS = 2  # data row 0 stands in the spreadsheet's row 2
_BOM = b"\xef\xbb\xbf"
_LARGEST = str(2**63 - 1)
_FORMS: dict[CellType, str] = {
    "whole": r"^(0|[1-9][0-9]{0,18})$",
    "money": r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$",
    "yes_no": r"^(true|false)$",
    "date": r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$",
}


def csv_to_parquet(file: File, resource: Resource, *, out: Path, findings: Findings) -> bool:
    """Write a CSV file's known columns as Parquet.

    Returns:
        Whether the file could be read as a table; wrong cells are noted and then missing in the Parquet file.
    """
    before = findings.total
    content = file.path.read_bytes()
    if content.startswith(_BOM):
        findings.add("csv-bom", Place(file.called, 1))
        return False
    if not _is_utf8(content, file, findings=findings):
        return False
    if not content.endswith((b"\n", b"\r")):
        content += b"\n"  # a header alone would be no table to Arrow
    if not _is_well_quoted(content, file, findings=findings):
        return False
    table = _parsed(content, file, findings=findings)
    if table is None or findings.total > before:
        return False
    columns = {
        one.name: _typed(table[one.name], one, file=file, findings=findings)
        for one in resource.columns
        if one.name in table.column_names
    }
    pq.write_table(pa.table(columns), out)
    return True


def csv_header(path: Path) -> list[str]:
    """Return the column names of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream), [])


def _is_utf8(content: bytes, file: File, *, findings: Findings) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.add("csv-not-utf8", Place(file.called, content.count(b"\n", 0, error.start) + 1))
        return False
    return True


def _is_well_quoted(content: bytes, file: File, *, findings: Findings) -> bool:
    """Note where a quote is not closed: Arrow would take the rows after it for text of the same cell."""
    if b'"' not in content:
        return True
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), strict=True)
    row = 1
    try:
        for _cells in rows:
            row += 1
    except csv.Error as error:
        findings.add("csv-unreadable", Place(file.called, row), reason=str(error))
        return False
    return True


def _parsed(content: bytes, file: File, *, findings: Findings) -> pa.Table | None:
    def refuse(row: pc_csv.InvalidRow) -> str:
        place = Place(file.called, row.number)
        findings.add("csv-columns", place, found=row.actual_columns, wanted=row.expected_columns)
        return "skip"

    try:
        header = pc_csv.read_csv(
            io.BytesIO(content.partition(b"\n")[0] + b"\n"),
            read_options=pc_csv.ReadOptions(autogenerate_column_names=True),
        )
        names = [str(column[0].as_py() or "") for column in header.columns]
    except pa.ArrowInvalid:
        findings.add("csv-no-header", Place(file.called, 1))
        return None
    for name in sorted({name for name in names if names.count(name) > 1}):
        findings.add("csv-column-twice", Place(file.called, 1, name))
    if findings.total and any(names.count(name) > 1 for name in names):
        return None
    try:
        return pc_csv.read_csv(
            io.BytesIO(content),
            read_options=pc_csv.ReadOptions(use_threads=False),
            parse_options=pc_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=refuse
            ),
            convert_options=pc_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""],
            ),
        )  # fmt: skip
    except pa.ArrowInvalid as error:
        findings.add("csv-unreadable", Place(file.called), reason=str(error))
        return None


def _typed(column: pa.ChunkedArray, wanted: Column, *, file: File, findings: Findings) -> pa.Array:
    text = column.combine_chunks()
    form = _FORMS.get(wanted.type)
    if form is None:
        return text
    good = pc.match_substring_regex(text, form)
    if wanted.type == "whole":
        # nineteen digits may be more than 64 bits hold; texts of equal length compare like numbers
        long = pc.greater_equal(pc.binary_length(text), len(_LARGEST))
        good = pc.and_(good, pc.or_(pc.invert(long), pc.less_equal(text, _LARGEST)))
    kept = pc.if_else(good, text, pa.scalar(None, pa.string()))
    if wanted.type == "date":
        days = pc.strptime(kept, format="%Y-%m-%d", unit="s", error_is_null=True)
        kept = pc.if_else(pc.equal(pc.strftime(days, format="%Y-%m-%d"), kept), kept, pa.scalar(None, pa.string()))
        typed = pc.cast(kept, pa.date32())
    else:
        typed = pc.cast(kept, ARROW_TYPES[wanted.type])
    _note_bad_cells(text, pc.and_(pc.is_valid(text), pc.is_null(typed)), wanted=wanted, file=file, findings=findings)
    return typed


def _note_bad_cells(text: pa.Array, bad: pa.Array, *, wanted: Column, file: File, findings: Findings) -> None:
    rows = pc.indices_nonzero(bad)
    problems = [
        Problem(f"cell-{wanted.type}", Place(file.called, row + HEADER_ROWS, wanted.name), {"found": text[row].as_py()})
        for row in rows[:MOST_PROBLEMS].to_pylist()
    ]
    findings.extend(problems, total=len(rows))
