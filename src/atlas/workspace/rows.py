"""One row of the list 'Your cards', decided once: state, what comes next, days left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.rules import EDITABLE, CardKind, is_taking, own_window
from atlas.monitoring.rules import SessionState, days_left

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from atlas.cards.models import Card
    from atlas.monitoring.models import Invitation

    Cards = Mapping[tuple[int, str, int | None], Card]


@dataclass(frozen=True)
class CardRow:
    """What one asked-for card is and how it stands.

    `state` is the card's, or the session's where there is no card. `closes_on` is its own last day, later than that of
    others where it `has_more_time`. `days_left` is None where nothing can be filed today. `copy_from` is a card of the
    same participant for another gmina that this one can begin with.
    """

    invitation: int
    kind: str
    gmina: str
    participant: str
    session: str
    session_state: str
    closes_on: date
    days_left: int | None
    card: Card | None
    total: int
    copy_from: Card | None = None
    has_more_time: bool = False

    @property
    def can_be_started(self) -> bool:
        """Whether one click starts it."""
        return self.card is None and self.days_left is not None

    @property
    def can_be_typed(self) -> bool:
        """Whether there is something to go on with."""
        return self.card is not None and self.card.state in EDITABLE


def card_rows(
    invitations: Sequence[Invitation], cards: Cards, *, totals: Mapping[tuple[str, str], int], on: date
) -> list[CardRow]:  # fmt: skip
    """Return the rows of invitations on a day in Warsaw; a Karta IZUS brings its gmina's statistics along.

    Args:
        invitations: With session, gmina and participant.
        cards: By gmina in scope, kind and participant.
        totals: How many lines a form has, by hash of the instruments and kind.
        on: The day.
    """
    rows: list[CardRow] = []
    statistics: set[int] = set()
    for invitation in invitations:
        rows.append(_row(invitation, invitation.card_kind, cards=cards, totals=totals, on=on))
        if invitation.card_kind == CardKind.IZUS and invitation.scope_id not in statistics:
            statistics.add(invitation.scope_id)
            rows.append(_row(invitation, CardKind.STATISTICS.value, cards=cards, totals=totals, on=on))
    return rows


def _row(
    invitation: Invitation, kind: str, *, cards: Cards, totals: Mapping[tuple[str, str], int], on: date
) -> CardRow:  # fmt: skip
    session = invitation.session
    participant = None if kind == CardKind.STATISTICS else invitation.participant_id
    card = cards.get((invitation.scope_id, kind, participant))
    extended = invitation.statistics_until if participant is None else invitation.extended_until
    window = own_window(session.window, extended)
    left = days_left(window, on=on) if is_taking(SessionState(session.state), extended) else None
    return CardRow(
        invitation=invitation.pk,
        kind=kind,
        gmina=invitation.scope.name,
        participant=invitation.participant.name,
        session=session.code,
        session_state=session.state,
        closes_on=window.closes_on,
        days_left=left,
        card=card,
        total=totals[session.instruments.sha256, kind],
        copy_from=None if card or participant is None else _other_gmina(invitation, cards),
        has_more_time=extended is not None,
    )


def _other_gmina(invitation: Invitation, cards: Cards) -> Card | None:
    found = (
        card for (_, kind, participant), card in cards.items()
        if (kind, participant, card.session_id)
        == (invitation.card_kind, invitation.participant_id, invitation.session_id)
    )  # fmt: skip
    return next(found, None)
