"""The only door from a request to sessions and invitations. What an actor may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.errors import NotFound
from atlas.monitoring.models import Invitation, Session
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor


def visible_sessions(actor: Actor) -> QuerySet[Session]:
    """Return all for the Centre, those that invite them for participants, published ones for readers."""
    if actor.in_centre:
        return Session.objects.all()
    invited = Invitation.objects.filter(participant__in=actor.represents).values("session")
    found = Session.objects.filter(pk__in=invited).exclude(state=SessionState.PLANNED)
    if actor.reads_territory:
        return found | Session.objects.filter(state=SessionState.PUBLISHED)
    return found


def visible_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return invitations of participants whom the actor represents, once their session is announced; the Centre sees
    all.
    """
    if actor.in_centre:
        return Invitation.objects.all()
    return Invitation.objects.filter(participant__in=actor.represents).exclude(session__state=SessionState.PLANNED)


def get_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Return an invitation to a card that the actor may see, with its session, gmina and participant.

    Raises:
        NotFound: 'card-invitation-not-found'.
    """
    visible = visible_invitations(actor).select_related("session", "scope", "participant")
    found = visible.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound("card-invitation-not-found")
    return found


def get_invited_session(actor: Actor, session_code: str) -> Session:
    """Return a session that asks the actor for cards and is announced, or any for the Centre.

    Raises:
        NotFound: 'session-not-yours', also for one that is there but not for this actor.
    """
    sessions = Session.objects.filter(pk__in=visible_invitations(actor).values("session"), code=session_code)
    found = Session.objects.filter(code=session_code).first() if actor.in_centre else sessions.first()
    if found is None:
        raise NotFound("session-not-yours", session=session_code)
    return found
