"""What the database itself refuses, whoever asks: changing or deleting rows that are there to stay.

An app lists its guards in a module `guards`. Triggers say the same on SQLite and on PostgreSQL. What is there is
compared with what should be, word for word: a trigger that is gone, switched off or changed is named.
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

_REFUSAL = "RAISE EXCEPTION 'rows of % stay as they are', TG_TABLE_NAME USING ERRCODE = '23000';"
_ALWAYS = "TRUNCATE"
"""Row triggers do not see it: PostgreSQL gets a trigger for the whole statement. SQLite knows no such statement."""
_INSTALLED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
        "AND t.tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
    ),
}


@dataclass(frozen=True)
class Trigger:
    """One trigger of a guard: what it is called, where it stands, and for which event it refuses under which condition.

    The condition is in PostgreSQL's function, not in its WHEN, which knows no subqueries.
    """

    name: str
    table: str
    event: str
    when: str

    def statements(self, vendor: str) -> Iterator[str]:
        """Give the SQL that makes this trigger; one of the same name is replaced."""
        yield from self.dropped(vendor)
        if vendor != "postgresql":
            yield self.source(vendor)
            return
        yield f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $${self.source(vendor)}$$"
        each = "STATEMENT" if self.event == _ALWAYS else "ROW"
        head = f'CREATE TRIGGER {self.name} BEFORE {self.event} ON "{self.table}" FOR EACH {each}'
        yield f"{head} EXECUTE FUNCTION {self.name}()"

    def dropped(self, vendor: str) -> Iterator[str]:
        """Give the SQL that takes this trigger away."""
        on = f' ON "{self.table}"' if vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {self.name}{on}"

    def source(self, vendor: str) -> str:
        """Return the words by which the database keeps this trigger: compared with them, a changed one is found."""
        if vendor != "postgresql":
            when = f"WHEN ({self.when}) " if self.when else ""
            head = f'CREATE TRIGGER {self.name} BEFORE {self.event} ON "{self.table}" FOR EACH ROW {when}'
            return f"{head}BEGIN SELECT RAISE(ABORT, 'rows of {self.table} stay as they are'); END"
        refused = f"IF {self.when} THEN {_REFUSAL} END IF;" if self.when else _REFUSAL
        return f"BEGIN {refused} RETURN {'OLD' if self.event == 'DELETE' else 'NEW'}; END"


@dataclass(frozen=True)
class Guard:
    """Rows of a model that nobody changes or deletes: all, or those for which `when` (SQL over OLD and NEW) is true.

    A table has one guard for an event. Whatever the events, PostgreSQL does not empty a guarded table at a stroke.
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

    def triggers(self, vendor: str) -> list[Trigger]:
        """Return this guard's triggers, one for each event."""
        found = [Trigger(_named(self.table, event), self.table, event, self.when) for event in self.events]
        if vendor == "postgresql":
            found.append(Trigger(_named(self.table, _ALWAYS), self.table, _ALWAYS, ""))
        return found


def _named(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


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
    for trigger in _wanted(connection):
        _run(connection, list(trigger.statements(connection.vendor)))


def remove_guards(*, using: str) -> None:
    """Take all guards away: for a data migration that must, and for tests that empty tables."""
    connection = connections[using]
    for trigger in _wanted(connection):
        _run(connection, list(trigger.dropped(connection.vendor)))


def missing_triggers(*, using: str) -> list[Trigger]:
    """Return the triggers that should guard a table that is there, and are gone, switched off or not as they were made
    (2 queries).
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED[connection.vendor])
        installed = dict(cursor.fetchall())
    return [one for one in _wanted(connection) if installed.get(one.name) != one.source(connection.vendor)]


def _wanted(connection: BaseDatabaseWrapper) -> list[Trigger]:
    tables = set(connection.introspection.table_names())
    found = [one for guard in all_guards() if guard.table in tables for one in guard.triggers(connection.vendor)]
    return list({one.name: one for one in found}.values())


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
