"""What the database itself refuses, whoever asks: changing or deleting rows that are there to stay.

An app lists its guards in a module `guards`. Triggers say the same on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connections
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION atlas_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % stay as they are', TG_TABLE_NAME USING ERRCODE = '23000'; END $$
"""
_POSTGRESQL_EXCEPTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {allowed} THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'rows of % stay as they are', TG_TABLE_NAME USING ERRCODE = '23000';
END $$
"""


@dataclass(frozen=True)
class Guard:
    """Rows of a model that nobody changes or deletes: all, or those for which `when` (SQL over OLD) is true.

    `name` tells several guards of one table apart. `unless_deleted` is SQL over OLD by which a row may be deleted after
    all; it may look into other tables, which PostgreSQL's WHEN may not.
    """

    model: type[Model]
    when: str = ""
    events: tuple[str, ...] = ("UPDATE", "DELETE")
    name: str = "no"
    unless_deleted: str = ""

    @property
    def table(self) -> str:
        """The guarded table."""
        return self.model._meta.db_table

    def statements(self, vendor: str) -> Iterator[str]:
        """Give the SQL that installs this guard, one trigger for each event."""
        for event in self.events:
            name = self.trigger(event)
            yield from _dropped(name, self.table, vendor=vendor)
            yield from self._postgresql(name, event) if vendor == "postgresql" else self._sqlite(name, event)

    def trigger(self, event: str) -> str:
        """Return the name of the trigger for an event."""
        return f"{self.table}_{self.name}_{event.lower()}"

    def _sqlite(self, name: str, event: str) -> Iterator[str]:
        allowed = f"NOT ({self.unless_deleted})" if self.unless_deleted and event == "DELETE" else ""
        conditions = " AND ".join(f"({one})" for one in (self.when, allowed) if one)
        when = f"WHEN {conditions}" if conditions else ""
        head = f'CREATE TRIGGER {name} BEFORE {event} ON "{self.table}" FOR EACH ROW {when}'
        yield f"{head} BEGIN SELECT RAISE(ABORT, 'rows of {self.table} stay as they are'); END"

    def _postgresql(self, name: str, event: str) -> Iterator[str]:
        when = f"WHEN ({self.when})" if self.when else ""
        function = "atlas_refuse"
        if self.unless_deleted and event == "DELETE":
            function = f"{name}_or_let"
            yield _POSTGRESQL_EXCEPTION.format(name=function, allowed=self.unless_deleted)
        yield (
            f'CREATE TRIGGER {name} BEFORE {event} ON "{self.table}" FOR EACH ROW {when} EXECUTE FUNCTION {function}()'
        )


def _dropped(name: str, table: str, *, vendor: str) -> Iterator[str]:
    yield f'DROP TRIGGER IF EXISTS {name} ON "{table}"' if vendor == "postgresql" else f"DROP TRIGGER IF EXISTS {name}"


def all_guards() -> list[Guard]:
    """Return the guards of all installed apps."""
    modules = [
        import_module(f"{config.name}.guards")
        for config in apps.get_app_configs()
        if config.name.startswith("atlas.") and module_has_submodule(config.module, "guards")
    ]
    return [guard for module in modules for guard in getattr(module, "GUARDS", ())]


def install_guards(*, using: str) -> None:
    """Install all guards whose table is there; installed ones are replaced."""
    connection = connections[using]
    _run(connection, [_POSTGRESQL_FUNCTION] if connection.vendor == "postgresql" else [])
    for guard in _present(connection):
        _run(connection, list(guard.statements(connection.vendor)))


def remove_guards(*, using: str) -> None:
    """Take all guards away: for a data migration that must, and for tests that empty tables."""
    connection = connections[using]
    for guard in _present(connection):
        for event in guard.events:
            _run(connection, list(_dropped(guard.trigger(event), guard.table, vendor=connection.vendor)))


def _present(connection: BaseDatabaseWrapper) -> list[Guard]:
    tables = set(connection.introspection.table_names())
    return [guard for guard in all_guards() if guard.table in tables]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
