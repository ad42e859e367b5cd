"""The app's name, and the one place that puts the databases' own guards back after a migration."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 -- a rebuilt table loses its triggers

from atlas.audit.triggers import install_guards


class AuditConfig(AppConfig):
    """The log."""

    name = "atlas.audit"
    label = "audit"

    def ready(self) -> None:
        """Install the guards each time tables were made or changed."""
        post_migrate.connect(_reinstall, sender=self)


def _reinstall(*, using: str, **_facts: object) -> None:
    install_guards(using=using)
