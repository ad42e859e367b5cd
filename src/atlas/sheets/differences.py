"""Compares what two documents of a card say, line by line and in words: an upload with the draft, a version with the
one before. What a form cannot hold (contact data) is not compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from atlas.definitions.answers import MISSING
from atlas.kernel.language import _, translate
from atlas.sheets.filled import Filled
from atlas.sheets.layout import HEADS, layout_of
from atlas.sheets.paper import gathered
from atlas.sheets.statements import statement_of
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions, TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.layout import Line
    from atlas.sheets.statements import Statement

_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})
_OTHER = _("In words: %(words)s")
_SOURCE = _("Source: %(source)s")
_AS_OF = _("Figure as of: %(day)s")
_EXPLANATION = _("Explanation: %(words)s")


@dataclass(frozen=True)
class Difference:
    """A line on which two documents differ.

    `code` is the item's, or `services:meals` for a table's row; `number` and `label` as the form prints them. `before`
    and `after` are what a person reads, one matter to a line; a dash where nothing is said.
    """

    code: str
    number: str
    label: str
    before: str
    after: str


def differences(
    before: CardDocument, after: CardDocument, *, kind: TemplateKind, definitions: Definitions,
    names: Mapping[str, str] = _NO_NAMES, language: Language,
) -> tuple[Difference, ...]:  # fmt: skip
    """Return where two documents of a card differ, in the form's order.

    Args:
        before: What the card says, or its older version.
        after: What the upload or the newer version says; its territories looked up, else they differ as words do.
        kind: Of the card.
        definitions: The session's.
        names: Labels of territories by TERYT code.
        language: Of labels and of what is said.
    """
    sides = [Filled(document, definitions, language, names) for document in (before, after)]
    found = []
    for line, below in _lines(layout_of(definitions, kind)):
        old, new = (_words(line, statement_of(line, below, filled=side), language=language) for side in sides)
        if old != new:
            found.append(Difference(line.code, _number(line), said(line.label, language), old, new))
    return tuple(found)


def _lines(lines: tuple[Line, ...]) -> Iterator[tuple[Line, list[Line]]]:
    """Give questions with what stands below them, and a table's rows one by one; contact data are in no document."""
    for line, below in gathered(lines):
        if line.kind == "columns":
            yield from ((row, []) for row in below)
        elif line.kind not in HEADS and not (line.item is not None and line.item.personal):
            yield line, below


def _number(line: Line) -> str:
    """Return an item's number; a row's letter stands behind the number that its table's columns begin with."""
    return f"{line.columns[0].number.rpartition('.')[0]} {line.number}" if line.kind == "row" else line.number


def _words(line: Line, said_there: Statement, *, language: Language) -> str:
    """Return everything that a line says, its parts on lines of their own."""
    if line.kind == "row":
        labels = (said(column.label, language) for column in line.columns)
        figures = zip(labels, said_there.figures, strict=True)
        parts = [f"{label}: {figure or MISSING}" for label, figure in figures] if any(said_there.figures) else [MISSING]
    elif said_there.reason:
        parts = [f"{'; '.join(said_there.answers) or MISSING} ({said_there.reason})"]
    else:
        parts = ["; ".join(said_there.answers) or MISSING]
    beside = (
        (_OTHER, "words", said_there.other), (_SOURCE, "source", said_there.source),
        (_AS_OF, "day", said_there.as_of), (_EXPLANATION, "words", said_there.explanation),
    )  # fmt: skip
    return "\n".join([*parts, *(translate(text, language) % {name: value} for text, name, value in beside if value)])
