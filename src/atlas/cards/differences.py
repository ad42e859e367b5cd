"""What differs between two states of one card, line by line, in words: two versions, or a draft and an upload. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.wording import MISSING, answer_words
from atlas.kernel.errors import DomainError
from atlas.sheets.answers import parse_day
from atlas.sheets.wording import day

if TYPE_CHECKING:
    from atlas.cards.contents import Contents
    from atlas.cards.form_lines import CardForm, FormSection, Line
    from atlas.cards.line_texts import Places
    from atlas.kernel.language import Language


@dataclass(frozen=True)
class Said:
    """What stands in a line: the answer in words, and the word of explanation, '' where there is none."""

    answer: str
    explanation: str = ""


@dataclass(frozen=True)
class Difference:
    """A line that does not say the same before and after."""

    section: FormSection
    line: Line
    before: Said
    after: Said


def said_in(line: Line, contents: Contents, *, places: Places, language: Language) -> Said:
    """Return what a card says in a line; contact data as they were typed."""
    document = contents.document
    if line.is_personal:
        answer = _contact_words(line, contents.contact.get(line.code, ""), language=language)
    else:
        answer = answer_words(line, document, places=places, language=language)
    return Said(answer, document.explanations.get(line.code, ""))


def _contact_words(line: Line, text: str, *, language: Language) -> str:
    """Return contact data as they were typed, a day in words."""
    try:
        return day(parse_day(text), language) if line.kind == "date" and text else text or MISSING
    except DomainError:
        return text


def differences(
    form: CardForm, *, before: Contents, after: Contents, places: Places, language: Language
) -> list[Difference]:  # fmt: skip
    """Return the lines that differ between two states of one card, in the form's order.

    Lines are compared by what stands in their fields, so that an empty answer and a zero differ, and so do two reasons
    why there is none; and by the word of explanation.

    Args:
        form: The form of the card.
        before: The earlier state, or the draft that is kept.
        after: The later state, or what was uploaded.
        places: Knows the labels of territories.
        language: Of the words.
    """
    return [
        Difference(
            form.section_of[code], line,
            said_in(line, before, places=places, language=language),
            said_in(line, after, places=places, language=language),
        )
        for code, line in form.lines.items()
        if _stands(line, before, places=places) != _stands(line, after, places=places)
    ]  # fmt: skip


def _stands(line: Line, contents: Contents, *, places: Places) -> tuple[dict[str, str], str]:
    return contents.texts(line, places=places), contents.document.explanations.get(line.code, "")
