"""Reads of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from atlas.mail.models import Message

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def due_messages(*, at: datetime) -> QuerySet[Message]:
    """Return letters that are to be tried now, oldest first (1 query)."""
    return Message.objects.filter(next_try_at__lte=at)


def newest_messages(*, most: int) -> QuerySet[Message]:
    """Return the newest letters, sent or not, newest first (1 query)."""
    return Message.objects.order_by("-id")[:most]


def waiting_counts() -> dict[str, int]:
    """Return how many letters wait for their first try, how many for another one, how many were given up (1 query)."""
    return Message.objects.aggregate(
        waiting=Count("pk", filter=Q(next_try_at__isnull=False, attempts=0)),
        put_off=Count("pk", filter=Q(next_try_at__isnull=False, attempts__gt=0)),
        given_up=Count("pk", filter=Q(next_try_at=None, sent_at=None)),
    )
