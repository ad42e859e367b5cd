"""Reads of users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether a user has an authenticator app or a passkey (1 query); recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


def user_of_address(email: str) -> User | None:
    """Return the user of an address, whatever its case (1 query)."""
    return User.objects.filter(email__iexact=email).first()


def names_of(users: Iterable[int | None]) -> dict[int, str]:
    """Return the names of users by id (1 query); an account that is gone is not among them."""
    wanted = {one for one in users if one is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))


def people_of_centre() -> QuerySet[User]:
    """Return who works in the Centre and can log in, by id (1 query)."""
    return User.objects.exclude(centre_role=CentreRole.NONE).filter(is_active=True).order_by("pk")
