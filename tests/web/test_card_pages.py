"""Pages of a card: saved with and without JavaScript, two people, zeros knowingly, checked, submitted, withdrawn."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from tests.web.builders import (
    acting,
    logged_in,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

from atlas.accounts.actor import MACHINE
from atlas.cards.contents import Typed
from atlas.cards.models import Card, Submission
from atlas.cards.selectors import document_of
from atlas.cards.services.saving import save_lines
from atlas.cards.services.starting import start_card
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Invitation
from atlas.registry.services.territories import take_over_territories

DURING = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
PLACES = [
    Unit("06", "voivodeship", "lubelskie", "województwo", "2026-01-01"),
    Unit("0605", "powiat", "janowski", "powiat", "2026-01-01"),
    Unit("0605053", "gmina", "Modliborzyce", "gmina miejsko-wiejska", "2026-01-01"),
    Unit("0605032", "gmina", "Godziszów", "gmina wiejska", "2026-01-01"),
    Unit("0605042", "gmina", "Modliborzyce", "gmina wiejska", "2026-01-01"),
]


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(DURING, tick=False) as clock:
        yield clock


@pytest.fixture
def world(db):
    call_command("createcachetable")
    take_over_territories(PLACES, actor=MACHINE)
    organisation = make_organisation(seat_gmina="0605053", legal_form="association")
    make_session(asked=[organisation])
    user = make_user()
    make_member(user, organisation)
    card = start_card(Invitation.objects.get(), actor=acting(user))
    return logged_in(user), card


def section_url(card, section="II.1"):
    return reverse("workspace:card-section", args=[card.pk, section])


def seen_on(client, card, *, section="II.1"):
    page = client.get(section_url(card, section)).content.decode()
    return re.search(r'id="seen" value="([^"]*)"', page)[1].replace("&quot;", '"')


def saves(client, card, *, section="II.1", seen=None, headers=None, **fields):
    data = {name.replace("__", "."): value for name, value in fields.items()}
    data["seen"] = seen_on(client, card, section=section) if seen is None else seen
    return client.post(section_url(card, section), data, headers=headers or {})


def document(card):
    return document_of(Card.objects.get(pk=card.pk))


def fill_required(client, card):
    saves(client, card, section="I", seat_locality__value="Modliborzyce", seat_gmina__value="Godziszów",
          legal_form__value="association", organisation_name__value="Próba (wymyślona)")  # fmt: skip
    saves(client, card, section="III", contact_name__value="Anna Przykładowa", contact_phone__value="81 123 45 67",
          contact_email__value="anna@example.org", prepared_on__value="2026-03-10")  # fmt: skip


def submits(client, card, *, statement="1", **fields):
    page = client.get(reverse("workspace:check-card", args=[card.pk])).content.decode()
    key = re.search(r'name="key" value="([^"]*)"', page)[1]
    version = re.search(r'name="version" value="([^"]*)"', page)[1]
    data = {"key": key, "version": version, "statement": statement} | fields
    return client.post(reverse("workspace:check-card", args=[card.pk]), data), data


def test_a_section_is_saved_by_its_button_and_the_next_one_comes(world):
    client, card = world
    answer = saves(client, card, consultations__value="1 234", tools__value=["survey", "interview"])
    assert (answer.status_code, answer.url) == (302, section_url(card, "II.2"))
    assert document(card).answers["consultations"] == 1234
    assert document(card).answers["tools"] == ("survey", "interview")


def test_what_cannot_be_read_stays_on_the_page_with_its_reason(world):
    client, card = world
    answer = saves(client, card, consultations__value="kilka")
    assert answer.url == section_url(card)
    page = client.get(section_url(card)).content.decode()
    assert 'value="kilka"' in page
    assert 'href="#l-consultations-value"' in page


def test_saving_as_one_types_answers_with_the_parts_that_changed(world):
    client, card = world
    answer = saves(client, card, consultations__value="3", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["X-Saved"]) == (200, "1")
    text = answer.content.decode()
    assert "12:00" in text  # the time of saving in Warsaw
    assert 'id="steps"' in text
    assert "<html" not in text


def test_two_people_are_shown_both_texts_and_choose(world):
    client, card = world
    early = seen_on(client, card)
    saves(client, card, consultations__value="3")
    answer = saves(client, card, seen=early, consultations__value="5", reports_to_izus__value="2")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'class="conflict"' in page
    assert document(card).answers == document(card).answers | {"consultations": 3, "reports_to_izus": 2}
    theirs = re.search(r'name="consultations.theirs" value="([^"]*)"', page)[1].replace("&quot;", '"')
    assert json.loads(theirs)["value"] == "3"
    data = {"seen": early, "consultations.value": "5", "consultations.theirs": theirs, "reports_to_izus.value": "2"}
    client.post(section_url(card), data | {"take": "consultations"})
    assert document(card).answers["consultations"] == 3
    client.post(section_url(card), data | {"keep": "consultations"})
    assert document(card).answers["consultations"] == 5


def test_zeros_come_by_a_button_of_their_own(world):
    client, card = world
    saves(client, card, reports_to_izus__value="4", zeros="1")
    assert document(card).answers["consultations"] == 0
    assert document(card).answers["reports_to_izus"] == 4
    assert "tools" not in document(card).answers


def test_a_place_is_known_by_its_name_and_asked_about_where_there_are_two(world):
    client, card = world
    saves(client, card, section="I", seat_gmina__value="godziszów, powiat janowski")
    assert document(card).answers["seat_gmina"] == "0605032"
    answer = saves(client, card, section="I", seat_gmina__value="Modliborzyce")
    assert answer.url == section_url(card, "I")
    assert document(card).unread["seat_gmina"]["value"] == "Modliborzyce"
    page = client.get(section_url(card, "I")).content.decode()
    assert "Modliborzyce (gmina wiejska), powiat janowski (0605042)" in page
    found = client.get(reverse("workspace:places"), {"seat_gmina.value": "god"}).content.decode()
    assert "Godziszów (gmina wiejska), powiat janowski (0605032)" in found


def test_an_unfinished_card_is_told_what_is_missing_and_stays(world):
    client, card = world
    answer, _ = submits(client, card)
    assert answer.status_code == 409
    assert Submission.objects.count() == 0
    assert section_url(card, "III") in answer.content.decode()


def test_a_card_is_submitted_once_and_withdrawn(world):
    client, card = world
    fill_required(client, card)
    answer, data = submits(client, card)
    submission = Submission.objects.get()
    receipt = reverse("workspace:receipt", args=[card.pk, submission.pk])
    assert answer.url == receipt
    assert client.post(reverse("workspace:check-card", args=[card.pk]), data).url == receipt
    page = client.get(receipt).content.decode()
    assert "2026-1/NGO/0001" in page
    assert submission.sha256 in page
    file = client.get(reverse("workspace:receipt-answers", args=[card.pk, submission.pk]))
    assert file.content.decode() == submission.content
    assert client.get(section_url(card)).status_code == 302
    client.post(reverse("workspace:withdraw-card", args=[card.pk]))
    assert Card.objects.get().state == "withdrawn"
    assert client.get(receipt).status_code == 200


def test_without_the_statement_nothing_is_submitted_and_words_are_kept(world):
    client, card = world
    fill_required(client, card)
    saves(client, card, researchers__value="2")
    save_lines(card, {"new_specialities": Typed({}, {"value": "none"})}, actor=acting(card_user(card)))
    answer, _ = submits(client, card, statement="", **{"explain.researchers": "Od stycznia."})
    assert answer.status_code == 200
    assert Submission.objects.count() == 0
    assert document(card).explanations == {"researchers": "Od stycznia."}
    answer, _ = submits(client, card, **{"explain.researchers": "Od stycznia."})
    assert Submission.objects.count() == 1


def test_what_is_typed_into_a_card_submitted_meanwhile_comes_back_with_the_reason(world):
    client, card = world
    fill_required(client, card)
    seen = seen_on(client, card)
    submits(client, card)
    answer = saves(client, card, seen=seen, consultations__value="77")
    assert answer.status_code == 409
    assert 'value="77"' in answer.content.decode()
    by_htmx = saves(client, card, seen=seen, consultations__value="77", headers={"HX-Request": "true"})
    assert (by_htmx.status_code, by_htmx["Content-Type"].split(";")[0]) == (409, "text/plain")


def test_after_the_deadline_the_draft_is_kept_and_the_page_says_so(world, during):
    client, card = world
    fill_required(client, card)
    during.move_to(datetime(2026, 5, 2, 8, 0, tzinfo=UTC), tick=False)
    client.force_login(card_user(card))
    saves(client, card, consultations__value="4")
    assert document(card).answers["consultations"] == 4
    assert "30 kwietnia 2026, 23:59" in client.get(section_url(card)).content.decode()


def card_user(card):
    return card.participant.memberships.get().user


def test_a_karta_izus_brings_the_statistics_of_its_gmina_along(db):
    call_command("createcachetable")
    office = make_institution()
    make_session(asked=[office])
    user = make_user()
    make_member(user, office)
    client = logged_in(user)
    invitation = Invitation.objects.get()
    client.post(reverse("workspace:start-card", args=[invitation.pk]))
    client.post(reverse("workspace:start-statistics", args=[invitation.pk]))
    assert sorted(Card.objects.values_list("kind", flat=True)) == ["IZUS", "STATISTICS"]
    card = Card.objects.get(kind="STATISTICS")
    saves(
        client,
        card,
        section="T",
        population__value="10 850",
        population__source="gus_bdl",
        population__as_of="2025-12-31",
    )
    assert document(card).answers["population"] == 10850
    assert client.get(reverse("workspace:home")).content.decode().count("btn-primary") == 2


def test_the_price_of_a_card_page(world, django_assert_max_num_queries):
    client, card = world
    for address in (section_url(card, "I"), reverse("workspace:check-card", args=[card.pk])):
        client.get(address)
        with django_assert_max_num_queries(
            10
        ):  # session, user, memberships, card, last card, beside it, renumbered gminas, territories
            client.get(address)


def test_saving_costs_a_constant_number_of_queries(world, django_assert_max_num_queries):
    client, card = world
    seen = seen_on(client, card)
    with django_assert_max_num_queries(22):
        saves(client, card, seen=seen, consultations__value="3", headers={"HX-Request": "true"})


def test_the_first_page_of_a_card_is_light(world):
    client, card = world
    assert len(client.get(section_url(card, "I")).content) < 60_000
