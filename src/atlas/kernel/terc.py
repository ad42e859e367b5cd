"""Reads the official TERC file of GUS (CSV with BOM and `;`) into the units that the mechanism knows.

Towns and rural parts of mixed gminas, districts and delegations are left aside: they are no gminas.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from atlas.kernel.teryt import Level

COLUMNS = ("WOJ", "POW", "GMI", "RODZ", "NAZWA", "NAZWA_DOD", "STAN_NA")
GMINA_KINDS = ("1", "2", "3")


@dataclass(frozen=True)
class Territory:
    """A unit of the territorial division.

    `code` has 7, 4 or 2 digits; `kind` is GUS's own word for it ('gmina miejska'); `as_of` an ISO date.
    """

    code: str
    level: Level
    name: str
    kind: str
    as_of: str


def read_terc(path: Path) -> list[Territory]:
    """Read voivodeships, powiats and gminas, in the file's order.

    Raises:
        DomainError: 'terc-unreadable', 'terc-columns', 'terc-row' or 'terc-code', each with the file and, where known,
            the row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(_territories(stream, path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DomainError("terc-unreadable", place=Place(str(path)), reason=str(error)) from error


def _territories(stream: Iterator[str], path: Path) -> Iterator[Territory]:
    rows = csv.DictReader(stream, delimiter=";", strict=True)
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise DomainError(
            "terc-columns", place=Place(str(path), 1), missing=", ".join(missing), wanted=";".join(COLUMNS)
        )
    for row in rows:
        place = Place(str(path), rows.line_num)  # blank lines are no rows, but editors count them
        if None in row or None in row.values():
            raise DomainError("terc-row", place=place, wanted=";".join(COLUMNS))
        code = row["WOJ"] + row["POW"] + row["GMI"] + row["RODZ"]
        if not re.fullmatch(r"[0-9]{2}([0-9]{2}([0-9]{3})?)?", code, flags=re.ASCII):
            raise DomainError("terc-code", place=place, found=code)
        territory = _territory(row)
        if territory is not None:
            yield territory


def _territory(row: dict[str, str]) -> Territory | None:
    code = row["WOJ"] + row["POW"] + row["GMI"] + row["RODZ"]
    name, kind, as_of = row["NAZWA"], row["NAZWA_DOD"], row["STAN_NA"]
    if row["GMI"]:
        return Territory(code, "gmina", name, kind, as_of) if row["RODZ"] in GMINA_KINDS else None
    if row["POW"]:
        return Territory(code, "powiat", name, kind, as_of)
    return Territory(code, "voivodeship", name.lower(), kind, as_of)  # GUS shouts the names of voivodeships
