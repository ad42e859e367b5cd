"""Reads one filled form: whose it is, what was answered, why not, with which explanation; and everything wrong with it.

Contact data are only looked for: that they are there. They stand in no form, message or package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError, Place, Problem
from atlas.sheets.layout import layout_of
from atlas.sheets.reading_answers import Reader
from atlas.sheets.reading_identity import form_identity, identity_errors
from atlas.sheets.reading_lines import find_lines

if TYPE_CHECKING:
    from atlas.definitions.models import Definitions
    from atlas.sheets.reading_form import Form
    from atlas.sheets.session_file import SessionFile
    from atlas.sheets.worker_pool import Workbook


def read_form(
    workbook: Workbook, definitions: Definitions, *, session: SessionFile
) -> tuple[Form | None, list[Problem]]:
    """Read a form.

    Args:
        workbook: What its file holds.
        definitions: The session's.
        session: Whom it asked.

    Returns:
        The form, None where the file is none that can be read; and everything that is wrong with it.
    """
    if workbook.problem is not None:
        return None, [workbook.problem]
    try:
        identity = form_identity(workbook, definitions)
    except DomainError as error:
        return None, _placed(error, Place(str(workbook.path)))
    found, problems = find_lines(workbook, layout_of(definitions, identity.kind), language=identity.language)
    reader = Reader(workbook, definitions, identity=identity)
    for line in found:
        reader.line(line)
    reader.finish(found)
    form = reader.form
    whose = [
        problem
        for error in identity_errors(identity, session, answers=form.answers)
        for problem in _placed(error, form.place)
    ]
    form.problems[:0] = [*whose, *problems]
    return form, form.problems


def _placed(error: DomainError, place: Place) -> list[Problem]:
    return [Problem(one.code, place, one.facts) for one in error.problems]
