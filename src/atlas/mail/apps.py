"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    """See the package."""

    name = "atlas.mail"
    label = "mail"
