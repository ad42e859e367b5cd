"""A minimal good package as rows, ways to write and then spoil it, and what the reader of an error is told."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from unittest import mock

from atlas.cli.texts import TEXTS
from atlas.cli.words import problem_line
from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.contract import MANIFEST
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.writing import write_package
from atlas.kernel.errors import DomainError, Place, Problem
from atlas.kernel.hashing import PREFIX, sha256_of_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from atlas.definitions.models import Definitions
    from atlas.engine.model import Package

Rows = dict[str, list[dict[str, object]]]
A, B, STRANGE = "0605053", "0605063", "1465011"
"""Two gminas in the scope of the good package, and one that is not."""


def good_rows(*, sequence: int = 1, code: str | None = None) -> Rows:
    """Two gminas; Karty NGO of two organisations in A and one of them in B; one Karta IZUS in A."""
    year = 2024 + sequence
    session = {
        "session": code or f"{year}-1", "name": "Sesja, „próbna”", "opens_on": date(year, 2, 1),
        "closes_on": date(year, 4, 30), "period_from": date(year - 1, 1, 1), "period_to": date(year - 1, 12, 31),
        "sequence": sequence, "template_ngo": 1, "template_izus": 1,
    }  # fmt: skip
    ngo = [(A, "ORG-1"), (A, "ORG-2"), (B, "ORG-1")]
    return {
        "session": [session],
        "scope": [_gmina(A, "Janów Lubelski", kind="CUS"), _gmina(B, "Modliborzyce", kind="OPS")],
        "invitations": [
            {"card_kind": "IZUS", "gmina": A, "respondent": "IZUS-1"},
            *({"card_kind": "NGO", "gmina": gmina, "respondent": one} for gmina, one in ngo),
        ],
        "organisations": [
            {"respondent": "ORG-1", "name": 'Fundacja "Most", Janów', "legal_form": "foundation", "seat_gmina": A},
            {"respondent": "ORG-2", "name": "Koło\nGospodyń", "legal_form": None, "seat_gmina": None},
        ],
        "institutions": [{"respondent": "IZUS-1", "name": "CUS", "institution_type": "CUS", "seat_gmina": A}],
        "cards_ngo": [
            {"gmina": A, "respondent": "ORG-1", "users_total": 10, "tools": "survey|interview", "contracts": 1,
             "own_service_monitoring": True},
            {"gmina": A, "respondent": "ORG-2", "users_total": 0, "tools": "none", "own_service_monitoring": False},
            {"gmina": B, "respondent": "ORG-1", "users_total": 5},
        ],
        "cards_izus": [{"gmina": A, "respondent": "IZUS-1", "orgs_reports": 2}],
        "services": [
            {"gmina": A, "respondent": "ORG-1", "service": "home_care", "users": 10, "ngo_staff": 2,
             "cost_pln": Decimal("12195.10")},
        ],
        "territory_statistics": [
            {"gmina": A, "population": 15000, "service_users_total": 100},
            {"gmina": B, "population": 7000, "service_users_total": 50},
        ],
    }  # fmt: skip


def _gmina(code: str, name: str, *, kind: str) -> dict[str, object]:
    return {"gmina": code, "name": name, "powiat": code[:4], "voivodeship": code[:2], "institution_type": kind}


def written(
    folder: Path, rows: Rows | None = None, *, format: Literal["csv", "parquet"] = "csv",
    definitions: Definitions | None = None,
) -> Path:  # fmt: skip
    """Write a package and return its folder."""
    used = definitions or shipped_definitions()
    write_package(good_rows() if rows is None else rows, folder, definitions=used, format=format)
    return folder


def sealed(folder: Path) -> Path:
    """Give changed files their new hashes, and no schema in the manifest: then only the change itself is wrong."""

    def seal(manifest: dict[str, Any]) -> None:
        manifest["resources"] = [one for one in manifest["resources"] if (folder / one["path"]).exists()]
        for one in manifest["resources"]:
            one["hash"] = PREFIX + sha256_of_file(folder / one["path"])
            one.pop("schema", None)

    return changed_manifest(folder, seal)


def spoiled(folder: Path, name: str, *, change: Callable[[bytes], bytes]) -> Path:
    """Write a good CSV package, change the bytes of one file and seal it anew."""
    path = written(folder) / name
    path.write_bytes(change(path.read_bytes()))
    return sealed(folder)


def with_cell(folder: Path, table: str, *, row: int, column: str, value: str) -> Path:
    """Write a good CSV package with one cell changed; the header is row 1."""

    def change(content: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        rows[row - 1][rows[0].index(column)] = value
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode()

    return spoiled(folder, f"{table}.csv", change=change)


def with_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Write a good CSV package and change its manifest."""
    return changed_manifest(written(folder), change)


def changed_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the manifest of a package that is there."""
    path = folder / MANIFEST
    manifest = json.loads(path.read_bytes())
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def entry(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a resource of a manifest."""
    return next(one for one in manifest["resources"] if one["name"] == name)


def accepted(path: Path) -> Package:
    """Read a package that must be good; its tables are gone afterwards."""
    with read_packages([path]) as packages:
        return packages[0]


def refusal(*paths: Path) -> DomainError:
    """Read packages that must not be accepted and return the error."""
    try:
        with read_packages(paths):
            pass
    except DomainError as error:
        return error
    raise AssertionError("the package was accepted")


def lines(problem: Problem) -> tuple[str, str]:
    """Return what a Polish and an English reader are told."""
    told = []
    for language in ("pl", "en"):
        with mock.patch.dict(os.environ, ATLAS_LANG=language):
            told.append(problem_line(problem, TEXTS))
    return told[0], told[1]


def assert_refused(
    path: Path, code: str, *, file: str = "", row: int | None = None, column: str = "", says: str = ""
) -> None:
    """The package has this one problem, at this place, and readers in both languages are told place and value."""
    error = refusal(path)
    assert [(one.code, one.place) for one in error.problems] == [(code, Place(file, row, column))]
    assert error.total == 1
    polish, english = lines(error.problems[0])
    for line in (polish, english):
        for word in (file, "" if row is None else str(row), column, says):
            assert word in line
    assert polish != english
