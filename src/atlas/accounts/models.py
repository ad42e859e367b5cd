"""The user: an e-mail address to log in by, a name, a language, and a role of the Centre or of a reader. Beside it
invitations to such a role, and how often something was tried from an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from atlas.accounts.rules import CentreRole, Place
from atlas.kernel.language import as_language

ROLE_CHOICES = [(one.value, one.value) for one in CentreRole]

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.kernel.language import Language


class UserManager(BaseUserManager["User"]):
    """Finds users whatever the case of their address; making them is a service."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of an address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """Somebody who can log in. Whom they represent is a membership of the registry."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, blank=True, default="")  # '' until one was chosen or met
    centre_role = models.CharField(max_length=20, blank=True, default="", choices=ROLE_CHOICES)
    reads_territory = models.CharField(max_length=2, blank=True, default="")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_address"),
            models.CheckConstraint(
                condition=Q(centre_role__in=[one.value for one in CentreRole]), name="user_centre_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def letter_language(self) -> Language:
        """The language to write to this person in: the chosen one, Polish until there is one."""
        return as_language(self.language)

    def get_full_name(self) -> str:
        """Return the name, for Wagtail."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name, for Wagtail."""
        return self.name


class LinkedInvitation(models.Model):
    """What every invitation has that a link in a letter accepts once. Of the link only the SHA-256 is kept."""

    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.BigIntegerField(null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-invited_at", "-id"]

    def is_usable(self, *, at: datetime) -> bool:
        """Return whether the link still works at a moment."""
        return self.used_at is None and self.withdrawn_at is None and at < self.expires_at


class AccountInvitation(LinkedInvitation):
    """An invitation to a role of the Centre or of a reader."""

    centre_role = models.CharField(max_length=20, blank=True, default="", choices=ROLE_CHOICES)
    reads_territory = models.CharField(max_length=2, blank=True, default="")

    class Meta(LinkedInvitation.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(centre_role="") & Q(reads_territory="") | Q(centre_role="") & ~Q(reads_territory=""),
                name="account_invitation_is_to_one_place",
            ),
            models.UniqueConstraint(
                fields=["email"], condition=Q(used_at=None, withdrawn_at=None), name="one_open_account_invitation"
            ),
        ]

    def __str__(self) -> str:
        return f"account invitation {self.pk}"

    @property
    def place(self) -> Place:
        """What the invitation is to."""
        return Place(CentreRole(self.centre_role), self.reads_territory)


class Tries(models.Model):
    """How often something was tried within a window; the key is a hash of what and from where."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} tries until {self.ends_at}"
