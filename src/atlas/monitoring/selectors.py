"""Reads of sessions and invitations. They are told which rows the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When

from atlas.monitoring.models import Extension
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.monitoring.models import Invitation, Session

RUNNING = (SessionState.ANNOUNCED, SessionState.OPEN, SessionState.VERIFICATION)


@dataclass(frozen=True)
class InvitationLists:
    """Invitations to cards: those of running sessions, next deadline first, and those of finished ones."""

    running: list[Invitation]
    finished: list[Invitation]


def invitation_lists(visible: QuerySet[Invitation]) -> InvitationLists:
    """Return a reader's invitations with session, hash of its instruments, gmina, participant and extension; each knows
    the last day of its gmina's statistics as `statistics_until`, where that is later than for others (1 query).
    """
    of_gmina = Extension.objects.filter(invitation__scope=OuterRef("scope"), invitation__card_kind="IZUS")
    last = Subquery(of_gmina.order_by("-until").values("until")[:1])
    visible = visible.annotate(statistics_until=last)  # type: ignore[no-redef]  # the model names it too
    related = visible.select_related("session__instruments", "scope", "participant", "extension")
    rows = related.defer("session__instruments__content").order_by(
        Case(When(session__state__in=RUNNING, then=Value(0)), default=Value(1)), "session__closes_on",
        "session__code", "scope__name", "participant__name", "card_kind",
    )  # fmt: skip
    found = list(rows)
    return InvitationLists(
        running=[one for one in found if one.session.state in RUNNING],
        finished=[one for one in found if one.session.state not in RUNNING],
    )


def sessions_with_counts(visible: QuerySet[Session]) -> QuerySet[Session]:
    """Return sessions, newest first, with `gminas`, `invited_ngo` and `invited_izus` (1 query)."""
    return visible.annotate(
        gminas=Count("scope", distinct=True),
        invited_ngo=Count("invitations", filter=Q(invitations__card_kind="NGO"), distinct=True),
        invited_izus=Count("invitations", filter=Q(invitations__card_kind="IZUS"), distinct=True),
    )
