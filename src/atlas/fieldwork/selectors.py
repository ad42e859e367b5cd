"""Reads of fieldwork. They are told which rows the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Value, When

from atlas.fieldwork.models import Obstacle
from atlas.fieldwork.rules import ObstacleState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.cards.models import Card


def own_open_obstacles(card: Card, *, user_id: int | None) -> QuerySet[Obstacle]:
    """Return the obstacles of a card that a user reported and that are still open, newest first (1 query)."""
    return Obstacle.objects.filter(card=card, reported_by=user_id, reported_by__isnull=False, state=ObstacleState.OPEN)


def with_contacts(visible: QuerySet[Obstacle]) -> QuerySet[Obstacle]:
    """Return obstacles with what they are about and how to reach who reported them, open ones first (1 query)."""
    related = visible.select_related("session", "participant", "scope", "card", "contact").defer("card__content")
    return related.order_by(
        Case(When(state=ObstacleState.OPEN, then=Value(0)), default=Value(1)), "-reported_at", "-id"
    )
