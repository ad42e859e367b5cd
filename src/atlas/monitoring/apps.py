"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """See the package."""

    name = "atlas.monitoring"
    label = "monitoring"
