"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class CardsConfig(AppConfig):
    """Cards."""

    name = "atlas.cards"
    label = "cards"
