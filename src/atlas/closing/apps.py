"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """See the package."""

    name = "atlas.closing"
    label = "closing"
