"""Reads one form that a participant filled off line and uploads to their own card: whether it is a form of this very
card, what it says, and everything that is wrong with it. Taking it over is the caller's decision.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

from atlas.definitions.card_document import EMPTY, CardDocument
from atlas.kernel.errors import NOWHERE, Problem
from atlas.sheets.filled import home_of
from atlas.sheets.layout import FORM, LAYOUT_VERSION, Column, layout_of
from atlas.sheets.reading_lines import address, find_lines
from atlas.sheets.reading_upload import UploadReader
from atlas.sheets.worker_pool import read_workbooks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.identity import Identity
    from atlas.sheets.layout import Line
    from atlas.sheets.reading_lines import FoundLine
    from atlas.sheets.worker_pool import Workbook

_SAID_TO_PARTICIPANTS: Final = {
    "sheet-empty": "upload-empty", "sheet-pdf": "upload-pdf", "sheet-not-xlsx": "upload-not-xlsx",
    "sheet-damaged": "upload-damaged", "sheet-bomb": "upload-bomb",
}  # fmt: skip
"""Refusals whose usual words speak to somebody who collects other people's forms."""


@dataclass(frozen=True)
class Upload:
    """What an uploaded form says. `contact` holds Part III by item code, as text; it stands in no problem or log.

    `cells` name the cell of each answer; it is empty where the file is no form of this card. `wrong` are the codes of
    answers that a problem leaves uncertain: nothing follows from what the document says of them. `explained` are those
    that the form has a cell for an explanation of. All three by item, or by `services:meals` for a table's row.
    """

    document: CardDocument = EMPTY
    contact: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    explained: frozenset[str] = frozenset()


def read_upload(
    path: Path, definitions: Definitions, *, kind: TemplateKind, identity: Identity, language: Language
) -> Upload:
    """Read an uploaded form of one card.

    What is missing is no problem: a draft may be incomplete. Territories (`seat_gmina`, `service_territories`) are
    words in a form, so they stand under `unread` as `{"value": text}`, several with semicolons between if `write_card`
    wrote them, for the caller to look up; they are no problem either. A row of a table without any figure is no row.

    Args:
        path: The file as it came; it is opened in a worker process with limits on memory, time and unpacked size.
        definitions: The session's.
        kind: Of the card.
        identity: Whose card it is; a form of any other card is refused.
        language: In which problems name the items.

    Returns:
        The document and the contact data, with all problems from top to bottom. Nothing but problems where the file is
        no form of this card: 'sheet-…', 'upload-…'. Otherwise 'filled-…' and 'number-…', each with its cell and item;
        the cell's text then stands under `unread`. No problem names the file, which the caller knows.
    """
    (workbook,) = read_workbooks([path], workers=1)
    wrong = list(_refusals(workbook, definitions, kind=kind, identity=identity))
    if wrong:
        return Upload(problems=tuple(wrong))
    lines = layout_of(definitions, kind)
    found, problems = find_lines(workbook, lines, language=language)
    reader = UploadReader(workbook, definitions, kind=kind, language=language)
    document = reader.document(found)
    problems += [*reader.cells.problems, *reader.cells.whole_form()]
    return Upload(
        document,
        reader.contact,
        tuple(_without_file(one) for one in sorted(problems, key=_row)),
        {home_of(one.line): address(Column.ANSWER, one.row) for one in reversed(found)},
        _uncertain(lines, found, problems=problems),
        frozenset(home_of(line) for line in lines if line.explanation_column is not None),
    )


def _uncertain(lines: Sequence[Line], found: Sequence[FoundLine], *, problems: Sequence[Problem]) -> frozenset[str]:
    """Return the codes of answers with a wrong, doubled or missing row; of all where a formula may stand anywhere."""
    known = {one.line.code for one in found}
    codes = {home_of(line) for line in lines if line.code}
    if any(one.code == "filled-formula" and not one.place.cell for one in problems):
        return frozenset(codes)
    rows = {_row(one) for one in problems} | {one.facts.get("first") for one in problems}
    missing = {home_of(line) for line in lines if line.code and line.code not in known}
    return frozenset(missing | {home_of(one.line) for one in found if one.row in rows})


def _refusals(
    workbook: Workbook, definitions: Definitions, *, kind: TemplateKind, identity: Identity
) -> Iterator[Problem]:
    """Give why a file is no form of this card; all that differs, so that a person sees what they have taken."""
    if workbook.problem is not None:
        code = workbook.problem.code
        yield Problem(_SAID_TO_PARTICIPANTS.get(code, code), NOWHERE, workbook.problem.facts)
        return
    said = {key: str(value).strip() for key, value in workbook.identity.items()}
    version = str(definitions.templates[kind].version)
    if said.get("form") != FORM:
        yield Problem("upload-not-a-form")
    elif said.get("kind") != kind:
        yield Problem("upload-other-kind", NOWHERE, {"found": said.get("kind") or "–", "kind": kind})
    elif said.get("layout") != str(LAYOUT_VERSION) or said.get("template_version") != version:
        found = said.get("template_version") or "–"
        yield Problem("upload-other-version", NOWHERE, {"found": found, "known": version})
    else:
        yield from _others(said, kind, identity=identity)


def _others(said: Mapping[str, str], kind: TemplateKind, *, identity: Identity) -> Iterator[Problem]:
    ours = [("session", identity.session, "upload-other-session"), ("gmina", identity.gmina, "upload-other-gmina")]
    if kind != "STATISTICS":
        ours.append(("respondent", identity.respondent, "upload-other-respondent"))
    if not any(said.get(key) for key, _known, _code in ours):
        yield Problem("upload-nobodys")
        return
    for key, known, code in ours:
        found = said.get(key, "")
        if found != known:
            yield Problem(code, NOWHERE, {"found": found or "–", "known": known})


def _row(problem: Problem) -> int:
    return int(problem.place.cell.lstrip(ascii_uppercase) or 0)


def _without_file(problem: Problem) -> Problem:
    return replace(problem, place=replace(problem.place, file=""))
