"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """See the package."""

    name = "atlas.results"
    label = "results"
