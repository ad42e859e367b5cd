"""A returned card's pages: the Centre's questions at the fields, answers beside them, two people answering at once."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse
from tests.web.builders import (
    NOW,
    acting,
    logged_in,
    make_card,
    make_centre_user,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

from atlas.accounts.rules import CentreRole
from atlas.cards.access import get_card
from atlas.cards.models import Card, Question
from atlas.cards.services.returning import return_card
from atlas.monitoring.services import move_session

ASKED = {"contracts": "Ile umów?", "consultations": "Skąd ta liczba?"}


@pytest.fixture(autouse=True)
def during(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def ewa():
    return acting(make_centre_user("ewa@example.org", role=CentreRole.ANALYST))


@pytest.fixture
def returned(anna, ewa):
    """A Karta NGO returned with two questions, while the session is in verification."""
    organisation = make_organisation(seat_gmina="0605053")
    session = make_session(asked=[organisation])
    make_member(anna, organisation)
    card = make_card(anna, organisation, filed=True)
    move_session(session, "verify", actor=ewa)
    return_card(get_card(ewa, card.pk), questions=ASKED, seen_version=card.version, actor=ewa)
    return Card.objects.get()


@pytest.fixture
def client(anna):
    found = logged_in(anna)
    found.cookies["django_language"] = "en"
    return found


def address(card, section="II.3"):
    return reverse("workspace:card-section", args=[card.pk, section])


def question(item="contracts"):
    return Question.objects.get(item=item)


def text(answer):
    return " ".join(answer.content.decode().split())


def types(client, card, *, answer, seen="", htmx=False, **lines):
    pk = question().pk
    sent = {f"answer.{pk}": answer, f"answered.{pk}": seen, "seen": "{}", "stay": "1"} | lines
    return client.post(address(card), sent, **({"HTTP_HX_REQUEST": "true"} if htmx else {}))


def test_questions_stand_at_their_fields_and_in_a_list(client, returned):
    section = text(client.get(address(returned)))
    assert "Ile umów?" in section
    assert "Skąd ta liczba?" not in section  # it stands in the part of its item
    check = text(client.get(reverse("workspace:check-card", args=[returned.pk])))
    assert "The Centre asks 2 questions" in check
    assert check.index("Skąd ta liczba?") < check.index("Ile umów?")  # in the form's order
    assert f"{address(returned)}#l-contracts" in check
    assert "Answer the questions" in text(client.get(reverse("workspace:home")))


def test_an_answer_is_kept_as_one_types_and_by_a_button(client, returned, anna):
    saved = types(client, returned, answer="Dwie\r\numowy. ", htmx=True)
    assert saved.headers["X-Saved"] == "1"
    assert f'name="answered.{question().pk}" value="Dwie' in saved.content.decode()
    assert (question().answer, question().answered_by) == ("Dwie\numowy.", anna.pk)
    assert types(client, returned, answer="", seen="Dwie\r\numowy.").status_code == 302
    assert question().answer == ""


def test_an_open_page_does_not_take_away_what_a_colleague_answered(client, returned):
    types(client, returned, answer="Dwie.")
    types(client, returned, answer="", seen="")  # a colleague's page, opened before, saves something else
    assert question().answer == "Dwie."
    both = types(client, returned, answer="Trzy.", seen="", htmx=True)
    assert question().answer == "Dwie. / Trzy."
    assert "Dwie. / Trzy.</textarea>" in both.content.decode()


def test_an_answer_that_is_too_long_comes_back_and_is_not_kept(client, returned):
    refused = types(client, returned, answer="x" * 1001)
    assert refused.status_code == 409
    assert "x" * 1001 in refused.content.decode()
    assert question().answer == ""


def test_answers_of_whoever_may_not_change_the_card_are_refused(returned):
    stranger = logged_in(make_user("obca@example.org"))
    assert types(stranger, returned, answer="Nie moje.").status_code == 404
    assert question().answer == ""


def test_a_card_that_is_no_longer_with_its_people_asks_nothing(client, returned):
    Card.objects.update(state="draft")
    assert "Ile umów?" not in text(client.get(address(returned)))
