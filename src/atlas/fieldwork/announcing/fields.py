"""Fields in the texts of letters, in braces: which may stand there, and filling them in. Plain names only."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from atlas.fieldwork.rules import Purpose
from atlas.kernel.errors import BadInput, DomainError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ALWAYS = (
    "participant", "code", "gminas", "session", "session_code", "opens_on", "closes_on", "period", "address", "centre",
)  # fmt: skip
FIELDS: dict[Purpose, tuple[str, ...]] = {
    Purpose.ANNOUNCEMENT: (*_ALWAYS, "points"),
    Purpose.REMINDER: (*_ALWAYS, "points", "cards"),
    Purpose.INTENT: _ALWAYS,
}
"""The fields that a letter of each purpose knows."""


def check_text(text: str, *, allowed: tuple[str, ...]) -> None:
    """Refuse a text whose fields cannot be filled in; all that is wrong is named at once.

    Raises:
        BadInput: 'letter-field-unknown', 'letter-field-odd' for anything but a plain name, 'letter-brace-alone'.
    """
    told = ", ".join(f"{{{name}}}" for name in allowed)
    try:
        found = list(_parts(text))
    except DomainError as error:
        raise BadInput(error.problems) from None
    problems = [
        Problem("letter-field-unknown" if field.isidentifier() else "letter-field-odd",
                facts={"field": f"{{{field}}}", "allowed": told})
        for _words, field in found
        if field is not None and field not in allowed
    ]  # fmt: skip
    if problems:
        raise BadInput(problems)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a checked text with its fields filled in; a value is text and is not looked into.

    >>> filled("{{a}} {participant}: {session}", {"participant": "{session}", "session": "2026-1"})
    '{a} {session}: 2026-1'
    """
    return "".join(words + ("" if field is None else values[field]) for words, field in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """Give pieces of plain words, each with the field behind it as it was typed, None at the end.

    Raises:
        DomainError: 'letter-brace-alone'.
    """
    try:
        for words, name, spec, conversion in Formatter().parse(text):
            field = name
            if name is not None and (conversion or spec):
                field = f"{name}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}"
            yield words, field
    except ValueError:
        raise DomainError("letter-brace-alone") from None
