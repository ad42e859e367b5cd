"""From a folder of filled forms to the tables of a session package; or everything that is wrong with all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import TYPE_CHECKING

from atlas.definitions.checks import Words
from atlas.engine.packages.contract import CARD_KINDS
from atlas.kernel.errors import DomainError, Place, Problem
from atlas.sheets.packaging_rules import Judge
from atlas.sheets.packaging_tables import tables_of
from atlas.sheets.reading import read_form
from atlas.sheets.worker_pool import read_workbooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from atlas.definitions.models import CardKind, Definitions
    from atlas.kernel.language import Language
    from atlas.sheets.packaging_tables import Rows
    from atlas.sheets.previous import PreviousCards
    from atlas.sheets.reading_form import Form
    from atlas.sheets.session_file import SessionFile

_LEFT_OUT = ("~$", ".")
"""How names begin of what spreadsheet programs and systems leave lying about."""


@dataclass(frozen=True)
class Collection:
    """What a folder held. With `problems` there is no package; `tables` are then empty."""

    forms: Sequence[Form]
    problems: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    tables: Mapping[str, Rows] = field(default_factory=dict)
    without_card: Sequence[tuple[CardKind, str, str]] = ()

    @property
    def counts(self) -> Counter[str]:
        """How many forms there are of each kind."""
        return Counter(form.kind for form in self.forms)


def form_files(folder: Path, *, besides: frozenset[Path]) -> list[Path]:
    """Return the files of a folder and its sub-folders, sorted; lock files, hidden ones and `besides` left out.

    Raises:
        DomainError: 'filled-no-folder', 'filled-no-files'.
    """
    if not folder.is_dir():
        raise DomainError("filled-no-folder", place=Place(str(folder)))
    others = {path.resolve() for path in besides}
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(_LEFT_OUT) for part in path.relative_to(folder).parts)
        and path.resolve() not in others
    ]
    if not files:
        raise DomainError("filled-no-files", place=Place(str(folder)))
    return files


def collect(
    files: Sequence[Path], session: SessionFile, *, definitions: Definitions, previous: PreviousCards | None = None,
    language: Language, progress: Callable[[], None] = lambda: None,
) -> Collection:  # fmt: skip
    """Read and judge all files.

    Args:
        files: Everything that came back, of any type.
        session: Whom the session asked.
        definitions: What the forms were made of.
        previous: The cards of the session before, for rules about change.
        language: Of the rules' messages.
        progress: Called after each file.

    Returns:
        All problems of all files, in the files' order, or the tables for `write_package`.
    """
    forms: list[Form] = []
    problems: list[Problem] = []
    for workbook in read_workbooks(files):
        form, wrong = read_form(workbook, definitions, session=session)
        problems += wrong
        if form is not None:
            forms.append(form)
        progress()
    problems += _twins(forms)
    judge = Judge(definitions, Words.of(definitions), session.closes_on, language, forms, previous)
    verdicts = [judge.verdict(form) for form in forms]
    problems += [problem for verdict in verdicts for problem in verdict.errors]
    warnings = [problem for verdict in verdicts for problem in verdict.warnings]
    if problems:
        order = {str(path): place for place, path in enumerate(files)}
        return Collection(forms, sorted(problems, key=lambda one: (order[one.place.file], _row(one))), warnings)
    filed = {form.key for form in forms}
    without = [(kind, *who) for kind in CARD_KINDS for who in session.invited(kind) if (kind, *who) not in filed]
    return Collection(
        forms, (), warnings, tables_of(forms, verdicts, session=session, definitions=definitions), without
    )


def _row(problem: Problem) -> int:
    """Return the row of a problem's cell, 0 where it is about the whole file: people go from top to bottom."""
    return int(problem.place.cell.lstrip(ascii_uppercase) or 0)


def _twins(forms: Sequence[Form]) -> Iterator[Problem]:
    """Name what came twice: the same card in two files, or two Karty IZUS for one gmina."""
    seen: dict[tuple[str, ...], Form] = {}
    for form in forms:
        if not form.gmina or not (form.respondent or form.kind == "STATISTICS"):
            continue
        first = seen.setdefault(form.key, form)
        institution = seen.setdefault(("IZUS of", form.gmina), form) if form.kind == "IZUS" else form
        if first is not form:
            facts = {"kind": form.kind, "respondent": form.respondent or "–", "gmina": form.gmina}
            yield Problem("filled-twice", form.place, {**facts, "other": first.place.file})
        elif institution is not form:
            facts = {"gmina": form.gmina, "respondent": form.respondent, "other": institution.place.file}
            yield Problem("filled-two-izus", form.place, facts)
