"""The territory table that `atlas terc` writes and commands read names from (CSV: code, level, name, kind, as_of)."""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError, Place
from atlas.kernel.terc import Territory
from atlas.kernel.writing import written_together

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_COLUMNS = tuple(field.name for field in fields(Territory))


def write_territories(territories: Iterable[Territory], path: Path) -> None:
    """Write the table, sorted by code."""
    with written_together(path.parent) as scratch, (scratch / path.name).open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(_COLUMNS)
        rows.writerows(astuple(territory) for territory in sorted(territories, key=lambda one: one.code))


def read_territory_names(path: Path) -> dict[str, str]:
    """Return names by code.

    Raises:
        DomainError: 'territories-unreadable' when the file is not such a table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return {row["code"]: row["name"] for row in csv.DictReader(stream, strict=True)}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise DomainError("territories-unreadable", place=Place(str(path)), reason=str(error)) from error
