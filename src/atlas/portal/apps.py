"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package."""

    name = "atlas.portal"
    label = "portal"
