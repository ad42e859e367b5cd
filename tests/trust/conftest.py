"""A database with real connections: SQLite in a file, not in memory, so that threads and processes meet there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connections
from django.db.models import QuerySet
from tests.trust.together import Meeting, time_going_on

from atlas.kernel import clock

DURING = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)


@pytest.fixture
def real_db(committed_db, tmp_path):
    """The test's database; on SQLite a copy of it in a file, with its triggers."""
    usual = connections["default"]
    if usual.vendor != "sqlite":
        yield
        return
    path = tmp_path / "trust.sqlite3"
    with usual.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    facts = connections.settings["default"]
    in_memory, facts["NAME"] = facts["NAME"], str(path)
    del connections["default"]
    yield
    connections["default"].close()
    connections["default"], facts["NAME"] = usual, in_memory


@pytest.fixture
def moving_clock(real_db):
    """The session's time, going on."""
    with time_going_on(DURING) as travelling:
        yield travelling


@pytest.fixture
def meeting(monkeypatch):
    """Makes parallel operations wait for one another where they read the clock: there each should hold its lock."""
    place, now = Meeting(), clock.now

    def after_meeting():
        place.wait()
        return now()

    monkeypatch.setattr(clock, "now", after_meeting)
    return place


@pytest.fixture
def without_locks(real_db, monkeypatch):
    """A guard taken away: rows are not locked (PostgreSQL), transactions begin without a lock (SQLite)."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)
    options = connections.settings["default"].get("OPTIONS", {})
    if "transaction_mode" in options:
        monkeypatch.setitem(options, "transaction_mode", "DEFERRED")
