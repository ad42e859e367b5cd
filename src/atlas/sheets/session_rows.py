"""The rows of a session's register as they stand in its YAML file or in a CSV file beside it, every cell a text."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from atlas.definitions.yaml_source import line_of
from atlas.kernel.errors import DomainError, Place
from atlas.kernel.teryt import powiat_of, voivodeship_of
from atlas.sheets.session_cells import RawRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from atlas.definitions.yaml_source import Lines


def listed_rows(given: object, name: str, *, path: Path, lines: Lines) -> Iterator[RawRow]:
    """Give the rows of a register that stands in the session file itself ('session-file-register')."""
    for index, row in enumerate(given if isinstance(given, list) else [given]):
        line = line_of(lines, (name, index))
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            raise DomainError("session-file-register", place=Place(str(path), line, name), name=name)
        yield RawRow(row, str(path), line, {column: line_of(lines, (name, index, column)) for column in row})


def csv_rows(path: Path, name: str, *, place: Place) -> Iterator[RawRow]:
    """Give the rows of a CSV file; UTF-8, with commas or, as a Polish Excel saves them, semicolons.

    Raises:
        DomainError: 'session-file-csv-…', 'csv-unreadable'.
    """
    if PurePath(name).name != name or "\\" in name:
        raise DomainError("session-file-csv-beside", place=place, found=name)
    file = path.parent / name
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "UTF-8"
        raise DomainError("session-file-csv-unreadable", place=place, found=name, reason=reason) from error
    header = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=";" if ";" in header else ",")
    try:
        for row in table:
            if None in row or None in row.values():
                wanted = len(table.fieldnames or ())
                raise DomainError("session-file-csv-row", place=Place(str(file), table.line_num), wanted=wanted)
            yield RawRow(row, str(file), table.line_num, {})
    except csv.Error as error:
        raise DomainError("csv-unreadable", place=Place(str(file), table.reader.line_num), reason=str(error)) from error


def with_prefixes(raw: RawRow) -> RawRow:
    """Return a row of the scope with powiat and voivodeship, which follow from the gmina where they are not given."""
    gmina = raw.cells.get("gmina", "").strip()
    derived = {"powiat": powiat_of(gmina), "voivodeship": voivodeship_of(gmina)}
    given = {name: text for name, text in raw.cells.items() if text.strip() or name not in derived}
    return RawRow(derived | given, raw.file, raw.row, raw.lines)
