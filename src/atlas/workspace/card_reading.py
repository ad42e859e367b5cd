"""A card as a person reads it, whole: sections of lines, each with its answer in words. Pure; for pages that only show.

Contact data are no part of a document: where a card is read without them, sections of nothing else are left out, as are
rows of tables that say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.differences import said_in
from atlas.cards.wording import MISSING, line_label
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from atlas.cards.contents import Contents
    from atlas.cards.differences import Difference, Said
    from atlas.cards.form_lines import CardForm
    from atlas.cards.line_texts import Places
    from atlas.kernel.language import Language


@dataclass(frozen=True)
class ReadLine:
    """A line: `group` is the name of the group it belongs to, only where it is the first of it."""

    number: str
    label: str
    group: str
    said: Said

    @property
    def is_missing(self) -> bool:
        """Whether there is no answer."""
        return self.said.answer.startswith(MISSING)


@dataclass(frozen=True)
class ReadSection:
    """A section with its lines."""

    id: str
    title: str
    lines: tuple[ReadLine, ...]


@dataclass(frozen=True)
class ReadDifference:
    """A line that differs: where it stands, and what it said before and after."""

    section: str
    number: str
    label: str
    before: Said
    after: Said

    @property
    def answers_differ(self) -> bool:
        """Whether the answer itself differs, not only the word of explanation."""
        return self.before.answer != self.after.answer


def read_card(
    form: CardForm, contents: Contents, *, places: Places, language: Language, with_contact: bool = False
) -> list[ReadSection]:  # fmt: skip
    """Return what a card says, section by section.

    Args:
        form: The card's form.
        contents: What it says.
        places: Knows the labels of territories.
        language: Of the words.
        with_contact: Whether contact data are shown, as they were typed.
    """
    sections = []
    for section in form.sections:
        lines, group = [], None
        for line in section.lines:
            if (line.is_personal and not with_contact) or (line.columns and not contents.has_answer(line)):
                continue
            heads = line.group is not None and line.group != group
            group = line.group
            words = said_in(line, contents, places=places, language=language)
            shown = said(line.group, language) if heads and line.group else ""
            lines.append(ReadLine(line.number, said(line.label, language), shown, words))
        if lines:
            sections.append(ReadSection(section.id, said(section.label, language), tuple(lines)))
    return sections


def read_differences(found: list[Difference], *, language: Language) -> list[ReadDifference]:
    """Return lines that differ, as a table shows them; of a table's row the label says which row it is."""
    return [
        ReadDifference(
            said(one.section.label, language), one.line.number, line_label(one.line, language), one.before, one.after
        )
        for one in found
    ]
