"""Checks across a session file's registers: what names something must name what is there. One problem, one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import REGISTERS
from atlas.engine.packages.references import LARGEST_SEQUENCE
from atlas.kernel.errors import Place, Problem
from atlas.kernel.teryt import identity_of, powiat_of, voivodeship_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from atlas.definitions.models import Definitions
    from atlas.engine.packages.contract import Resource
    from atlas.sheets.session_cells import RawRow, Row

    Registers = Mapping[str, Sequence[tuple[RawRow, Row]]]

_BOOKS: dict[str, str] = {str(kind): name for kind, name in REGISTERS.items()}
"""The registers by what a row says of its kind, which need not be one."""


def session_problems(
    registers: Registers, *, contract: Sequence[Resource], definitions: Definitions, file: str
) -> list[Problem]:
    """Return everything that only shows when the registers are read together.

    Args:
        registers: For each resource of a session file, its rows as typed and as read.
        contract: The tables of a package.
        definitions: What the session uses; its template versions must be these.
        file: The session file, for what has no row.
    """
    keys = {resource.name: resource.key for resource in contract}
    problems = [one for name, rows in registers.items() for one in _keys_twice(rows, keys[name])]
    for raw, row in registers["session"]:
        problems += _session(raw, row, definitions=definitions)
    if not registers["scope"]:
        problems.append(Problem("scope-empty", Place(file)))
    problems += _scope(registers["scope"])
    problems += _invitations(registers)
    return problems


def _keys_twice(rows: Sequence[tuple[RawRow, Row]], key: tuple[str, ...]) -> Iterator[Problem]:
    seen = set()
    for raw, row in rows:
        values = tuple(row[name] for name in key)
        if values in seen and None not in values:
            yield Problem("key-twice", raw.place(key[0]), {"found": ", ".join(map(str, values))})
        seen.add(values)


def _session(raw: RawRow, row: Row, *, definitions: Definitions) -> Iterator[Problem]:
    for first, last in (("opens_on", "closes_on"), ("period_from", "period_to")):
        days = row[first], row[last]
        if None not in days and str(days[0]) > str(days[1]):
            yield Problem("session-dates", raw.place(last), {"session": row["session"]})
    sequence = row["sequence"]
    if isinstance(sequence, int) and not 1 <= sequence <= LARGEST_SEQUENCE:
        yield Problem("session-sequence", raw.place("sequence"), {"sequence": sequence})
    for kind in ("NGO", "IZUS"):
        name, known = f"template_{kind.lower()}", definitions.templates["NGO" if kind == "NGO" else "IZUS"].version
        if row[name] not in (None, known):
            facts = {"found": row[name], "known": known, "kind": kind}
            yield Problem("session-file-template", raw.place(name), facts)


def _scope(rows: Sequence[tuple[RawRow, Row]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    prefixes: dict[str, Callable[[str], str]] = {"powiat": powiat_of, "voivodeship": voivodeship_of}
    for raw, row in rows:
        gmina = row["gmina"]
        if not isinstance(gmina, str):
            continue
        for name, prefix in prefixes.items():
            if row[name] not in (None, prefix(gmina)):
                yield Problem(f"{name}-not-prefix", raw.place(name), {name: row[name], "gmina": gmina})
        if seen.setdefault(identity_of(gmina), gmina) != gmina:
            yield Problem("gmina-twice", raw.place("gmina"), {"gmina": gmina})


def _invitations(registers: Registers) -> Iterator[Problem]:
    gminas = {row["gmina"] for _raw, row in registers["scope"]}
    known = {kind: {row["respondent"] for _raw, row in registers[name]} for kind, name in _BOOKS.items()}
    for raw, row in registers["invitations"]:
        kind, gmina, respondent = (row[name] for name in ("card_kind", "gmina", "respondent"))
        if gmina is not None and gmina not in gminas:
            yield Problem("outside-scope", raw.place("gmina"), {"gmina": gmina})
        if kind is not None and respondent is not None and respondent not in known[str(kind)]:
            facts = {"respondent": respondent, "register": _BOOKS[str(kind)]}
            yield Problem("respondent-not-registered", raw.place("respondent"), facts)
