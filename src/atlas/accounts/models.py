"""The user: an e-mail address to log in by, a name, a language, and a role of the Centre or of a reader."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from atlas.accounts.rules import CentreRole


class UserManager(BaseUserManager["User"]):
    """Finds users whatever the case of their address; making them is a service."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of an address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """Somebody who can log in. Whom they represent is a membership of the registry."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="pl")
    centre_role = models.CharField(
        max_length=20, blank=True, default="", choices=[(one.value, one.value) for one in CentreRole]
    )
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

    def get_full_name(self) -> str:
        """Return the name, for Wagtail."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name, for Wagtail."""
        return self.name
