"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """See the package."""

    name = "atlas.fieldwork"
    label = "fieldwork"
