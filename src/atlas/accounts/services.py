"""Changes of users: registering, places in the Centre, readers, taking a second factor away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole, is_readable_territory
from atlas.accounts.selectors import user_of_address
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor


def register_user(*, email: str, name: str, password: str | None, at: datetime, by: int | None = None) -> User:
    """Make a user whose address is proven: by an invitation's link, or by who runs the machine.

    Args:
        email: Address; kept in lower case.
        name: As the person writes it.
        password: None for somebody who logs in by codes or a passkey.
        at: The operation's moment.
        by: Id of the user who does it; None for the person themselves or the machine.

    Raises:
        DomainError: 'user-known'.
        ValidationError: the password is too weak (Django's texts).
    """
    address = email.strip().lower()
    user = User(email=address, name=name.strip(), joined_at=at)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        if user_of_address(address):
            raise DomainError("user-known")
        user.save()
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        record("register-user", about=user, by=by, at=at)
    return user


def give_centre_role(*, user: User, role: CentreRole, actor: Actor) -> None:
    """Give a user a place in the Centre, or take it away with `CentreRole.NONE`.

    Raises:
        NotAllowed: 'administrator-needed'.
    """
    _administrator_only(actor)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        at = clock.now()
        user.centre_role = role
        user.save(update_fields=["centre_role"])
        record("give-centre-role", about=user, by=actor.user_id, at=at, role=role)


def let_read(*, user: User, territory: str, actor: Actor) -> None:
    """Let a user read a voivodeship or the country (`PL`); '' ends it.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'territory-not-readable'.
    """
    _administrator_only(actor)
    if not is_readable_territory(territory):
        raise DomainError("territory-not-readable", territory=territory)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        at = clock.now()
        user.reads_territory = territory
        user.save(update_fields=["reads_territory"])
        record("let-read", about=user, by=actor.user_id, at=at, territory=territory)


def reset_second_factor(*, user: User, actor: Actor, reason: str) -> int:
    """Take away a user's authenticators, for somebody who lost their phone; return how many there were.

    Raises:
        NotAllowed: 'administrator-needed'; 'own-second-factor' for one's own.
        DomainError: 'reason-needed'.
    """
    _administrator_only(actor)
    if actor.user_id == user.pk:
        raise NotAllowed("own-second-factor")
    if not reason.strip():
        raise DomainError("reason-needed")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        at = clock.now()
        removed, _by_model = Authenticator.objects.filter(user=user).delete()
        record("reset-second-factor", about=user, by=actor.user_id, at=at, removed=removed, reason=reason.strip())
    return removed


def _administrator_only(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
