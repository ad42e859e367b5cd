"""What stands in the cells of a form that is filled with a card's answers; one reading for the spreadsheet and the
PDF. Codes become labels; what is no answer yet stands as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from atlas.definitions.answers import shown
from atlas.definitions.card_document import Source
from atlas.kernel.errors import DomainError
from atlas.sheets.answers import parse_day
from atlas.sheets.layout import NO, OTHER, REASONS, SOURCES, TICK, YES
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions, Option
    from atlas.kernel.language import Language
    from atlas.sheets.layout import Line

Typed = int | Decimal | date | str
VALUE: Final = "value"
REASON: Final = "reason"
SOURCE: Final = "source"
AS_OF: Final = "as_of"
EXPLANATION: Final = "explanation"
"""Parts of a line, as a document's `unread` calls them, with OTHER for the words beside that option; a table's row has
its columns' codes instead of a value.
"""
JOINED: Final = "|"
"""Between the ticked options of a multi-choice that is no answer yet."""
PLACES_JOINED: Final = "; "
"""Between territories: their names hold commas."""
YES_CODE, NO_CODE = "yes", "no"


def home_of(line: Line) -> str:
    """Return the code under which a document keeps a line's answer: an option's and 'other' words' is their item's."""
    return line.item.code if line.item is not None else line.code


@dataclass(frozen=True)
class Filled:
    """A card's answers beside the lines of its form.

    `names` hold labels of territories by TERYT code, `contact` the details of Part III by item code, as text.
    """

    document: CardDocument
    definitions: Definitions
    language: Language
    names: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)

    def typed(self, line: Line, part: str = VALUE) -> Typed | None:
        """Return what a person would type into a line's cell to say the same; None for nothing.

        Args:
            line: Of the form; for an option that is ticked the tick.
            part: VALUE, REASON, EXPLANATION, SOURCE, AS_OF, or the code of a row's column.
        """
        if part == EXPLANATION:
            return self.document.explanations.get(line.code) or None
        if line.item is not None and line.item.personal:
            return self._contact(line)
        if line.kind == "tick":
            return TICK if line.option in self.ticked(line) else None
        found = self._said(line, OTHER if line.kind == "words" else part)
        return self._shown(line, part, found=found)

    def ticked(self, line: Line) -> tuple[str, ...]:
        """Return the codes of the ticked options of a multi-choice, given its question or one of its options."""
        found = self._said(line, VALUE)
        return tuple(found.split(JOINED)) if isinstance(found, str) else tuple(found or ())

    def is_unread(self, line: Line) -> bool:
        """Whether what stands in a line is no answer yet."""
        return home_of(line) in self.document.unread

    def _said(self, line: Line, part: str) -> Any:  # noqa: ANN401 - any answer
        unread = self.document.unread.get(home_of(line))
        if unread is not None:
            return unread.get(part, "").strip() or None
        if part in {SOURCE, AS_OF}:
            return getattr(self.document.sources.get(line.code, _NO_SOURCE), part) or None
        if part == REASON:
            return self.document.reasons.get(line.code)
        if line.kind == "row":
            return self._rows.get(line.code, {}).get(part)
        code = line.code if line.kind == "words" else home_of(line)
        return self.document.answers.get(code)

    @cached_property
    def _rows(self) -> dict[str, Mapping[str, Any]]:
        tables = (table for template in self.definitions.templates.values() for table in template.tables)
        return {
            f"{table.code}:{row[table.key]}": row
            for table in tables
            for row in self.document.answers.get(table.code, ())
        }

    def _shown(self, line: Line, part: str, *, found: Any) -> Typed | None:  # noqa: ANN401 - any answer
        if found is None or found == ():
            return None
        if part in _CATALOGUES:
            return self._label(self.definitions.catalogues[_CATALOGUES[part]].options, found)
        if line.kind == "yes_no":
            return self._yes_no(found)
        if line.options:
            return self._label(line.options, found)
        if isinstance(found, tuple):
            return PLACES_JOINED.join(self.names.get(code, code) for code in found)
        return self.names.get(found, found) if line.kind == "place" else found

    def _label(self, options: tuple[Option, ...], code: str) -> str:
        return next((said(option.label, self.language) for option in options if option.code == code), code)

    def _yes_no(self, found: bool | str) -> str:  # noqa: FBT001 - it is the answer
        if found in (True, YES_CODE):
            return said(YES, self.language)
        return said(NO, self.language) if found in (False, NO_CODE) else str(found)

    def _contact(self, line: Line) -> Typed | None:
        text = self.contact.get(line.code, "").strip()
        if line.kind == "date" and text:
            try:
                return parse_day(text)
            except DomainError:
                return text
        return text or None


_NO_SOURCE: Final = Source()
_CATALOGUES: Final = {REASON: REASONS, SOURCE: SOURCES}


def typed_words(typed: Typed | None, language: Language) -> str:
    """Return a cell's content as a person reads it: 1 234,50, 31 grudnia 2025; empty for nothing."""
    return "" if typed is None else shown(typed, language)
