"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """See the package."""

    name = "atlas.backoffice"
    label = "backoffice"
