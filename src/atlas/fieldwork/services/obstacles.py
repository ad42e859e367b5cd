"""Changes of fieldwork: reporting an obstacle, from a card or by an invitation's link. The Centre gets a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override

from atlas.accounts.selectors import people_of_centre
from atlas.audit.services import record
from atlas.cards.access import must_edit
from atlas.fieldwork.models import Obstacle, ObstacleContact
from atlas.kernel import clock
from atlas.mail.services import queue_message
from atlas.monitoring.models import Invitation
from atlas.monitoring.selectors import RUNNING

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from atlas.accounts.actor import Actor
    from atlas.cards.models import Card
    from atlas.fieldwork.rules import WantedChannel
    from atlas.registry.models import MembershipInvitation, Participant

DASH = "\N{EN DASH}"


@dataclass(frozen=True)
class ObstacleReport:
    """What somebody says: what happened, which other channel they ask for, how to reach them."""

    key: UUID
    what: str
    channel: WantedChannel
    channel_words: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


def report_obstacle(card: Card, report: ObstacleReport, *, actor: Actor) -> Obstacle:
    """Note that a card cannot be handed over, reported by who may change it.

    Args:
        card: Fetched through `cards.access.get_card`.
        report: What they say; the same key again is the same report.
        actor: Who reports.

    Raises:
        NotAllowed: 'card-not-yours'.
    """
    must_edit(actor, card)
    about = {"session": card.session, "participant": card.participant, "scope": card.scope, "card": card}
    return _reported(report, about, by=actor.user_id)


def report_obstacle_by_link(invitation: MembershipInvitation, report: ObstacleReport) -> Obstacle:
    """Note an obstacle that somebody without an account reports by the link of their invitation.

    Args:
        invitation: Fetched through `access.invitation_of`.
        report: What they say; the same key again is the same report.
    """
    about = {"participant": invitation.participant, "invitation": invitation, **_asked_of(invitation.participant)}
    return _reported(report, about, by=None)


def _asked_of(participant: Participant) -> dict[str, Any]:
    """Return the session that asks a participant now, and the gmina, each where there is but one."""
    asked = list(
        Invitation.objects.filter(participant=participant, session__state__in=RUNNING).select_related(
            "session", "scope"
        )
    )
    sessions, scopes = {one.session for one in asked}, {one.scope for one in asked}
    return {
        "session": sessions.pop() if len(sessions) == 1 else None,
        "scope": scopes.pop() if len(scopes) == 1 else None,
    }


def _reported(report: ObstacleReport, about: dict[str, Any], *, by: int | None) -> Obstacle:
    with transaction.atomic():
        at = clock.now()
        said = {
            "what": report.what.strip(), "channel": report.channel, "channel_words": report.channel_words.strip(),
            "reported_at": at, "reported_by": by,
        }  # fmt: skip
        obstacle, is_new = Obstacle.objects.get_or_create(key=report.key, defaults={**about, **said})
        if is_new:
            ObstacleContact.objects.create(
                obstacle=obstacle, name=report.name.strip(), email=report.email.strip(), phone=report.phone.strip()
            )
            facts = {"channel": obstacle.channel, "card": obstacle.card_id, "invitation": obstacle.invitation_id}
            record("report-obstacle", about=obstacle, by=by, at=at, **facts)
            _tell_centre(obstacle, at=at)
    return obstacle


def _tell_centre(obstacle: Obstacle, *, at: datetime) -> None:
    """Write to the people of the Centre; neither contact data nor anybody's own words stand in the letter."""
    facts = {
        "participant": obstacle.participant.name if obstacle.participant else DASH,
        "gmina": obstacle.scope.name if obstacle.scope else DASH,
        "session": obstacle.session.name if obstacle.session else DASH,
        "address": settings.ATLAS_BASE_URL + reverse("workspace:obstacles"),
    }
    for user in people_of_centre():
        with override(user.letter_language):
            subject = gettext("Somebody cannot hand over a card: %(participant)s") % facts
            body = (
                gettext(
                    "Somebody reports a problem with handing over a card.\n\n"
                    "Participant: %(participant)s\nGmina: %(gmina)s\nSession: %(session)s\n\n"
                    "What happened, which other channel they ask for and how to reach them: %(address)s\n"
                )
                % facts
            )
        queue_message(to=user.email, subject=subject, body=body, at=at)
