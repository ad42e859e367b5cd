"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """See the package."""

    name = "atlas.workspace"
    label = "workspace"
