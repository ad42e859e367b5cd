"""Nothing typed on a card's pages is lost or overwritten unknowingly, in the corners where it easily could be."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from tests.web.builders import acting, logged_in, make_member, make_user
from tests.web.test_card_pages import (
    DURING,
    card_user,
    document,
    fill_required,
    saves,
    section_url,
    seen_on,
    submits,
    world,
)

from atlas.cards.contents import Typed, Words
from atlas.cards.models import Card, Submission
from atlas.cards.services.saving import save_explanations, save_lines
from atlas.cards.services.submitting import withdraw_card
from atlas.monitoring.models import Session

__all__ = ["world"]
TYPING = {"HX-Request": "true"}
REASONED = {"researchers": {"value": "2"}, "new_specialities": {"value": "none"}}


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(DURING, tick=False) as clock:
        yield clock


def colleague_of(card):
    user = make_user("ewa@example.org")
    make_member(user, card.participant)
    return user


def seen_in(answer):
    return re.search(r'id="seen" value="([^"]*)"', answer.content.decode())[1].replace("&quot;", '"')


def test_typing_on_after_a_conflict_decides_nothing(world):
    client, card = world
    early = seen_on(client, card)
    save_lines(card, {"consultations": Typed({}, {"value": "3"})}, actor=acting(colleague_of(card)))
    conflict = saves(client, card, seen=early, consultations__value="5")
    fields = {"consultations.value": "5", "researchers.value": "1", "seen": seen_in(conflict)}
    client.post(section_url(card), fields, headers=TYPING)
    assert document(card).answers["consultations"] == 3
    assert document(card).answers["researchers"] == 1


def test_what_was_refused_is_saved_once_it_can_be(world):
    client, card = world
    fill_required(client, card)
    early = seen_on(client, card)
    submits(client, card)
    refused = saves(client, card, seen=early, consultations__value="77")
    withdraw_card(Card.objects.get(), actor=acting(card_user(card)))
    client.post(section_url(card), {"consultations.value": "77", "seen": seen_in(refused)})
    assert document(card).answers["consultations"] == 77


def test_a_colleagues_word_about_a_warning_stays(world):
    client, card = world
    save_lines(card, {code: Typed({}, texts) for code, texts in REASONED.items()}, actor=acting(card_user(card)))
    theirs = {"researchers": Words("", "Ewa: nowe osoby.")}
    save_explanations(card, theirs, actor=acting(colleague_of(card)))
    page = {"key": str(uuid4()), "version": "1", "explain.researchers": "", "explained.researchers": ""}
    client.post(reverse("workspace:check-card", args=[card.pk]), page)
    assert document(card).explanations["researchers"] == "Ewa: nowe osoby."
    client.post(reverse("workspace:check-card", args=[card.pk]), page | {"explain.researchers": "Ola: od maja."})
    assert document(card).explanations["researchers"] == "Ewa: nowe osoby. / Ola: od maja."


def test_words_stand_at_lines_of_the_form_only(world):
    client, card = world
    fields = {"explain.note:whatever": "x", "explain.contact_phone": "y", "explain.researchers": "Tak jest."}
    client.post(reverse("workspace:check-card", args=[card.pk]), fields)
    assert document(card).explanations == {"researchers": "Tak jest."}


def test_enter_presses_a_button_that_decides_no_conflict(world):
    client, card = world
    early = seen_on(client, card)
    save_lines(card, {"consultations": Typed({}, {"value": "3"})}, actor=acting(colleague_of(card)))
    page = saves(client, card, seen=early, consultations__value="5").content.decode()
    form = page[page.index("data-autosave") :]
    first = re.search(r'<button type="submit"[^>]*>', form)[0]
    assert "name=" not in first
    assert page.index('name="take"') > page.index(first)


def test_a_long_text_comes_back_whole_with_its_reason(world):
    client, card = world
    saves(client, card, section="I", seat_locality__value="x" * 1200)
    assert len(document(card).unread["seat_locality"]["value"]) == 1200
    assert "1200" in client.get(section_url(card, "I")).content.decode()


def test_a_returned_card_is_submitted_again_after_the_deadline(world, during):
    client, card = world
    fill_required(client, card)
    submits(client, card)
    Card.objects.update(state="returned")
    Session.objects.update(state="verification")
    during.move_to(datetime(2026, 5, 5, 8, 0, tzinfo=UTC), tick=False)
    client = logged_in(card_user(card))
    page = client.get(reverse("workspace:check-card", args=[card.pk])).content.decode()
    assert 'name="statement"' in page
    submits(client, card)
    assert Submission.objects.count() == 2


def test_withdrawing_is_not_offered_when_it_would_be_refused(world, during):
    client, card = world
    fill_required(client, card)
    submits(client, card)
    withdraw = reverse("workspace:withdraw-card", args=[card.pk])
    check, receipt = (
        reverse("workspace:check-card", args=[card.pk]),
        reverse("workspace:receipt", args=[card.pk, Submission.objects.get().pk]),
    )
    assert all(withdraw in client.get(page).content.decode() for page in (check, receipt))
    during.move_to(datetime(2026, 5, 5, 8, 0, tzinfo=UTC), tick=False)
    client = logged_in(card_user(card))
    assert not any(withdraw in client.get(page).content.decode() for page in (check, receipt))


def test_a_session_closed_early_does_not_speak_of_its_deadline(world):
    client, card = world
    Session.objects.update(state="verification")
    page = client.get(reverse("workspace:check-card", args=[card.pk])).content.decode()
    assert "23:59" not in page
    assert 'name="statement"' not in page


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1"])
def test_a_hostile_number_is_no_fault(world, number):
    client, card = world
    data = {"key": str(uuid4()), "version": number, "statement": "1"}
    assert client.post(reverse("workspace:check-card", args=[card.pk]), data).status_code == 409
    start = reverse("workspace:start-card", args=[card.session.invitations.get().pk])
    assert client.post(start, {"copy_of": number}).status_code == 302


def test_a_character_that_no_database_takes_is_left_out(world):
    client, card = world
    saves(client, card, section="I", seat_locality__value="Jan\0ów")
    assert document(card).answers["seat_locality"] == "Janów"
