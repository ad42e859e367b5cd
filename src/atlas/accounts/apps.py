"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package."""

    name = "atlas.accounts"
    label = "accounts"
