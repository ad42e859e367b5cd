"""A guard that is gone, switched off or changed is named; a migration takes them away and puts them back."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from atlas.audit.triggers import all_guards, install_guards, missing_triggers, remove_guards

pytestmark = pytest.mark.django_db


def sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def on(table):
    return f" ON {table}" if connection.vendor == "postgresql" else ""


def missing():
    return [one.name for one in missing_triggers(using="default")]


def test_after_the_migrations_every_guard_is_there():
    assert missing() == []
    assert len(all_guards()) > 10


def test_one_that_was_dropped_is_named():
    sql(f"DROP TRIGGER cards_card_no_update{on('cards_card')}")
    assert missing() == ["cards_card_no_update"]
    (error,) = run_checks(tags=[Tags.database], databases=["default"])
    assert error.id == "audit.E001"
    assert "cards_card" in error.msg
    assert "cards_card_no_update" in error.msg
    with pytest.raises(SystemCheckError, match="cards_card_no_update"):
        call_command("check", databases=["default"])
    call_command("check")  # without a database nothing is asked of it


def test_one_that_was_changed_is_named():
    name = "archive_sealedpackage_no_update"
    if connection.vendor == "postgresql":
        body = "BEGIN RETURN NEW; END"
        sql(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    else:
        head = f"CREATE TRIGGER {name} BEFORE UPDATE ON archive_sealedpackage WHEN 1 = 0"
        sql(f"DROP TRIGGER {name}", f"{head} BEGIN SELECT 1; END")
    assert missing() == [name]
    install_guards(using="default")
    assert missing() == []


def test_one_that_was_switched_off_is_named():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no way to switch a trigger off")
    sql("ALTER TABLE cards_submission DISABLE TRIGGER cards_submission_no_truncate")
    assert missing() == ["cards_submission_no_truncate"]


def test_a_migration_puts_back_what_it_took_away(committed_db):
    sql(f"DROP TRIGGER cards_card_no_delete{on('cards_card')}")
    call_command("migrate", "--skip-checks", interactive=False, verbosity=0)
    assert missing() == []


def test_preparing_says_which_guards_were_gone_and_puts_them_back(committed_db, capsys):
    remove_guards(using="default")
    call_command("prepare")
    assert "cards_card_no_update" in capsys.readouterr().err
    assert missing() == []
    call_command("prepare")
    assert capsys.readouterr().err == ""
