"""Verifies the archive: each sealed package's files against its seal, the chain of revisions, baselines across them,
and the database's cards against the sealed rows. What is found is named; nothing is changed.

Registers (names of participants) are not compared: they live on, and the package keeps them as they were.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from atlas.archive.comparing import first_difference
from atlas.archive.models import SealedPackage
from atlas.archive.package_cards import rows_of
from atlas.archive.package_writing import Revision, accepted_cards, tables_in_database
from atlas.archive.revising import baseline_tables
from atlas.archive.selectors import (
    applied_corrections,
    corrected_at,
    corrected_documents,
    errata_rows,
    newest_seals,
)
from atlas.archive.store import folder_of
from atlas.cards.models import Submission
from atlas.cards.selectors import baseline_gminas, instruments_of
from atlas.engine.packages.contract import contract_of
from atlas.engine.packages.reading import read_changes, read_packages
from atlas.kernel.errors import DomainError, Place, Problem
from atlas.kernel.hashing import PREFIX
from atlas.monitoring.models import Session
from atlas.monitoring.rules import OVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from atlas.archive.comparing import RowDifference
    from atlas.engine.lineage import Change
    from atlas.engine.model import Package

    Changes = dict[int, list[Change]]

_REGISTERS = frozenset({"organisations", "institutions", "errata"})
_OF_REVISION = ("revision", "supersedes")


@dataclass(frozen=True)
class _Codes:
    """What is said of a row that differs, is gone, or was added."""

    differs: str
    gone: str
    added: str


_SEALED_ROW = _Codes("sealed-row-differs", "sealed-row-gone", "sealed-row-added")
_BASELINE_ROW = _Codes("baseline-row-differs", "baseline-row-gone", "baseline-row-added")


@dataclass(frozen=True)
class Verified:
    """What was looked at, the newest seals, and what is wrong: of each comparison the first row that differs."""

    packages: int = 0
    problems: list[Problem] = field(default_factory=list)
    newest: list[SealedPackage] = field(default_factory=list)


def verify_archive(*, tell: Callable[[str], None] = lambda _session: None) -> Verified:
    """Recompute every hash and compare every sealed row; a fault in one session does not hide those of another.

    Args:
        tell: Called with a session's code before it is looked at.
    """
    problems: list[Problem] = []
    newest: list[SealedPackage] = []
    count = 0
    sessions = Session.objects.select_related("instruments").order_by("sequence", "code")
    changes = _known_changes()
    every = SealedPackage.objects.select_related("session__instruments").order_by("revision")
    for session in sessions:
        seals = list(every.filter(session=session))
        if seals or (session.state in OVER and not session.is_trial):
            tell(session.code)
            problems += _session_problems(session, seals, changes=changes)
            newest += seals[-1:]
            count += len(seals)
    return Verified(count, problems, newest)


def _known_changes() -> Changes:
    """Return the renumberings that packages tell; one that cannot be read is named where its session is looked at."""
    found = {}
    for seal in newest_seals():
        try:
            found[seal.session.sequence or 0] = read_changes(folder_of(seal.sha256))
        except DomainError:
            continue
    return found


def _session_problems(session: Session, seals: Sequence[SealedPackage], *, changes: Changes) -> list[Problem]:
    if not seals:
        return [Problem("seal-gone", facts={"session": session.code})]
    problems = list(_chain(session, seals))
    with ExitStack() as stack:
        packages: list[Package] = []
        for seal in seals:
            try:
                (package,) = stack.enter_context(read_packages([folder_of(seal.sha256)]))
            except DomainError as error:
                problems += [_of_session(one, seal) for one in error.problems]
                continue
            problems += _of_seal(seal, package)
            packages.append(package)
        problems += _across(session, packages, changes=changes)
        if packages and packages[-1].hash == seals[-1].sha256:
            problems += _of_database(seals, packages[-1])
    problems += [*_pages(session), *_marks(session, changes=changes)]
    return problems


def _of_session(problem: Problem, seal: SealedPackage) -> Problem:
    """Say of which session a file is that reading found wrong."""
    place = problem.place
    named = f"{seal.session.code}, {seal.revision}: {place.file}"
    return Problem(problem.code, Place(named, place.row, place.column), problem.facts)


def _chain(session: Session, seals: Sequence[SealedPackage]) -> Iterator[Problem]:
    """Each revision follows the one before and names its hash; the first one here may follow one from elsewhere."""
    for former, seal in pairwise(seals):
        if seal.revision != former.revision + 1 or seal.supersedes != PREFIX + former.sha256:
            facts = {"session": session.code, "revision": seal.revision, "supersedes": seal.supersedes}
            yield Problem("seal-chain-broken", facts=facts | {"former": PREFIX + former.sha256})


def _of_seal(seal: SealedPackage, package: Package) -> Iterator[Problem]:
    session, facts = seal.session, package.session
    named = {"session": session.code, "revision": seal.revision}
    if package.hash != seal.sha256:
        yield Problem("archive-changed", Place(f"{session.code}, {seal.revision}"), {"found": package.hash})
    for what, sealed, found in (
        ("session", facts.code, session.code), ("revision", facts.revision, seal.revision),
        ("supersedes", facts.supersedes, seal.supersedes),
    ):  # fmt: skip
        if sealed != found:
            shown = {"table": "session", "key": session.code, "column": what, "sealed": sealed, "found": found}
            yield Problem("sealed-row-differs", facts=named | shown)
    if package.definitions != instruments_of(session.instruments).definitions:
        yield Problem("sealed-definitions-differ", facts=named)


def _across(session: Session, packages: Sequence[Package], *, changes: Changes) -> Iterator[Problem]:
    """The rows of baselines are the same in every revision, and none was added."""
    if len(packages) < 2 or session.is_trial:  # noqa: PLR2004 - one revision has nothing to be compared with
        return
    gminas = baseline_gminas(session, changes=changes)
    first = baseline_tables(packages[0], gminas)
    for package in packages[1:]:
        for name, table in baseline_tables(package, gminas).items():
            resource = next(one for one in contract_of(package.definitions) if one.name == name)
            found = first_difference(first[name], table, resource=resource)
            if found is not None:
                yield _row_problem(
                    _BASELINE_ROW, found, session=session.code, revision=package.session.revision, table=name
                )


def _of_database(seals: Sequence[SealedPackage], package: Package) -> Iterator[Problem]:
    """Compare the newest revision with the rows that the cards give as they were when each was written into it."""
    seal, session = seals[-1], seals[-1].session
    try:
        revision = Revision(
            seal.revision, seal.supersedes, corrected_documents(session), sealed_at=seals[0].sealed_at,
            corrected_at=corrected_at(session),
        )  # fmt: skip
        tables = tables_in_database(session, revision=revision)
    except DomainError as error:
        yield from error.problems
        return
    named = {"session": session.code, "revision": seal.revision}
    for resource in contract_of(package.definitions):
        name = resource.name
        if name in _REGISTERS:
            continue
        besides = _OF_REVISION if name == "session" else ()
        nothing = resource.schema.empty_table()
        sealed = pq.read_table(package.tables[name]) if name in package.tables else nothing
        difference = first_difference(sealed, tables.get(name, nothing), resource=resource, besides=besides)
        if difference is not None:
            yield _row_problem(_SEALED_ROW, difference, table=name, **named)
    yield from _errata(session, package, named=named)


def _row_problem(codes: _Codes, found: RowDifference, **named: object) -> Problem:
    key = " / ".join(str(part) for part in found.key)
    if found.column:
        shown = {"column": found.column, "sealed": _said(found.first), "found": _said(found.second)}
        return Problem(codes.differs, facts={**named, "key": key, **shown})
    return Problem(codes.added if found.is_there else codes.gone, facts={**named, "key": key})


def _said(value: object) -> object:
    return "–" if value is None else value


def _errata(session: Session, package: Package, *, named: dict[str, object]) -> Iterator[Problem]:
    """Each sealed erratum stands in the database as it is; those made since may stand beside them."""
    kept = {row["number"]: row for row in errata_rows(session)}
    for row in rows_of(package, "errata"):
        if kept.get(row["number"]) != row:
            yield Problem("sealed-row-gone", facts={**named, "table": "errata", "key": row["number"]})
            return


def _pages(session: Session) -> Iterator[Problem]:
    """What pages show of a card is what was submitted or corrected, and what was submitted has the receipt's hash."""
    corrected = dict(applied_corrections(session).values_list("card", "content"))
    rows = accepted_cards(session).values_list("pk", "content", "filed__content")
    for pk, content, filed in rows.iterator(chunk_size=1000):
        wanted = corrected.get(pk, json.loads(filed) if filed else content)
        if content != wanted:
            yield Problem("card-shown-differs", facts={"session": session.code, "card": pk})
            break
    for submission in Submission.objects.filter(session=session).iterator(chunk_size=1000):
        if hashlib.sha256(submission.content.encode()).hexdigest() != submission.sha256:
            yield Problem("submission-differs", facts={"session": session.code, "submission": submission.pk})
            break


def _marks(session: Session, *, changes: Changes) -> Iterator[Problem]:
    """Exactly the first cards bear the mark by which the database keeps them."""
    gminas = baseline_gminas(session, changes=changes)
    every = frozenset[str]().union(*gminas.values())
    wanted = gminas | {"STATISTICS": every}
    rows = accepted_cards(session).values_list("pk", "kind", "scope__gmina", "is_baseline")
    for pk, kind, gmina, is_marked in rows.iterator(chunk_size=1000):
        if is_marked != (gmina in wanted.get(kind, frozenset())):
            yield Problem("baseline-mark-differs", facts={"session": session.code, "card": pk, "gmina": gmina})
            return
