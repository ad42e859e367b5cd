"""One row of the list 'Your cards', decided once: state, what comes next, days left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.monitoring.rules import SessionState, days_left

if TYPE_CHECKING:
    from datetime import date

    from atlas.monitoring.models import Invitation


@dataclass(frozen=True)
class CardRow:
    """What one asked-for card is and how it stands; `days_left` is None where it cannot be filed today."""

    kind: str
    gmina: str
    participant: str
    session: str
    session_state: str
    closes_on: date
    days_left: int | None


def card_row(invitation: Invitation, *, on: date) -> CardRow:
    """Return the row of an invitation as it stands on a day in Warsaw."""
    session = invitation.session
    left = days_left(session.window, on=on) if session.state == SessionState.OPEN else None
    return CardRow(
        kind=invitation.card_kind,
        gmina=invitation.scope.name,
        participant=invitation.participant.name,
        session=session.code,
        session_state=session.state,
        closes_on=session.closes_on,
        days_left=left,
    )
