"""Reads of users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from atlas.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether a user has an authenticator app or a passkey (1 query); recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


def user_of_address(email: str) -> User | None:
    """Return the user of an address, whatever its case (1 query)."""
    return User.objects.filter(email__iexact=email).first()
