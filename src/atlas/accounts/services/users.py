"""Changes of users: registering, roles, deactivating, languages, taking a second factor away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override

from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole, Place, is_readable_territory
from atlas.accounts.selectors import language_of_address, open_account_invitations, user_of_address
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.kernel.language import LANGUAGES
from atlas.mail.services import queue_message

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor


def register_user(
    *, email: str, name: str, password: str | None, at: datetime, by: int | None = None, language: str = ""
) -> User:
    """Make a user whose address is proven: by an invitation's link, or by who runs the machine.

    Args:
        email: Address; kept in lower case.
        name: As the person writes it.
        password: None for somebody who logs in by codes or a passkey.
        at: The operation's moment.
        by: Id of the user who does it; None for the person themselves or the machine.
        language: The one in which they met us; '' where it is not known.

    Raises:
        DomainError: 'user-known'.
        ValidationError: the password is too weak (Django's texts).
    """
    address = email.strip().lower()
    user = User(email=address, name=name.strip(), joined_at=at, language=language)
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
    """Give a user a place in the Centre, or take it away with `CentreRole.NONE`. Open invitations are withdrawn.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'last-administrator'.
    """
    _administrator_only(actor)
    with transaction.atomic():
        user = locked_user(user, keep_an_administrator=role != CentreRole.ADMINISTRATOR)
        at = clock.now()
        user.centre_role = role
        user.save(update_fields=["centre_role"])
        record("give-centre-role", about=user, by=actor.user_id, at=at, role=role)
        _withdraw_invitations(user, actor=actor, at=at)


def give_place(*, user: User, place: Place, actor: Actor) -> None:
    """Set what a user may do by themselves: a role in the Centre, a territory to read, or neither.

    Open invitations of their address to a role are withdrawn.

    Raises:
        NotAllowed: 'administrator-needed'; 'own-account'.
        DomainError: 'last-administrator'.
    """
    _other_ones_administrator_only(actor, user)
    with transaction.atomic():
        user = locked_user(user, keep_an_administrator=place.role != CentreRole.ADMINISTRATOR)
        at = clock.now()
        user.centre_role, user.reads_territory = place.role, place.territory
        user.save(update_fields=["centre_role", "reads_territory"])
        record("give-place", about=user, by=actor.user_id, at=at, role=place.role, territory=place.territory)
        _withdraw_invitations(user, actor=actor, at=at)


def deactivate_user(*, user: User, actor: Actor) -> None:
    """Let a user no longer log in; what they did stays. Whoever is logged in is so no more.

    Raises:
        NotAllowed: 'administrator-needed'; 'own-account'.
        DomainError: 'last-administrator'.
    """
    _other_ones_administrator_only(actor, user)
    with transaction.atomic():
        _switch(locked_user(user, keep_an_administrator=True), actor=actor, active=False)


def reactivate_user(*, user: User, actor: Actor) -> None:
    """Let a user log in again.

    Raises:
        NotAllowed: 'administrator-needed'; 'own-account'.
    """
    _other_ones_administrator_only(actor, user)
    with transaction.atomic():
        _switch(locked_user(user, keep_an_administrator=False), actor=actor, active=True)


def remember_language(*, user_id: int, language: str) -> None:
    """Keep the language that a user chose: pages and letters are in it from now on. Another word changes nothing."""
    if language in LANGUAGES:
        User.objects.filter(pk=user_id).update(language=language)


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
        _withdraw_invitations(user, actor=actor, at=at)


def reset_second_factor(*, user: User, actor: Actor, reason: str) -> int:
    """Take away a user's authenticators, for somebody who lost their phone, and tell them by a letter.

    Returns:
        How many there were, recovery codes counted as one.

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
        _tell_of_reset(user, reason=reason.strip(), at=at)
    return removed


def _administrator_only(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")


def _other_ones_administrator_only(actor: Actor, user: User) -> None:
    _administrator_only(actor)
    if actor.user_id == user.pk:
        raise NotAllowed("own-account")


def _withdraw_invitations(user: User, *, actor: Actor, at: datetime) -> None:
    """Make older links to a role useless: what an administrator decides now holds, whatever a letter once offered."""
    for one in open_account_invitations().select_for_update().filter(email__iexact=user.email).order_by("pk"):
        one.withdrawn_at = at
        one.save(update_fields=["withdrawn_at"])
        record("withdraw-account-invitation", about=one, by=actor.user_id, at=at)


def locked_user(user: User, *, keep_an_administrator: bool) -> User:
    """Return a user's row as it is now, locked together with those of all administrators, in one order.

    So two administrators who take each other's role at once come one after the other, and the second one is refused.

    Raises:
        DomainError: 'last-administrator'.
    """
    wanted = Q(pk=user.pk) | Q(centre_role=CentreRole.ADMINISTRATOR, is_active=True)
    rows = {one.pk: one for one in User.objects.select_for_update().filter(wanted).order_by("pk")}
    own = rows.pop(user.pk)
    was_one = own.is_active and own.centre_role == CentreRole.ADMINISTRATOR
    if keep_an_administrator and was_one and not rows:
        raise DomainError("last-administrator")
    return own


def _switch(user: User, *, actor: Actor, active: bool) -> None:
    at = clock.now()
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        record("reactivate-user" if active else "deactivate-user", about=user, by=actor.user_id, at=at)
        if not active:
            _withdraw_invitations(user, actor=actor, at=at)


def _tell_of_reset(user: User, *, reason: str, at: datetime) -> None:
    with override(language_of_address(user.email)):
        subject = gettext("Your second step in Atlas MP was reset")
        body = gettext(
            "On %(at)s an administrator of the Monitoring Centre took away the second step of your log-in, with its "
            "recovery codes. The reason given: %(reason)s\n\n"
            "Log in and set up an app or a passkey again.\n\n"
            "If you did not ask for this, change your password at once and write to the Centre.\n"
        ) % {"at": clock.moment_text(at), "reason": reason}
    queue_message(to=user.email, subject=subject, body=body, at=at)
