"""What people of the Centre may do in Wagtail's admin, by their role: no groups, no superusers, nothing deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.backends import BaseBackend

from atlas.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import Model

ENTER = "wagtailadmin.access_admin"
OF_THE_CENTRE = frozenset({
    ENTER,
    "registry.view_organisation", "registry.add_organisation", "registry.change_organisation",
    "registry.view_institution", "registry.add_institution", "registry.change_institution",
    "registry.view_territory", "monitoring.view_session",
})  # fmt: skip


class CentreBackend(BaseBackend):
    """Gives active people of the Centre the rights that Wagtail asks for; logs nobody in."""

    def get_user_permissions(self, user_obj: object, obj: Model | None = None) -> set[str]:
        """Return the rights of a user; none for one object, for nobody outside the Centre."""
        of_centre = isinstance(user_obj, User) and user_obj.is_active and bool(user_obj.centre_role)
        return set(OF_THE_CENTRE) if of_centre and obj is None else set()
