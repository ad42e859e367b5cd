"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """See the package."""

    name = "atlas.archive"
    label = "archive"
