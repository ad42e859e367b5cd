"""What pages say of a session's letter texts and of how many letters went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from atlas.backoffice.letter_places import KIND_NAMES, LANGUAGE_NAMES, PURPOSE_NAMES, letter_places
from atlas.fieldwork.models import LetterText
from atlas.fieldwork.rules import Purpose
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.backoffice.letter_places import LetterPlace
    from atlas.monitoring.models import Session


@dataclass(frozen=True)
class TextRow:
    """One text: what it is called, whether it is the Centre's own, and whether it can still be changed."""

    place: LetterPlace
    purpose: str
    kind: str
    language: str
    is_own: bool
    may_change: bool


@dataclass(frozen=True)
class CountRow:
    """How far the letters of a purpose are."""

    purpose: Purpose
    title: str
    counts: Mapping[str, int]


def text_row(session: Session, place: LetterPlace, *, is_own: bool = False) -> TextRow:
    """Return what a page says of one text."""
    return TextRow(
        place, gettext(PURPOSE_NAMES[place.purpose]), gettext(KIND_NAMES[place.kind]),
        gettext(LANGUAGE_NAMES[place.language]), is_own,
        place.purpose != Purpose.ANNOUNCEMENT or session.state == SessionState.PLANNED,
    )  # fmt: skip


def text_rows(session: Session) -> list[TextRow]:
    """Return what a page says of all texts of a session's letters (1 query)."""
    own = set(LetterText.objects.filter(session=session).values_list("purpose", "kind", "language"))
    return [
        text_row(session, one, is_own=(one.purpose, one.kind, one.language) in own) for one in letter_places()
    ]  # fmt: skip


def count_rows(counts: Mapping[str, Mapping[str, int]]) -> list[CountRow]:
    """Return how far the letters are, by purpose; purposes without letters are left out."""
    return [
        CountRow(purpose, gettext(title), counts[purpose])
        for purpose, title in PURPOSE_NAMES.items()
        if purpose in counts
    ]
