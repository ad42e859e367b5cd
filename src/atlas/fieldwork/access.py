"""The only door from a request to obstacles and to whom letters are written. What an actor may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.accounts.rules import hash_of
from atlas.fieldwork.announcing.recipients import invited_among, invited_participants
from atlas.fieldwork.models import Obstacle
from atlas.fieldwork.selectors import with_contacts
from atlas.kernel.errors import NotFound
from atlas.kernel.teryt import COUNTRY
from atlas.monitoring.models import ScopeGmina, Session
from atlas.monitoring.rules import SessionState
from atlas.registry.models import MembershipInvitation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor
    from atlas.fieldwork.announcing.recipients import Invited
    from atlas.registry.models import Participant
    from atlas.registry.rules import ParticipantKind


def visible_obstacles(actor: Actor) -> QuerySet[Obstacle]:
    """Return all obstacles, for the Centre.

    Raises:
        NotFound: 'obstacles-not-found' for whom is not of the Centre.
    """
    if not actor.in_centre:
        raise NotFound("obstacles-not-found")
    return Obstacle.objects.all()


def get_obstacle(actor: Actor, obstacle_id: int) -> Obstacle:
    """Return an obstacle with what it is about and how to reach who reported it, for the Centre (1 query).

    Raises:
        NotFound: 'obstacles-not-found', 'obstacle-not-found'.
    """
    found = with_contacts(visible_obstacles(actor)).filter(pk=obstacle_id).first()
    if found is None:
        raise NotFound("obstacle-not-found")
    return found


def invitation_of(token: str) -> MembershipInvitation:
    """Return the invitation whose link holds this token, also one that was used or whose time is over (1 query).

    Raises:
        NotFound: 'obstacle-link-unknown'.
    """
    known = MembershipInvitation.objects.select_related("participant").filter(token_hash=hash_of(token)).first()
    if known is None:
        raise NotFound("obstacle-link-unknown")
    return known


def get_asked(session: Session, code: str) -> Participant:
    """Return a participant that a session, which the actor may see, invites, by its code (1 query).

    Raises:
        NotFound: 'invited-not-found'.
    """
    found = invited_participants(session).filter(code=code).first()
    if found is None:
        raise NotFound("invited-not-found", session=session.code, participant=code)
    return found


def sessions_to_read(actor: Actor) -> QuerySet[Session]:
    """Return the sessions whose completeness a reader may read: announced or later ones that cover their territory.

    Trial sessions are not for readers: nothing in them counts.
    """
    found = Session.objects.exclude(state=SessionState.PLANNED).filter(is_trial=False)
    if actor.reads_territory == COUNTRY:
        return found
    if not actor.reads_territory:
        return found.none()
    return found.filter(pk__in=ScopeGmina.objects.filter(voivodeship=actor.reads_territory).values("session"))


def get_session_to_read(actor: Actor, session_code: str, *, territory: str) -> Session:
    """Return a session whose completeness in a territory a reader may read (1 query).

    Raises:
        NotFound: 'session-not-to-read', also for a territory outside their own.
    """
    own = "" if actor.reads_territory == COUNTRY else actor.reads_territory
    found = sessions_to_read(actor).filter(code=session_code).first() if territory.startswith(own) else None
    if found is None:
        raise NotFound("session-not-to-read", session=session_code)
    return found


def get_invited(session: Session, code: str, *, kind: ParticipantKind) -> Invited:
    """Return an invited participant of a kind by its code (5 queries), in a session that the actor may see.

    Raises:
        NotFound: 'invited-not-found'.
    """
    found = first_invited(session, kind=kind, code=code)
    if found is None:
        raise NotFound("invited-not-found", session=session.code, participant=code)
    return found


def first_invited(session: Session, *, kind: ParticipantKind, code: str = "") -> Invited | None:
    """Return the invited participant of a kind that comes first by its code, or the one of a code (5 queries)."""
    among = invited_participants(session).filter(kind=kind)
    participant = (among.filter(code=code) if code else among).first()
    return invited_among(session, [participant.pk])[0] if participant else None
