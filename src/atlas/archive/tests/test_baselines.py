"""The first cards of a territory stay as they are: whoever tries, by whatever road, the database refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from tests.web.builders import NOW, make_session

from atlas.accounts.actor import MACHINE
from atlas.archive.models import SealedPackage
from atlas.archive.services import mark_baselines
from atlas.audit.triggers import missing_triggers, remove_guards
from atlas.cards.models import Card, CardVersion, Contact, Submission
from atlas.monitoring.models import Invitation, ScopeGmina, Session
from atlas.monitoring.services import move_session

pytestmark = pytest.mark.django_db
PILOT = [Path(__file__).parents[4] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]

DELETING = "DELETE FROM {} WHERE id = %s"


@pytest.fixture
def pilot():
    call_command("import-package", *map(str, PILOT))


def a_card(session, *, baseline):
    return Card.objects.filter(session__code=session, kind="NGO", is_baseline=baseline).first()


def refused(change):
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        change()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_all_cards_of_the_first_session_and_those_of_newcomers_are_baselines(pilot):
    first = Card.objects.filter(session__code="2025-1")
    assert first.exists()
    assert not first.filter(is_baseline=False).exists()
    before = set(ScopeGmina.objects.filter(session__code="2025-1").values_list("gmina", flat=True))
    for kind in ("NGO", "IZUS"):
        cards = Card.objects.filter(session__code="2026-1", kind=kind)
        had = set(first.filter(kind=kind).values_list("scope__gmina", flat=True))
        marked = set(cards.filter(is_baseline=True).values_list("scope__gmina", flat=True))
        assert marked == set(cards.values_list("scope__gmina", flat=True)) - had
    newcomers = set(ScopeGmina.objects.filter(session__code="2026-1").values_list("gmina", flat=True)) - before
    assert len(newcomers) == 1
    statistics = Card.objects.filter(session__code="2026-1", kind="STATISTICS", is_baseline=True)
    assert newcomers <= set(statistics.values_list("scope__gmina", flat=True))


def test_a_baseline_card_and_its_history_cannot_be_changed(pilot):
    card = a_card("2026-1", baseline=True)
    for change in ({"answered": 0}, {"is_baseline": False}, {"state": "set_aside"}):
        refused(lambda change=change: Card.objects.filter(pk=card.pk).update(**change))
    for statement in (
        "UPDATE cards_card SET content = '{}' WHERE id = %s",
        "DELETE FROM cards_card WHERE id = %s",
        "UPDATE cards_cardversion SET content = '{}' WHERE card_id = %s",
        "DELETE FROM cards_cardversion WHERE card_id = %s",
    ):
        refused(lambda statement=statement: sql(statement, card.pk))


def test_nothing_is_added_to_a_baseline_card(pilot):
    card = a_card("2026-1", baseline=True)
    facts = {"channel": "online", "content": {}, "begun_at": NOW, "at": NOW}
    refused(lambda: CardVersion.objects.create(card=card, number=2, event="saved", **facts))
    submitted = {"session": card.session, "kind": "NGO", "number": 9, "version": 2, "content": "{}", "sha256": "0" * 64}
    key = "7f0c3c0e-0000-4000-8000-000000000000"
    refused(lambda: Submission.objects.create(card=card, key=key, channel="online", filed_at=NOW, **submitted))


def test_a_persons_contact_can_still_be_erased(pilot):
    contact = Contact.objects.create(card=a_card("2025-1", baseline=True), details={"contact_name": "Anna"})
    Contact.objects.filter(pk=contact.pk).update(details={})
    contact.delete()
    assert not Contact.objects.exists()


def test_what_another_card_says_can_be_corrected_but_no_card_comes_or_goes(pilot):
    card = a_card("2026-1", baseline=False)
    assert Card.objects.filter(pk=card.pk).update(answered=1) == 1
    refused(lambda: Card.objects.filter(pk=card.pk).update(state="set_aside"))
    refused(lambda: sql("DELETE FROM cards_card WHERE id = %s", card.pk))
    new = Card(session=card.session, kind="STATISTICS", scope=card.scope, state="accepted", content={}, **_times())
    refused(new.save)


def _times():
    return {"started_at": NOW, "changed_at": NOW}


def test_the_facts_scope_and_invitations_of_a_closed_session_stay(pilot):
    session = Session.objects.get(code="2026-1")
    rows = Session.objects.filter(pk=session.pk)
    for change in ({"code": "x"}, {"sequence": 9}, {"period_to": "2030-01-01"}, {"state": "open"}, {"is_trial": True}):
        refused(lambda change=change: rows.update(**change))
    for model in (ScopeGmina, Invitation):
        key = model.objects.filter(session=session).first().pk
        refused(lambda model=model, key=key: sql(DELETING.format(model._meta.db_table), key))
    refused(lambda: ScopeGmina.objects.filter(session=session).update(name="x"))
    refused(lambda: ScopeGmina.objects.create(session=session, gmina="0601011", powiat="0601", voivodeship="06"))
    refused(lambda: sql("DELETE FROM monitoring_session WHERE id = %s", session.pk))
    published = move_session(session, "publish", actor=MACHINE)
    refused(lambda: Session.objects.filter(pk=published.pk).update(state="closed"))


def test_a_session_that_is_not_closed_and_a_trial_can_be_changed():
    running, trial = make_session("2026-1"), make_session("proba-1", sequence=None, state="closed")
    for session in (running, trial):
        assert Session.objects.filter(pk=session.pk).update(name="Inna nazwa") == 1
        SealedPackage.objects.create(session=session, revision=1, sha256=session.code.ljust(64, "0"), sealed_at=NOW)
    refused(lambda: SealedPackage.objects.filter(session=running).delete())
    SealedPackage.objects.filter(session=trial).delete()
    ScopeGmina.objects.filter(session=trial).delete()
    trial.delete()
    assert list(Session.objects.values_list("code", flat=True)) == ["2026-1"]


def test_a_trial_has_no_baseline():
    trial = make_session("proba-1", sequence=None, state="closed")
    card = Card.objects.create(
        session=trial, kind="STATISTICS", scope=trial.scope.get(), state="accepted", content={}, **_times()
    )

    class Read:
        session, tables = type("Facts", (), {"sequence": 1}), {}

    assert mark_baselines(trial, package=Read()) == []
    card.refresh_from_db()
    assert not card.is_baseline


@pytest.mark.parametrize("table", ["cards_card", "cards_submission", "monitoring_session", "archive_sealedpackage"])
def test_no_guarded_table_is_emptied_at_a_stroke(table):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL knows TRUNCATE")
    refused(lambda: sql(f"TRUNCATE {table} CASCADE"))


def test_without_the_guards_a_baseline_card_could_be_changed(pilot):
    """The negative control: it is the triggers that refuse, not something else."""
    remove_guards(using="default")
    card = a_card("2025-1", baseline=True)
    assert Card.objects.filter(pk=card.pk).update(answered=0) == 1
    assert missing_triggers(using="default")
