"""What one card holds, answers and contact, and how a save is put into it when somebody else saved in between. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from atlas.cards.line_texts import is_answered, one_line, taken, texts_of
from atlas.definitions.card_document import EMPTY, CardDocument
from atlas.sheets.answers import LONGEST_LIST, LONGEST_TEXT
from atlas.sheets.filled import EXPLANATION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.cards.form_lines import CardForm, Line
    from atlas.cards.line_texts import Places, Texts

Place = TypeVar("Place", str, int)


@dataclass(frozen=True)
class Contents:
    """A card's document and, apart from it, the contact data as typed, by item code."""

    document: CardDocument = EMPTY
    contact: Mapping[str, str] = field(default_factory=dict)

    def texts(self, line: Line, *, places: Places) -> Texts:
        """Return what stands in a line's fields."""
        if line.is_personal:
            return {"value": self.contact.get(line.code, "")}
        return texts_of(line, self.document, places=places)

    def having(self, line: Line, texts: Mapping[str, str], *, places: Places) -> Contents:
        """Return the contents with what stands in a line's fields, and in EXPLANATION where that is among them."""
        parts = {part: _lines_ended(text) for part, text in texts.items() if part != EXPLANATION}
        if line.is_personal:
            text = one_line(parts.get("value", ""))[:LONGEST_LIST]
            return replace(self, contact={**self.contact, line.code: text})
        having = replace(self, document=taken(line, parts, into=self.document, places=places))
        return having.explained({line.code: texts[EXPLANATION]}) if EXPLANATION in texts else having

    def explained(self, words: Mapping[str, str]) -> Contents:
        """Return the contents with words about warnings, by line, added, replaced or, where empty, taken away."""
        given = {code: _lines_ended(text).strip()[:LONGEST_TEXT] for code, text in words.items()}
        both = {**self.document.explanations, **given}
        kept = {code: text for code, text in both.items() if text}
        return replace(self, document=replace(self.document, explanations=kept))

    def answered(self, form: CardForm) -> int:
        """Return how many of the lines that are counted have an answer or a reason."""
        return sum(self.has_answer(line) for line in counted(form))

    def has_answer(self, line: Line) -> bool:
        """Whether somebody dealt with a line."""
        return bool(self.contact.get(line.code)) if line.is_personal else is_answered(line, self.document)


def counted(form: CardForm) -> list[Line]:
    """Return the lines that count in 'n of m': all but rows of tables, which may well stay empty."""
    return [line for line in form.lines.values() if not line.columns]


@dataclass(frozen=True)
class Typed:
    """A line as it stood when somebody opened the page, and as it stands there now.

    Where `now` holds an EXPLANATION, that is a part of the line too.
    """

    seen: Mapping[str, str]
    now: Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """A word of explanation as the page showed it, and as it stands there now."""

    seen: str
    now: str


@dataclass(frozen=True)
class Conflict:
    """A line that two people changed at once: the texts of the one who saves now, and those that are kept."""

    mine: Mapping[str, str]
    theirs: Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """The contents after a save: lines changed by it, lines in conflict, lines that others changed meanwhile."""

    contents: Contents
    changed: tuple[str, ...] = ()
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def merged(form: CardForm, contents: Contents, *, typed: Mapping[str, Typed], places: Places) -> Merged:
    """Put what somebody typed into a card that may have changed since they opened the page, line by line.

    A line that only they changed is taken; one that only others changed stays; one that both changed to different
    things is a conflict and stays as it is, with both texts for them to choose from.

    Args:
        form: The card's form.
        contents: The card as it is now.
        typed: By line code; lines that the form does not have are passed over.
        places: The territories of the day.
    """
    changed, others = [], []
    conflicts: dict[str, Conflict] = {}
    result = contents
    for code, one in typed.items():
        line = form.lines.get(code)
        if line is None:
            continue
        kept = _stands(line, contents, asked=one, places=places)
        mine = _as_kept(line, one.now, asked=one, places=places)
        seen = _as_kept(line, one.seen, asked=one, places=places)
        if kept != seen:
            others.append(code)
        if mine in (seen, kept):
            continue
        if kept != seen:
            conflicts[code] = Conflict(mine, kept)
            continue
        result = result.having(line, one.now, places=places)
        changed.append(code)
    return Merged(result, tuple(changed), conflicts, tuple(code for code in others if code not in conflicts))


def _as_kept(line: Line, texts: Mapping[str, str], *, asked: Typed, places: Places) -> Texts:
    """Return a line's texts as they would stand there after a save: `1 234` becomes `1234`."""
    return _stands(line, Contents().having(line, texts, places=places), asked=asked, places=places)


def _stands(line: Line, contents: Contents, *, asked: Typed, places: Places) -> Texts:
    texts = contents.texts(line, places=places)
    if EXPLANATION in asked.now:
        texts[EXPLANATION] = contents.document.explanations.get(line.code, "")
    return texts


def merged_words(kept: Mapping[Place, str], words: Mapping[Place, Words]) -> dict[Place, str]:
    """Return the words about warnings (by line), or answers (by question), that a save changes; where two people wrote
    at once, both stand there.

    Args:
        kept: The words as they are now.
        words: As the page showed them, and as they stand there now.
    """
    result = {}
    for code, one in words.items():
        theirs = kept.get(code, "")
        if one.now.strip() in (one.seen.strip(), theirs):
            continue
        result[code] = one.now if theirs in ("", one.seen.strip()) else f"{theirs} / {one.now.strip()}"
    return result


def _lines_ended(text: str) -> str:
    """Return a text whose lines end as they do in a spreadsheet; browsers send two characters. NUL fits no database."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
