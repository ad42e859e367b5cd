"""Reads of users and of invitations to roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from atlas.accounts.models import AccountInvitation, User
from atlas.accounts.rules import CentreRole
from atlas.kernel.language import DEFAULT_LANGUAGE

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


def language_of_address(email: str) -> str:
    """Return the language to write to an address in: its user's, Polish where none is known (1 query)."""
    chosen = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return chosen or DEFAULT_LANGUAGE


def listed(users: QuerySet[User], *, text: str) -> QuerySet[User]:
    """Return users whose name or address holds a text, whatever its case: first the Centre's, then readers (1 query).

    Each knows `has_second_step`.
    """
    found = users
    if text:  # a pattern, because SQLite's LIKE knows no case of ł and its like
        pattern = re.escape(text)
        found = found.filter(Q(name__iregex=pattern) | Q(email__iregex=pattern))
    ranks = [
        When(centre_role=CentreRole.ADMINISTRATOR, then=Value(0)),
        When(centre_role=CentreRole.ANALYST, then=Value(1)),
    ]
    rank = Case(*ranks, When(reads_territory="", then=Value(3)), default=Value(2), output_field=IntegerField())
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return found.annotate(has_second_step=Exists(factors), rank=rank).order_by("rank", "email")


def open_account_invitations() -> QuerySet[AccountInvitation]:
    """Return invitations that were neither used nor withdrawn, newest first (1 query); some may have expired."""
    return AccountInvitation.objects.filter(used_at=None, withdrawn_at=None)


def names_of(users: Iterable[int | None]) -> dict[int, str]:
    """Return the names of users by id (1 query); an account that is gone is not among them."""
    wanted = {one for one in users if one is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))


def people_of_centre() -> QuerySet[User]:
    """Return who works in the Centre and can log in, by id (1 query)."""
    return User.objects.exclude(centre_role=CentreRole.NONE).filter(is_active=True).order_by("pk")
