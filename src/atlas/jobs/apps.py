"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the package."""

    name = "atlas.jobs"
    label = "jobs"
