"""Words of the command line in the reader's language (ATLAS_LANG: pl or en), and errors as people read them."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

import click

from atlas.kernel.language import Language, _, as_language, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atlas.kernel.errors import DomainError, Problem

BAD_INPUT_STATUS = 2
MORE = _("… and %(more)s more. Mend these first and run it again.")
FOUND = _("Found: %(total)s. Nothing was computed and nothing was written.")
ROW = _("row %(row)s")
COLUMN = _("column %(column)s")
CELL = _("cell %(cell)s")


def language() -> Language:
    """Return the reader's language."""
    return as_language(os.environ.get("ATLAS_LANG"))


def say(message: str, **facts: object) -> str:
    """Return a marked message in the reader's language, with its facts."""
    text = translate(message, language())
    return text % facts if facts else text


def problem_line(problem: Problem, texts: Mapping[str, str]) -> str:
    """Return one problem as a line: place, then what is wrong and what to do."""
    place = problem.place
    parts = [place.file] if place.file else []
    if place.row is not None:
        parts.append(say(ROW, row=place.row))
    if place.column:
        parts.append(say(COLUMN, column=place.column))
    if place.cell:
        parts.append(say(CELL, cell=place.cell))
    if place.asked:
        parts.append(place.asked)
    text = problem_text(problem, texts)
    return f"{', '.join(parts)}: {text}" if parts else text


def problem_text(problem: Problem, texts: Mapping[str, str]) -> str:
    """Return what is wrong and what to do, without the place."""
    return translate(texts[problem.code], language()) % problem.facts


def error_lines(error: DomainError, texts: Mapping[str, str]) -> Iterator[str]:
    """Give everything an error has to say, line by line."""
    for problem in error.problems:
        yield problem_line(problem, texts)
    if error.total > len(error.problems):
        yield say(MORE, more=error.total - len(error.problems))
    if error.total > 1:
        yield say(FOUND, total=error.total)


def complain(error: DomainError, texts: Mapping[str, str]) -> None:
    """Write an error to standard error."""
    for line in error_lines(error, texts):
        click.echo(shown(line), err=True)


def shown(line: str) -> str:
    """Return a line with everything that a terminal could take for a command spelt out."""
    # What was found in a file may hold line ends, terminal codes or half a surrogate pair.
    return "".join(ascii(one)[1:-1] if unicodedata.category(one).startswith("C") else one for one in line)
