"""Questions of the Centre at the items of a returned card, and the answers that somebody types beside the fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.contents import Words
from atlas.cards.review_rows import questions_to_answer
from atlas.cards.rules import CardState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from atlas.cards.models import Card, Question
    from atlas.workspace.card_page import CardPage

_ANSWER, _SHOWN = "answer.", "answered."
_DIGITS = 9


@dataclass(frozen=True)
class AskedHere:
    """A question at a line: `kept` is the answer that is kept, `text` what the field shows."""

    question: Question
    kept: str
    text: str

    @property
    def is_merged(self) -> bool:
        """Whether what is kept is not what was typed, because somebody else answered at the same time."""
        return self.kept != self.text.replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class AskedRow:
    """A question as a list shows it, with the way to its line."""

    number: str
    label: str
    section: str
    dom: str
    text: str
    answer: str


def asked_at(card: Card, *, sent: Mapping[int, Words] | None = None) -> dict[str, AskedHere]:
    """Return what is to be answered on a returned card, by line (1 query; none for other cards).

    Args:
        card: The card.
        sent: Answers as somebody just typed them, by the question's id.
    """
    if card.state != CardState.RETURNED:
        return {}
    given = sent or {}
    return {
        one.item: AskedHere(one, one.answer, given[one.pk].now if one.pk in given else one.answer)
        for one in questions_to_answer(card)
    }


def asked_rows(asked: Mapping[str, AskedHere], page: CardPage) -> list[AskedRow]:
    """Return questions in the form's order, for the page where the card is checked."""
    rows = []
    for code, line in page.form.lines.items():
        if code in asked:
            view, one = page.line(line, heads=False), asked[code]
            section = page.form.section_of[code].id
            rows.append(AskedRow(view.number, view.label, section, view.dom, one.question.text, one.kept))
    return rows


def answers_in(post: QueryDict) -> dict[int, Words]:
    """Return the answers that a form sent, by the question's id, as the page showed them and as they stand now."""
    found = {}
    for name, text in post.items():
        number = name.removeprefix(_ANSWER)
        if name.startswith(_ANSWER) and number.isascii() and number.isdigit() and len(number) <= _DIGITS:
            found[int(number)] = Words(str(post.get(f"{_SHOWN}{number}", "")), str(text))
    return found
