"""Judges the rows of a file of organisations: what each says, and everything that is wrong with it. No database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError, Place, Problem
from atlas.registry.facts import OrganisationFacts
from atlas.registry.identifiers import read_krs, read_nip, read_regon

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from atlas.registry.tables import Row

COLUMNS = {
    "code": "kod", "name": "nazwa", "legal_form": "forma_prawna", "seat_gmina": "siedziba", "krs": "krs",
    "regon": "regon", "nip": "nip", "gminas": "gminy", "specialisations": "specjalizacje",
}  # fmt: skip
"""Columns in English and Polish. Several gminas and specialisations are separated by |."""
_NUMBERS: dict[str, Callable[[str], str]] = {"krs": read_krs, "regon": read_regon, "nip": read_nip}
_WIDTHS = {"krs": 10, "regon": 9, "seat_gmina": 7, "gminas": 7}
"""Spreadsheets take leading zeros from what they hold as a number: it is filled up again to this many digits."""
_LONGEST_NAME = 300


@dataclass(frozen=True)
class Known:
    """What rows are held against: codes of gminas and legal forms, and what is registered, by column."""

    gminas: Collection[str]
    legal_forms: Collection[str]
    registered: Mapping[str, Collection[str]]


@dataclass
class Judged:
    """What the rows say, and what is wrong with them."""

    organisations: list[OrganisationFacts] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def judge(rows: list[Row], *, known: Known, file: str) -> Judged:
    """Read all rows; every problem is placed by file, row and column."""
    judged, seen = Judged(), {name: set[str]() for name in ("code", "krs", "regon", "nip")}
    for row in rows:
        reader = _Reader(row, known=known, file=file)
        facts = reader.facts()
        for name, before in seen.items():
            value = getattr(facts, name)
            if value and value in before:
                reader.refuse("row-twice", name, found=value)
            elif value and value in known.registered[name]:
                reader.refuse("row-registered", name, found=value)
            before.add(value)
        judged.problems += reader.problems
        judged.organisations.append(facts)
    return judged


class _Reader:
    """Reads one row and remembers its problems."""

    def __init__(self, row: Row, *, known: Known, file: str) -> None:
        self.row, self.known, self.file = row, known, file
        self.problems: list[Problem] = []

    def refuse(self, code: str, column: str, **facts: object) -> None:
        self.problems.append(Problem(code, Place(self.file, self.row.number, column), facts))

    def facts(self) -> OrganisationFacts:
        name = self.text("name")
        if not name:
            self.refuse("row-name-missing", "name")
        if len(name) > _LONGEST_NAME:
            self.refuse("row-name-long", "name", most=_LONGEST_NAME)
        gminas = self.several("gminas")
        return OrganisationFacts(
            name=name, code=self.text("code"), legal_form=self.legal_form(), seat_gmina=self.gmina("seat_gmina"),
            krs=self.number("krs"), regon=self.number("regon"), nip=self.number("nip"),
            gminas=tuple(self.known_gmina(gmina, "gminas") for gmina in gminas),
            specialisations=self.several("specialisations"),
        )  # fmt: skip

    def text(self, column: str) -> str:
        for name in (column, COLUMNS[column]):
            if name in self.row.cells:
                text = self.row.cells[name]
                return text.zfill(_WIDTHS.get(column, 0)) if text and name in self.row.numeric else text
        return ""

    def several(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text(column).split("|") if part.strip())

    def number(self, column: str) -> str:
        try:
            return _NUMBERS[column](self.text(column))
        except DomainError as error:
            self.refuse(error.code, column, **error.facts)
            return ""

    def legal_form(self) -> str:
        form = self.text("legal_form")
        if form and form not in self.known.legal_forms:
            self.refuse("row-legal-form", "legal_form", found=form, known=", ".join(self.known.legal_forms))
        return form

    def gmina(self, column: str) -> str:
        code = self.text(column)
        return self.known_gmina(code, column) if code else ""

    def known_gmina(self, code: str, column: str) -> str:
        if code not in self.known.gminas:
            self.refuse("row-gmina", column, found=code)
        return code
