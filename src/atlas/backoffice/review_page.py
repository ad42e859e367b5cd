"""A card as its verifier reads it: flags, what was asked and what came back, all answers beside the former ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from atlas.backoffice.flag_words import Teller
from atlas.cards.differences import said_in
from atlas.cards.selectors import document_of
from atlas.cards.wording import MISSING, answer_words, line_label
from atlas.kernel.language import as_language
from atlas.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from atlas.backoffice.flag_words import FlagWords
    from atlas.cards.contents import Contents
    from atlas.cards.form_lines import CardForm, FormSection, Line
    from atlas.cards.line_texts import Places
    from atlas.cards.models import Card, Flag, Question
    from atlas.definitions.card_document import CardDocument
    from atlas.definitions.models import Definitions
    from atlas.kernel.language import Language


@dataclass(frozen=True)
class FlagRow:
    """A flag with its item and words; `settled_by` is the name of who found it fine."""

    flag: Flag
    number: str
    label: str
    dom: str
    words: FlagWords
    settled_by: str


@dataclass(frozen=True)
class QuestionRow:
    """What was asked at an item and what came back: `before` is what the card said then."""

    question: Question
    number: str
    label: str
    before: str
    now: str


@dataclass(frozen=True)
class AnswerRow:
    """A line: what it says, the word of explanation, what the last accepted card said ('' where there is none)."""

    code: str
    dom: str
    number: str
    label: str
    answer: str
    explanation: str
    previous: str
    may_be_asked: bool
    has_flag: bool
    typed: str

    @property
    def is_missing(self) -> bool:
        """Whether there is no answer."""
        return self.answer.startswith(MISSING)

    @property
    def differs(self) -> bool:
        """Whether it says something else than the last accepted card."""
        return bool(self.previous) and self.previous != self.answer


@dataclass(frozen=True)
class AnswerSection:
    """A section of the form with its lines."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class ReviewPage:
    """Knows one card and makes what its verifier sees."""

    card: Card
    form: CardForm
    definitions: Definitions
    contents: Contents
    previous: CardDocument | None
    places: Places

    def flags(self, found: Iterable[Flag], *, names: Mapping[int, str]) -> list[FlagRow]:
        """Return flags, open ones first, then those found fine, notices last."""
        teller = Teller(self.form, self.definitions, self.contents.document)
        rows = [self._flag(one, teller, name=names.get(one.settled_by or 0, "")) for one in found]
        order = {code: place for place, code in enumerate(self.form.lines)}
        return sorted(
            rows, key=lambda row: (row.flag.is_notice, bool(row.flag.settled_at), order.get(row.flag.item, -1))
        )  # fmt: skip

    def questions(self, found: Iterable[Question]) -> list[QuestionRow]:
        """Return what was asked, with what the card said then and says now."""
        return [self._question(one) for one in found]

    def sections(
        self, *, flagged: Iterable[str], typed: Mapping[str, str], with_contact: bool
    ) -> list[AnswerSection]:  # fmt: skip
        """Return all answers in the form's order; rows of tables that say nothing are left out.

        Args:
            flagged: Lines with an open flag.
            typed: Questions as somebody typed them, by line, to show them again.
            with_contact: Whether contact data are shown.
        """
        marked = set(flagged)
        found = []
        for section in self.form.sections:
            rows = tuple(self._rows(section, marked=marked, typed=typed, with_contact=with_contact))
            if rows:
                found.append(AnswerSection(said(section.label, _language()), rows))
        return found

    def _flag(self, flag: Flag, teller: Teller, *, name: str) -> FlagRow:
        line = self.form.lines.get(flag.item)
        number, label = (line.number, line_label(line, _language())) if line else ("", "")
        return FlagRow(flag, number, label, dom_of(flag.item) if line else "", teller.words(flag), name)

    def _question(self, question: Question) -> QuestionRow:
        line = self.form.lines.get(question.item)
        if line is None:
            return QuestionRow(question, "", question.item, MISSING, MISSING)
        then = document_of(self.card, json.loads(question.submission.content))
        before, now = (
            answer_words(line, one, places=self.places, language=_language()) for one in (then, self.contents.document)
        )
        return QuestionRow(question, line.number, line_label(line, _language()), before, now)

    def _rows(
        self, section: FormSection, *, marked: set[str], typed: Mapping[str, str], with_contact: bool
    ) -> Iterator[AnswerRow]:  # fmt: skip
        for line in section.lines:
            if line.is_personal and not with_contact:
                continue
            row = self._row(line, marked=marked, typed=typed)
            if not line.columns or row.previous or not row.is_missing or row.typed:
                yield row

    def _row(self, line: Line, *, marked: set[str], typed: Mapping[str, str]) -> AnswerRow:
        words = said_in(line, self.contents, places=self.places, language=_language())
        return AnswerRow(
            code=line.code,
            dom=dom_of(line.code),
            number=line.number,
            label=line_label(line, _language()),
            answer=words.answer,
            explanation=words.explanation,
            previous=self._former(line),
            may_be_asked=not line.is_personal,
            has_flag=line.code in marked,
            typed=typed.get(line.code, ""),
        )

    def _former(self, line: Line) -> str:
        if self.previous is None or line.is_personal:
            return ""
        words = answer_words(line, self.previous, places=self.places, language=_language())
        return "" if words == MISSING else words


def dom_of(code: str) -> str:
    """Return a line's code as an id on the page."""
    return "l-" + code.replace(":", "-")


def _language() -> Language:
    return as_language(get_language())
