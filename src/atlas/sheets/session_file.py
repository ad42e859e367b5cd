"""Reads a session's YAML: what the session is, who is in it, who was invited. Every mistake at once, with its line.

Registers stand in the file or in CSV files beside it. The form is in docs/reference/session-file.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ConfigDict

from atlas.definitions.load import shipped_definitions
from atlas.definitions.yaml_source import line_of, read_model
from atlas.engine.packages.contract import REGISTERS, contract_of
from atlas.kernel.errors import BadInput, DomainError, Place, Problem
from atlas.sheets.session_cells import RawRow, typed_row
from atlas.sheets.session_checks import session_problems
from atlas.sheets.session_rows import csv_rows, listed_rows, with_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from atlas.definitions.models import CardKind, Definitions
    from atlas.definitions.yaml_source import Lines
    from atlas.engine.packages.contract import Resource
    from atlas.sheets.session_cells import Row


class _Document(BaseModel):
    """The keys of the file. Values are texts as typed; registers are lists of rows or the name of a CSV file."""

    model_config = ConfigDict(extra="forbid")
    session: str
    name: str
    opens_on: str
    closes_on: str
    period_from: str
    period_to: str
    sequence: str
    template_ngo: str = ""
    template_izus: str = ""
    revision: str = ""
    supersedes: str = ""
    scope: Any
    organisations: Any
    institutions: Any
    invitations: Any
    territory_changes: Any = ""
    errata: Any = ""


_CODES = {
    "definition-unreadable": "session-file-unreadable",
    "definition-key-missing": "session-file-key-missing",
    "definition-key-unknown": "session-file-key-unknown",
    "definition-key-twice": "session-file-key-twice",
    "definition-value": "session-file-value",
}
"""The reader of definitions speaks of definitions."""
_LISTS = ("scope", "organisations", "institutions", "invitations", "territory_changes", "errata")


@dataclass(frozen=True)
class SessionFile:
    """A session as its file describes it; `tables` hold rows by resource of the package's contract, keys unique.

    `files` are the file itself and the CSV files beside it that it names.
    """

    path: Path
    tables: Mapping[str, Sequence[Row]]
    files: frozenset[Path] = frozenset()

    @property
    def code(self) -> str:
        """The session's short code."""
        return str(self.tables["session"][0]["session"])

    @property
    def name(self) -> str:
        """The session's name."""
        return str(self.tables["session"][0]["name"])

    @property
    def sequence(self) -> int:
        """The session's place among all, from 1."""
        return cast("int", self.tables["session"][0]["sequence"])

    @property
    def period(self) -> tuple[date, date]:
        """The period that the cards speak of, first and last day."""
        row = self.tables["session"][0]
        return cast("date", row["period_from"]), cast("date", row["period_to"])

    @property
    def closes_on(self) -> date:
        """The last day for sending cards."""
        return cast("date", self.tables["session"][0]["closes_on"])

    def gminas(self) -> dict[str, str]:
        """Return names by TERYT code of the gminas in scope."""
        return self._gminas

    def respondents(self, kind: CardKind) -> dict[str, str]:
        """Return names by code of the organisations (NGO) or institutions (IZUS)."""
        return self._respondents[kind]

    def invited(self, kind: CardKind) -> list[tuple[str, str]]:
        """Return who was invited to file a card: (gmina, respondent), in the file's order."""
        return [(gmina, respondent) for card, gmina, respondent in self._invited if card == kind]

    def is_invited(self, kind: CardKind, *, gmina: str, respondent: str) -> bool:
        """Whether this card was asked for."""
        return (kind, gmina, respondent) in self._invited

    @cached_property
    def _gminas(self) -> dict[str, str]:
        return {str(row["gmina"]): str(row["name"]) for row in self.tables["scope"]}

    @cached_property
    def _respondents(self) -> dict[str, dict[str, str]]:
        return {
            kind: {str(row["respondent"]): str(row["name"]) for row in self.tables[name]}
            for kind, name in REGISTERS.items()
        }

    @cached_property
    def _invited(self) -> dict[tuple[str, str, str], None]:
        """Invitations as a set that keeps its order."""
        rows = self.tables["invitations"]
        return dict.fromkeys((str(row["card_kind"]), str(row["gmina"]), str(row["respondent"])) for row in rows)


def read_session_file(path: Path, *, definitions: Definitions | None = None) -> SessionFile:
    """Read and check a session file.

    Args:
        path: The YAML file; CSV files that it names are looked for beside it.
        definitions: What the session uses; without them the shipped ones.

    Raises:
        BadInput: 'session-file-…', 'cell-…' and the references' codes of packages, each with file, line and key.
    """
    known = definitions or shipped_definitions()
    document, lines = _document(path)
    contract = [one for one in contract_of(known) if one.name == "session" or one.name in _LISTS]
    problems: list[Problem] = []
    registers: dict[str, list[tuple[RawRow, Row]]] = {}
    for resource in contract:
        registers[resource.name] = []
        try:
            rows = list(_raw_rows(document, resource, path=path, lines=lines, definitions=known))
        except DomainError as error:
            problems += error.problems
            continue
        for raw in rows:
            row, wrong = typed_row(raw, resource)
            problems += wrong
            registers[resource.name].append((raw, row))
    if not problems:
        problems = session_problems(registers, contract=contract, definitions=known, file=str(path))
    if problems:
        raise BadInput(problems)
    named = [getattr(document, name) for name in _LISTS]
    files = frozenset([path, *(path.parent / name for name in named if isinstance(name, str) and name)])
    return SessionFile(path, {name: [row for _raw, row in rows] for name, rows in registers.items()}, files)


def _document(path: Path) -> tuple[_Document, Lines]:
    try:
        return read_model(path, _Document, as_text=True)
    except DomainError as error:
        raise BadInput(Problem(_CODES[one.code], one.place, one.facts) for one in error.problems) from error


def _raw_rows(
    document: _Document, resource: Resource, *, path: Path, lines: Lines, definitions: Definitions
) -> Iterator[RawRow]:
    if resource.name == "session":
        yield _session_row(document, resource, path=path, lines=lines, definitions=definitions)
        return
    given = getattr(document, resource.name)
    place = Place(str(path), line_of(lines, (resource.name,)), resource.name)
    if isinstance(given, str):
        rows = csv_rows(path, given, place=place) if given else iter(())
    else:
        rows = listed_rows(given, resource.name, path=path, lines=lines)
    for raw in rows:
        yield with_prefixes(raw) if resource.name == "scope" else raw


def _session_row(
    document: _Document, resource: Resource, *, path: Path, lines: Lines, definitions: Definitions
) -> RawRow:
    cells = {column.name: str(getattr(document, column.name)) for column in resource.columns}
    for kind, name in (("NGO", "template_ngo"), ("IZUS", "template_izus")):
        cells[name] = cells[name] or str(definitions.templates["NGO" if kind == "NGO" else "IZUS"].version)
    cells["revision"] = cells["revision"] or "1"
    return RawRow(cells, str(path), 1, {name: line_of(lines, (name,)) for name in cells if (name,) in lines})
