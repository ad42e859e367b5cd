"""The only door from a request to somebody's account: administrators of the Centre see all, others none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.accounts.models import AccountInvitation, User
from atlas.accounts.selectors import open_account_invitations
from atlas.kernel.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor


def visible_accounts(actor: Actor) -> QuerySet[User]:
    """Return all accounts for an administrator.

    Raises:
        NotFound: 'account-not-found' for anybody else: the page is not there for them.
    """
    if not actor.is_administrator:
        raise NotFound("account-not-found")
    return User.objects.all()


def get_account(actor: Actor, user_id: int) -> User:
    """Return an account that the actor may see.

    Raises:
        NotFound: 'account-not-found'.
    """
    user = visible_accounts(actor).filter(pk=user_id).first()
    if user is None:
        raise NotFound("account-not-found")
    return user


def visible_account_invitations(actor: Actor) -> QuerySet[AccountInvitation]:
    """Return open invitations to roles for an administrator, none for anybody else."""
    return open_account_invitations() if actor.is_administrator else AccountInvitation.objects.none()


def get_account_invitation(actor: Actor, invitation_id: int) -> AccountInvitation:
    """Return an open invitation to a role that the actor may see.

    Raises:
        NotFound: 'account-invitation-not-found'.
    """
    found = visible_account_invitations(actor).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound("account-invitation-not-found")
    return found


def must_work_in_centre(actor: Actor) -> None:
    """Refuse who is not of the Centre: its analysts and administrators run sessions.

    Raises:
        NotAllowed: 'centre-needed'.
    """
    if not actor.in_centre:
        raise NotAllowed("centre-needed")
