"""Changes of users: registering, roles, deactivating, a second factor; invitations; languages; how often one tries."""

from __future__ import annotations

from atlas.accounts.services.users import (
    deactivate_user,
    give_centre_role,
    give_place,
    let_read,
    reactivate_user,
    register_user,
    remember_language,
    reset_second_factor,
)

__all__ = [
    "deactivate_user",
    "give_centre_role",
    "give_place",
    "let_read",
    "reactivate_user",
    "register_user",
    "remember_language",
    "reset_second_factor",
]
