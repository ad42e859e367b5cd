"""Invitations to a role of the Centre or of a reader: a letter with a link that works once, accepted by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override

from atlas.accounts.models import AccountInvitation, User
from atlas.accounts.rules import INVITATION_LASTS, NO_PLACE, CentreRole, Place, hash_of, new_token
from atlas.accounts.selectors import language_of_address, open_account_invitations, user_of_address
from atlas.accounts.services.users import locked_user, register_user
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.services import queue_message

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor


def invite_to_place(*, email: str, place: Place, actor: Actor) -> AccountInvitation:
    """Invite somebody who has no account yet to a role. An earlier open invitation of the address is withdrawn.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'address-has-account', 'place-missing'.
    """
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    if place == NO_PLACE:
        raise DomainError("place-missing")
    address, token = email.strip().lower(), new_token()
    with transaction.atomic():
        if user_of_address(address):
            raise DomainError("address-has-account")
        open_ones = open_account_invitations().select_for_update().filter(email=address)
        at = clock.now()
        open_ones.update(withdrawn_at=at)
        invitation = AccountInvitation.objects.create(
            email=address, centre_role=place.role, reads_territory=place.territory, token_hash=hash_of(token),
            invited_by=actor.user_id, invited_at=at, expires_at=at + INVITATION_LASTS,
        )  # fmt: skip
        facts = {"role": place.role, "territory": place.territory}
        record("invite-to-place", about=invitation, by=actor.user_id, at=at, **facts)
        _write_letter(invitation, token=token, at=at)
    return invitation


def accept_place_with_new_account(*, token: str, name: str, password: str, language: str = "") -> User:
    """Make an account for the address that an invitation was sent to, with its role: both or neither.

    Raises:
        DomainError: 'invitation-ended', 'user-known'.
        ValidationError: the password is too weak.
    """
    with transaction.atomic():
        invitation, at = _locked_invitation(token)
        user = register_user(email=invitation.email, name=name, password=password, at=at, language=language)
        _take_place(invitation, user=user, at=at)
    return user


def accept_place(*, token: str, user: User) -> None:
    """Give the role of an invitation to the user of its address, who came to an account in another way meanwhile.

    Raises:
        DomainError: 'invitation-ended', 'invitation-of-other', 'last-administrator'.
    """
    with transaction.atomic():  # users are locked before invitations, as where a role is given
        offered = usable_account_invitation(token)
        if user.email.lower() != offered.email.lower():
            raise DomainError("invitation-of-other")
        found = locked_user(user, keep_an_administrator=offered.centre_role != CentreRole.ADMINISTRATOR)
        invitation, at = _locked_invitation(token)
        _take_place(invitation, user=found, at=at)


def withdraw_account_invitation(*, invitation: AccountInvitation, actor: Actor) -> None:
    """Make an invitation's link useless.

    Raises:
        NotAllowed: 'administrator-needed'.
    """
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    with transaction.atomic():
        at = clock.now()
        if open_account_invitations().filter(pk=invitation.pk).update(withdrawn_at=at):
            record("withdraw-account-invitation", about=invitation, by=actor.user_id, at=at)


def usable_account_invitation(token: str) -> AccountInvitation:
    """Return the invitation whose link this is, if it still works (1 query).

    Raises:
        DomainError: 'invitation-ended': used, withdrawn, expired or never there, all alike.
    """
    found = AccountInvitation.objects.filter(token_hash=hash_of(token)).first()
    return _must_be_usable(found, at=clock.now())


def _locked_invitation(token: str) -> tuple[AccountInvitation, datetime]:
    """Return a usable invitation and the moment, read once its row is locked."""
    found = AccountInvitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    at = clock.now()
    return _must_be_usable(found, at=at), at


def _must_be_usable(found: AccountInvitation | None, *, at: datetime) -> AccountInvitation:
    if found is None or not found.is_usable(at=at):
        raise DomainError("invitation-ended")
    return found


def _take_place(invitation: AccountInvitation, *, user: User, at: datetime) -> None:
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    user.centre_role, user.reads_territory = invitation.centre_role, invitation.reads_territory
    user.save(update_fields=["centre_role", "reads_territory"])
    facts = {"invitation": invitation.pk, "role": invitation.centre_role, "territory": invitation.reads_territory}
    record("accept-place", about=user, by=user.pk, at=at, **facts)


def _write_letter(invitation: AccountInvitation, *, token: str, at: datetime) -> None:
    facts = {
        "link": settings.ATLAS_BASE_URL + reverse("workspace:account-invitation", args=[token]),
        "until": clock.moment_text(invitation.expires_at),
    }
    with override(language_of_address(invitation.email)):
        subject = gettext("Invitation to Atlas MP")
        body = (
            gettext(
                "The Monitoring Centre invites you to Atlas MP, the website of the participation monitoring mechanism "
                "(Mechanizm MP).\n\n"
                "Open this link to make your account, by %(until)s; it works once:\n%(link)s\n\n"
                "If you do not know what this is about, do nothing: the link ends by itself.\n"
            )
            % facts
        )
    queue_message(to=invitation.email, subject=subject, body=body, at=at)
