"""Reads of the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from atlas.accounts.actor import ANONYMOUS, Actor
from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole
from atlas.registry.models import Membership, MembershipInvitation, Territory

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from atlas.registry.models import Participant


def actor_of(user: AbstractBaseUser | AnonymousUser) -> Actor:
    """Return on whose behalf a user's request acts (1 query; none for nobody)."""
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    held = dict(Membership.objects.filter(user=user, ended_at=None).values_list("participant_id", "may_manage"))
    return Actor(
        user_id=user.pk,
        centre_role=CentreRole(user.centre_role),
        reads_territory=user.reads_territory,
        represents=frozenset(held),
        manages=frozenset(participant for participant, may_manage in held.items() if may_manage),
    )


def territories_on(day: date) -> QuerySet[Territory]:
    """Return the units that hold on a day, by code (1 query)."""
    return Territory.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def members_of(participant: Participant) -> QuerySet[Membership]:
    """Return who represents a participant now, longest first, with their user (1 query)."""
    return Membership.objects.filter(participant=participant, ended_at=None).select_related("user").order_by("since")


def is_represented(participant: Participant) -> bool:
    """Return whether anybody represents a participant who can log in (1 query)."""
    return Membership.objects.filter(participant=participant, ended_at=None, user__is_active=True).exists()


def open_invitations(participant: Participant) -> QuerySet[MembershipInvitation]:
    """Return invitations that were neither used nor withdrawn, newest first (1 query); some may have expired."""
    return MembershipInvitation.objects.filter(participant=participant, used_at=None, withdrawn_at=None)


def gminas_named(text: str, *, on: date) -> QuerySet[Territory]:
    """Return the gminas of a day that have this name, whatever its case, or this seven-digit code (1 query)."""
    return territories_on(on).filter(Q(name__iexact=text) | Q(code=text), level="gmina")


def any_case(lookup: str, text: str) -> Q:
    """Return what asks a column for a text, whatever its case: SQLite's LIKE knows the case of ASCII letters alone."""
    return Q(*((lookup, one) for one in sorted({text, text.lower(), text.title(), text.upper()})), _connector=Q.OR)
