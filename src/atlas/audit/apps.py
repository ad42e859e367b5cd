"""The app's name, and the one place that puts the databases' own guards back after a migration and has them checked."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate  # noqa: TID251 -- a rebuilt table loses its triggers

from atlas.audit.checks import check_guards
from atlas.audit.triggers import install_guards, remove_guards


class AuditConfig(AppConfig):
    """The log."""

    name = "atlas.audit"
    label = "audit"

    def ready(self) -> None:
        """Install the guards each time tables were made or changed; check them with the database."""
        pre_migrate.connect(_take_away, sender=self)
        post_migrate.connect(_reinstall, sender=self)
        register(check_guards, Tags.database)


def _take_away(*, using: str, **_facts: object) -> None:
    """SQLite refuses to rename a table while a trigger of another one names it."""
    remove_guards(using=using)


def _reinstall(*, using: str, **_facts: object) -> None:
    install_guards(using=using)
