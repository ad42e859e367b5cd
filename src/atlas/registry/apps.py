"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """See the package."""

    name = "atlas.registry"
    label = "registry"
