"""How many a session's letters go to: invited participants by kind, and those that no letter can reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from atlas.fieldwork.announcing.recipients import invited_participants, without_address
from atlas.registry.rules import ParticipantKind

if TYPE_CHECKING:
    from atlas.monitoring.models import Session


@dataclass(frozen=True)
class Audience:
    """Invited organisations and institutions, and how many of both have no address."""

    organisations: int
    institutions: int
    without_address: int


def audience_of(session: Session) -> Audience:
    """Return how many participants a session invites and how many of them no letter reaches (2 queries)."""
    by_kind = invited_participants(session).order_by().values_list("kind").annotate(Count("pk"))
    counts = dict(by_kind)
    return Audience(
        counts.get(ParticipantKind.NGO, 0), counts.get(ParticipantKind.IZUS, 0), without_address(session).count()
    )  # fmt: skip
