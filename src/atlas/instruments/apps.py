"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """See the package."""

    name = "atlas.instruments"
    label = "instruments"
