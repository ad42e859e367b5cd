"""The only door from a request to a participant and its people. What an actor may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.errors import NotAllowed, NotFound
from atlas.registry.models import JoinRequest, Membership, MembershipInvitation, Participant
from atlas.registry.rules import RequestState
from atlas.registry.selectors import is_represented

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor


def visible_participants(actor: Actor) -> QuerySet[Participant]:
    """Return all for the Centre, else those whom the actor represents."""
    if actor.in_centre:
        return Participant.objects.all()
    return Participant.objects.filter(pk__in=actor.represents)


def get_participant(actor: Actor, code: str) -> Participant:
    """Return a participant that the actor may see.

    Raises:
        NotFound: 'participant-not-found', also for one that is there but not for this actor.
    """
    participant = visible_participants(actor).filter(code=code).first()
    if participant is None:
        raise NotFound("participant-not-found", participant=code)
    return participant


def get_member(actor: Actor, membership_id: int) -> Membership:
    """Return a membership of a participant that the actor may see.

    Raises:
        NotFound: 'member-not-found'.
    """
    visible = Membership.objects.filter(participant__in=visible_participants(actor), ended_at=None)
    membership = visible.select_related("participant", "user").filter(pk=membership_id).first()
    if membership is None:
        raise NotFound("member-not-found")
    return membership


def get_invitation(actor: Actor, invitation_id: int) -> MembershipInvitation:
    """Return an open invitation of a participant that the actor may see.

    Raises:
        NotFound: 'invitation-not-found'.
    """
    visible = MembershipInvitation.objects.filter(participant__in=visible_participants(actor), used_at=None)
    invitation = visible.select_related("participant").filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound("invitation-not-found")
    return invitation


def waiting_requests(actor: Actor) -> QuerySet[JoinRequest]:
    """Return requests that wait for an answer, oldest first (1 query).

    Raises:
        NotFound: 'request-not-found' for whom is not of the Centre.
    """
    if not actor.in_centre:
        raise NotFound("request-not-found")
    return JoinRequest.objects.filter(state=RequestState.WAITING)


def get_join_request(actor: Actor, request_id: int) -> JoinRequest:
    """Return a request to join, for the Centre.

    Raises:
        NotFound: 'request-not-found'.
    """
    found = JoinRequest.objects.filter(pk=request_id).first() if actor.in_centre else None
    if found is None:
        raise NotFound("request-not-found")
    return found


def may_manage_people(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may invite and remove people of a participant, whoever represents it."""
    return actor.is_administrator or participant.pk in actor.manages


def may_invite_people(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may invite people to represent a participant, and take an invitation back.

    The Centre's analysts may as long as nobody represents it: somebody has to be the first (1 query, for them only).
    """
    return may_manage_people(actor, participant) or (actor.in_centre and not is_represented(participant))


def must_invite_people(actor: Actor, participant: Participant) -> None:
    """Refuse who may not invite people to represent a participant.

    Raises:
        NotAllowed: 'people-not-yours'.
    """
    if not may_invite_people(actor, participant):
        raise NotAllowed("people-not-yours", name=participant.name)


def must_manage_people(actor: Actor, participant: Participant) -> None:
    """Refuse who may not remove people of a participant.

    Raises:
        NotAllowed: 'people-not-yours'.
    """
    if not may_manage_people(actor, participant):
        raise NotAllowed("people-not-yours", name=participant.name)
