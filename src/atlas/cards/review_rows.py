"""Reads for verification: cards that wait for a decision, clean ones, who looks at what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from atlas.cards.models import Card
from atlas.cards.rules import CardState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from atlas.monitoring.models import Session


def waiting_cards(session: Session) -> QuerySet[Card]:
    """Return a session's submitted cards, oldest first."""
    return Card.objects.filter(session=session, state=CardState.SUBMITTED).order_by("filed__filed_at", "pk")


def looked_through(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Return the cards whose newest submission was looked through for flags."""
    return cards.filter(review__submission=F("filed"))


def clean_cards(session: Session, *, me: int | None, at: datetime) -> QuerySet[Card]:
    """Return submitted cards without any open flag that no other verifier has open."""
    return unleased(looked_through(waiting_cards(session)).filter(review__open_flags=0), me=me, at=at)


def unleased(cards: QuerySet[Card], *, me: int | None, at: datetime) -> QuerySet[Card]:
    """Return the cards that no verifier but oneself has open at a moment."""
    free = Q(review=None) | Q(review__holder=None) | Q(review__held_until__lte=at)
    return cards.filter(free if me is None else free | Q(review__holder=me))
