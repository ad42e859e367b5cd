"""Who represents a participant: inviting, accepting by a link, withdrawing, removing, handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext, override

from atlas.accounts.rules import INVITATION_LASTS, hash_of, new_token
from atlas.accounts.selectors import language_of_address
from atlas.accounts.services import register_user
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.services import queue_message
from atlas.registry.access import must_invite_people, must_manage_people
from atlas.registry.models import Membership, MembershipInvitation, Participant
from atlas.registry.rules import MemberFunction, ParticipantKind, check_function
from atlas.registry.services.links import link_of

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.accounts.models import User


def invite_member(
    *, participant: Participant, email: str, function: MemberFunction, may_manage: bool, actor: Actor
) -> MembershipInvitation:
    """Invite somebody to represent a participant: a letter with a link that works once, for two weeks.

    An earlier open invitation of the same address is withdrawn, so that only the newest link works.

    Raises:
        NotAllowed: 'people-not-yours'.
        DomainError: 'function-of-other-kind', 'already-member'.
    """
    must_invite_people(actor, participant)
    check_function(function, kind=ParticipantKind(participant.kind))
    address, token = email.strip().lower(), new_token()
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
        at = clock.now()
        if Membership.objects.filter(participant=participant, user__email=address, ended_at=None).exists():
            raise DomainError("already-member")
        earlier = MembershipInvitation.objects.filter(participant=participant, email=address)
        earlier.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=at)
        invitation = MembershipInvitation.objects.create(
            participant=participant, email=address, function=function, may_manage=may_manage,
            token_hash=hash_of(token), invited_by=actor.user_id, invited_at=at, expires_at=at + INVITATION_LASTS,
        )  # fmt: skip
        facts = {"invitation": invitation.pk, "function": function, "may_manage": may_manage}
        record("invite-member", about=participant, by=actor.user_id, at=at, **facts)
        _write_letter(invitation, token=token, at=at)
    return invitation


def accept_invitation(*, token: str, user: User) -> Membership:
    """Let a user who holds an invitation's link represent its participant. The link works once.

    Raises:
        DomainError: 'invitation-over', 'already-member'.
    """
    with transaction.atomic():
        invitation = _locked_invitation(token)
        return _accepted(invitation, user=user, at=clock.now())


def accept_with_new_account(*, token: str, name: str, password: str, language: str = "") -> User:
    """Make an account for the address that an invitation was sent to, and accept the invitation: both or neither.

    The link proves the address, so nothing more is asked. The language is the one that its page was read in.

    Raises:
        DomainError: 'invitation-over', 'user-known'.
        ValidationError: the password is too weak.
    """
    with transaction.atomic():
        invitation = _locked_invitation(token)
        at = clock.now()
        _must_be_usable(invitation, at=at)
        user = register_user(email=invitation.email, name=name, password=password, at=at, language=language)
        _accepted(invitation, user=user, at=at)
    return user


def join_directly(*, user: User, participant: Participant, function: MemberFunction, actor: Actor) -> Membership:
    """Let a user represent and manage a participant without a letter, as the machine's administrator may.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'function-of-other-kind'.
    """
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    check_function(function, kind=ParticipantKind(participant.kind))
    with transaction.atomic():
        at = clock.now()
        membership = Membership.objects.create(
            user=user, participant=participant, function=function, may_manage=True, since=at
        )
        record("join-directly", about=participant, by=actor.user_id, at=at, member=user.pk)
    return membership


def withdraw_invitation(*, invitation: MembershipInvitation, actor: Actor) -> None:
    """Make an invitation's link useless.

    Raises:
        NotAllowed: 'people-not-yours'.
    """
    must_invite_people(actor, invitation.participant)
    with transaction.atomic():
        at = clock.now()
        open_ones = MembershipInvitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
        if open_ones.update(withdrawn_at=at):
            facts = {"invitation": invitation.pk}
            record("withdraw-invitation", about=invitation.participant, by=actor.user_id, at=at, **facts)


def remove_member(*, membership: Membership, actor: Actor) -> None:
    """End a membership; people may always leave by themselves, but never the last one who manages.

    Raises:
        NotAllowed: 'people-not-yours'.
        DomainError: 'last-manager'.
    """
    if membership.user_id != actor.user_id:
        must_manage_people(actor, membership.participant)
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=membership.participant_id)
        at = clock.now()
        held = Membership.objects.filter(participant_id=membership.participant_id, ended_at=None)
        if membership.may_manage and not actor.is_administrator:
            _must_leave_a_manager(held.exclude(pk=membership.pk).filter(may_manage=True).exists())
        if held.filter(pk=membership.pk).update(ended_at=at):
            facts = {"member": membership.user_id}
            record("remove-member", about=membership.participant, by=actor.user_id, at=at, **facts)


def hand_over(*, membership: Membership, actor: Actor) -> None:
    """Let another member manage in the actor's place; the actor stays a member.

    Raises:
        NotAllowed: 'people-not-yours'.
        DomainError: 'member-gone'.
    """
    participant = membership.participant
    if participant.pk not in actor.manages or membership.user_id == actor.user_id:
        raise NotAllowed("people-not-yours", name=participant.name)
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
        at = clock.now()
        held = Membership.objects.filter(participant=participant, ended_at=None)
        if not held.filter(pk=membership.pk).update(may_manage=True):
            raise DomainError("member-gone")
        held.filter(user_id=actor.user_id or 0).update(may_manage=False)
        record("hand-over", about=participant, by=actor.user_id, at=at, member=membership.user_id)


def usable_invitation(token: str) -> MembershipInvitation:
    """Return the invitation whose link this is, with its participant, if it still works (1 query).

    Raises:
        DomainError: 'invitation-over': used, withdrawn, expired or never there, all alike.
    """
    invitation = MembershipInvitation.objects.select_related("participant").filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise DomainError("invitation-over")
    _must_be_usable(invitation, at=clock.now())
    return invitation


def _locked_invitation(token: str) -> MembershipInvitation:
    invitation = MembershipInvitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise DomainError("invitation-over")
    return invitation


def _must_be_usable(invitation: MembershipInvitation, *, at: datetime) -> None:
    if not invitation.is_usable(at=at):
        raise DomainError("invitation-over")


def _accepted(invitation: MembershipInvitation, *, user: User, at: datetime) -> Membership:
    _must_be_usable(invitation, at=at)
    if Membership.objects.filter(user=user, participant=invitation.participant, ended_at=None).exists():
        raise DomainError("already-member")
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    membership = Membership.objects.create(
        user=user, participant=invitation.participant, function=invitation.function,
        may_manage=invitation.may_manage, since=at,
    )  # fmt: skip
    facts = {"invitation": invitation.pk, "member": user.pk}
    record("accept-invitation", about=invitation.participant, by=user.pk, at=at, **facts)
    return membership


def _must_leave_a_manager(there_is_another: bool) -> None:  # noqa: FBT001
    if not there_is_another:
        raise DomainError("last-manager")


def _write_letter(invitation: MembershipInvitation, *, token: str, at: datetime) -> None:
    link = link_of(invitation, token=token)
    facts = {"name": link.name, "link": link.address, "until": link.until}
    with override(language_of_address(invitation.email)):
        subject = gettext("Invitation to represent %(name)s in Atlas MP") % facts
        body = (
            gettext(
                "You are invited to represent %(name)s in the participation monitoring mechanism (Mechanizm MP).\n\n"
                "Open this link to accept, by %(until)s; it works once:\n%(link)s\n\n"
                "If you do not know what this is about, do nothing: the link ends by itself.\n"
            )
            % facts
        )
    queue_message(to=invitation.email, subject=subject, body=body, at=at)
