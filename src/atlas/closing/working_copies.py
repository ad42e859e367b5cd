"""What a card says with its corrections, one line after the other. Territories stand in them by their codes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.cards.contents import Contents
from atlas.cards.selectors import document_of, form_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.archive.models import Correction
    from atlas.cards.models import Card


class _Codes:
    """Territories as a correction keeps them: whatever happens to their names, the codes can be read again."""

    def label(self, code: str) -> str:
        return code

    def code(self, text: str) -> str:
        return text


CODES = _Codes()


def contents_after(card: Card, corrections: Sequence[Correction]) -> list[Contents]:
    """Return what a card says after each of its corrections, the one before included.

    Args:
        card: As it is, with its session and instruments.
        corrections: Of the card, in the order in which they are applied; each of another line.
    """
    form, contents, found = form_for(card), Contents(document_of(card)), []
    for one in corrections:
        contents = contents.having(form.lines[one.line], one.texts, places=CODES)
        found.append(contents)
    return found


def by_card(corrections: Sequence[Correction]) -> list[tuple[Card, list[Correction]]]:
    """Return corrections with the card that they are of, in their order."""
    found: dict[int, tuple[Card, list[Correction]]] = {}
    for one in corrections:
        found.setdefault(one.card_id, (one.card, []))[1].append(one)
    return list(found.values())
