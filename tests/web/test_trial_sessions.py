"""A trial session is never published and can be deleted whole; a real one stays once it was announced."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.web.builders import GMINA, make_card, make_member, make_organisation, make_session, make_user

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.archive.models import SealedPackage
from atlas.audit.models import Entry
from atlas.audit.triggers import install_guards
from atlas.cards.models import Card, CardVersion, Submission
from atlas.fieldwork.models import Obstacle
from atlas.fieldwork.rules import WantedChannel
from atlas.fieldwork.services.obstacles import ObstacleReport, report_obstacle
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.models import Invitation, Session
from atlas.monitoring.services import delete_session, move_session
from atlas.registry.selectors import actor_of


def with_a_filed_card(code, *, sequence, organisation, user):
    session = make_session(code, sequence=sequence, asked=[organisation], closes_on=date(2099, 12, 31))
    card = make_card(user, organisation, filed=True, session=code)
    SealedPackage.objects.create(session=session, revision=1, sha256=code.ljust(64, "0"), sealed_at=clock.now())
    return session, card


@pytest.fixture
def both(committed_db):
    organisation, user = make_organisation(seat_gmina=GMINA), make_user()
    make_member(user, organisation)
    real, _ = with_a_filed_card("2026-1", sequence=1, organisation=organisation, user=user)
    trial, card = with_a_filed_card("proba", sequence=None, organisation=organisation, user=user)
    report = ObstacleReport(uuid4(), "brak internetu", WantedChannel.PAPER, name="Anna", phone="81 123 45 67")
    report_obstacle(card, report, actor=actor_of(user))
    return real, trial


def test_a_trial_goes_with_everything_and_leaves_the_others(both):
    real, trial = both
    rows = delete_session(trial, typed_code="proba", actor=MACHINE)
    assert rows["cards.submission"] == rows["cards.card"] == rows["fieldwork.obstacle"] == 1
    assert not Session.objects.filter(code="proba").exists()
    assert not Obstacle.objects.exists()
    for model in (Card, Submission, Invitation, SealedPackage):
        assert [row.session_id for row in model.objects.all()] == [real.pk]
    assert set(CardVersion.objects.values_list("card__session", flat=True)) == {real.pk}
    entry = Entry.objects.filter(action="delete-session").get()
    assert (entry.facts["code"], entry.facts["rows"]) == ("proba", rows)


def test_deleting_needs_the_code_and_the_centre_and_no_running_closing(both):
    _, trial = both
    with pytest.raises(DomainError, match="deletion-not-confirmed"):
        delete_session(trial, typed_code="Proba", actor=MACHINE)
    with pytest.raises(NotAllowed):
        delete_session(trial, typed_code="proba", actor=ANONYMOUS)
    Session.objects.filter(pk=trial.pk).update(closing_since=clock.now())
    with pytest.raises(DomainError, match="session-being-closed"):
        delete_session(trial, typed_code="proba", actor=MACHINE)


def test_a_real_session_is_deleted_only_while_it_is_planned(both):
    real, _ = both
    with pytest.raises(DomainError, match="session-stays"):
        delete_session(real, typed_code="2026-1", actor=MACHINE)
    planned = make_session("2026-2", sequence=2, state="planned", asked=[make_organisation("ORG-002")])
    delete_session(planned, typed_code="2026-2", actor=MACHINE)
    assert not Invitation.objects.filter(session=planned.pk).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM cards_submission WHERE session_id = {real}",
        "DELETE FROM cards_cardversion WHERE card_id IN (SELECT id FROM cards_card WHERE session_id = {real})",
        "DELETE FROM archive_sealedpackage WHERE session_id = {real}",
        "DELETE FROM monitoring_session WHERE id = {real}",
        "UPDATE monitoring_session SET is_trial = true, sequence = NULL WHERE id = {real}",
        "UPDATE cards_submission SET number = 9 WHERE session_id = {trial}",
        "UPDATE archive_sealedpackage SET revision = 9 WHERE session_id = {trial}",
    ],
)
def test_the_database_lets_rows_of_trials_go_and_changes_none(both, statement):
    real, trial = both
    install_guards(using="default")
    connection = transaction.get_connection()
    with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(real=real.pk, trial=trial.pk))


@pytest.mark.django_db
def test_a_trial_is_closed_but_never_published():
    trial = make_session("proba", sequence=None, state="closed")
    with pytest.raises(DomainError, match="trial-not-published"):
        move_session(trial, "publish", actor=MACHINE)
