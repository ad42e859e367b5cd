"""Reads of fieldwork. They are told which rows the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Q, Value, When

from atlas.fieldwork.models import Obstacle
from atlas.fieldwork.rules import ObstacleState
from atlas.monitoring.models import Invitation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.cards.models import Card
    from atlas.monitoring.models import Session


def obstacles_shown(card: Card, *, user_id: int | None) -> QuerySet[Obstacle]:
    """Return what a card's pages show to a user, newest first: their own reports that wait for an answer, then what the
    Centre agreed with the participant, whoever reported it, and is not over (1 query).
    """
    about = Q(card=card)
    if card.participant_id is not None:
        about |= Q(card=None, participant=card.participant_id, scope=card.scope_id)
    own = Q(card=card, reported_by=user_id, reported_by__isnull=False, state=ObstacleState.OPEN)
    shown = Obstacle.objects.filter(own | (about & Q(state=ObstacleState.AGREED)))
    return shown.order_by("-state", "-reported_at", "-id")


def open_obstacles(session: Session) -> QuerySet[Obstacle]:
    """Return the obstacles of a session that wait for the Centre's answer; also those that were reported by a link and
    may be about it, because its participant is asked in this session too (1 query).
    """
    asked = Invitation.objects.filter(session=session).values("participant")
    return Obstacle.objects.filter(
        Q(session=session) | Q(session=None, participant__in=asked), state=ObstacleState.OPEN
    )  # fmt: skip


def invitation_about(obstacle: Obstacle) -> Invitation | None:
    """Return the invitation to the card that an obstacle is about (1 query): of statistics the first of the gmina to a
    Karta IZUS; None where session or gmina are not known.
    """
    if obstacle.scope_id is None:
        return None
    asked = Invitation.objects.filter(scope=obstacle.scope_id).select_related("session", "scope", "participant")
    if obstacle.participant_id is None:
        return asked.filter(card_kind="IZUS").first()
    return asked.filter(participant=obstacle.participant_id).first()


def with_contacts(visible: QuerySet[Obstacle]) -> QuerySet[Obstacle]:
    """Return obstacles with what they are about and how to reach who reported them, open ones first (1 query)."""
    related = visible.select_related("session", "participant", "scope", "card", "contact").defer("card__content")
    return related.order_by(
        Case(When(state=ObstacleState.OPEN, then=Value(0)), default=Value(1)), "-reported_at", "-id"
    )
