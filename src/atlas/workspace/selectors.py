"""What a card's pages are made of, read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.cards.contents import counted
from atlas.cards.places import TerritoryPlaces
from atlas.cards.selectors import form_for, identity_of_card, instruments_of, last_accepted
from atlas.cards.services.submitting import remarks_on
from atlas.workspace.asked import asked_at
from atlas.workspace.card_page import CardPage, reader_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from atlas.cards.contents import Contents, Words
    from atlas.cards.models import Card
    from atlas.monitoring.models import Invitation


def card_page(
    found: Card, contents: Contents, *, today: date, sent: Mapping[int, Words] | None = None
) -> CardPage:  # fmt: skip
    """Return what a card's pages show (2 queries, territories aside; 3 for a returned card).

    Args:
        found: The card.
        contents: What it says.
        today: The day in Warsaw.
        sent: Answers to questions as somebody just typed them.
    """
    previous, places = last_accepted(found), TerritoryPlaces(on=today)
    remarks = remarks_on(
        found, contents, previous=previous, places=places, today=today, language=reader_language()
    )  # fmt: skip
    return CardPage(
        form=form_for(found),
        definitions=instruments_of(found.session.instruments).definitions,
        contents=contents,
        identity=identity_of_card(found),
        places=places,
        remarks=remarks,
        previous=previous,
        asked=asked_at(found, sent=sent),
    )


def form_totals(invitations: Iterable[Invitation]) -> dict[tuple[str, str], int]:
    """Return how many lines count in each form, by hash of the instruments and kind (1 query for each new hash)."""
    instruments = {one.session.instruments.sha256: one.session.instruments for one in invitations}
    return {
        (sha256, kind.value): len(counted(form))
        for sha256, found in instruments.items()
        for kind, form in instruments_of(found).forms.items()
    }
