"""The log is written with the change or not at all, and the database keeps it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.web.builders import NOW, make_organisation

from atlas.audit.models import Entry
from atlas.audit.selectors import entries_about
from atlas.audit.services import record
from atlas.audit.triggers import remove_guards


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_thing():
    organisation = make_organisation("ORG-007")
    (entry,) = entries_about(organisation)
    assert (entry.action, entry.by, entry.facts) == ("register-organisation", None, {"code": "ORG-007"})


def test_nothing_is_recorded_outside_the_transaction_of_the_change(committed_db):
    organisation = make_organisation()
    with pytest.raises(RuntimeError, match="outside the transaction"):
        record("look", about=organisation, by=None, at=NOW)


def test_an_entry_is_gone_with_a_change_that_fails(committed_db):
    def change_and_fail():
        with transaction.atomic():
            make_organisation("ORG-008")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change_and_fail()
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda rows: rows.update(action="other"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_or_delete_an_entry(change):
    make_organisation()
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        change(Entry.objects.all())
    assert Entry.objects.get().action == "register-organisation"


def test_without_its_guard_the_log_could_be_changed(committed_db):
    """The negative control: it is the trigger that refuses, not something else."""
    make_organisation()
    remove_guards(using="default")
    assert Entry.objects.update(action="other") == 1
