"""A card's history, who has filed, and reporting an obstacle, in a real browser: a light desk and a dark phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import (
    GMINA,
    acting,
    make_card,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    newest_token,
    type_in,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.accounts.services import give_centre_role
from atlas.cards.services.submitting import withdraw_card
from atlas.fieldwork.models import Obstacle
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member

LONG = "Stowarzyszenie na rzecz Rozwoju Usług Społecznych „Długa Nazwa” w Janowie Lubelskim (wymyślone)"
PROBLEM = "Nikt u nas nie ma komputera, a w telefonie formularz się nie otwiera."


@pytest.fixture
def during():
    with time_machine.travel(datetime(2026, 3, 10, 11, 0, tzinfo=UTC), tick=True) as clock:
        yield clock


@pytest.fixture(params=SCREENS)
def visitor(request, chromium, committed_db, live_server, settings, during):
    settings.ATLAS_BASE_URL = live_server.url
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    yield Visitor(context.new_page(), live_server.url)
    context.close()


@pytest.fixture
def lived(visitor, during):
    """A card with a long history: submitted, withdrawn, and changed by a colleague with long words."""
    organisation = make_organisation(name=LONG, seat_gmina=GMINA)
    make_session(asked=[organisation, make_organisation("ORG-002"), make_institution()])
    anna, ola = make_user("anna@example.org"), make_user("ola@example.org", name="Ola Próbna-Wymyślona")
    for user in (anna, ola):
        make_member(user, organisation)
    card = withdraw_card(make_card(anna, organisation, filed=True), actor=acting(anna))
    during.shift(3600)
    return type_in(
        card, user=ola, consultations="1234", researchers={"value": "", "reason": "not_collected"},
        specialisations={"value": "meals|other", "other": "przewóz do lekarza, na zakupy i do urzędu " * 4},
        managers="dwie osoby", **{"services:meals": {"users": "12", "ngo_staff": "", "cost_pln": "1234,5"}},
    )  # fmt: skip


def link(visitor, words):
    visitor.follows(visitor.page.get_by_role("link", name=words, exact=True).first)
    visitor.looks()


def test_somebody_reads_the_history_and_compares_two_versions(visitor, lived):
    visitor.logs_in("anna@example.org")
    visitor.opens("workspace:card-history", lived.pk)
    assert visitor.page.get_by_text("potwierdzenie 2026-1/NGO/0001").is_visible()
    assert visitor.page.get_by_text("Ola Próbna-Wymyślona").is_visible()
    visitor.page.get_by_label("od wersja 1", exact=True).check()
    visitor.sends("Porównaj te dwie wersje")
    visitor.looks()
    rows = visitor.page.locator("tbody tr")
    assert rows.filter(has_text="konsultacji").filter(has_text="1\xa0234\xa0zdarzenia").count() == 1
    assert rows.filter(has_text="nie zbieramy takich danych").count() == 1
    assert rows.filter(has_text="1\xa0234,50\xa0zł").count() == 1
    link(visitor, f"wersja {lived.version}")
    assert visitor.page.get_by_text("„dwie osoby” (nie udało się odczytać jako odpowiedzi)").is_visible()
    link(visitor, "Historia")


def test_by_keys_alone_two_versions_are_chosen_and_compared(visitor, lived):
    visitor.logs_in("anna@example.org")
    visitor.opens("workspace:card-history", lived.pk)
    visitor.page.locator("[name=od]:checked").focus()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.locator("form[method=get] button").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(lambda url: "porownanie" in url)
    visitor.looks()


def test_a_card_just_started_has_one_version(visitor, lived):
    user, office = make_user("ewa@example.org"), lived.session.invitations.get(card_kind="IZUS").participant
    make_member(user, office)
    card = make_card(user, office)
    visitor.logs_in(user.email)
    visitor.opens("workspace:card-history", card.pk)
    assert visitor.page.locator("[type=radio]").count() == 0
    visitor.opens("workspace:card-version", card.pk, 1)
    visitor.opens("workspace:card-organisations", card.pk)
    assert visitor.page.get_by_text(LONG).is_visible()


def test_a_problem_is_reported_from_the_card_and_stands_on_its_pages(visitor, lived):
    visitor.logs_in("anna@example.org")
    visitor.opens("workspace:card-history", lived.pk)
    link(visitor, "Mam problem z przekazaniem karty")
    visitor.fills(what=PROBLEM, phone="")
    visitor.sends("Wyślij do Centrum")
    visitor.looks()
    assert visitor.page.locator(".error-summary a").count() == 1
    visitor.page.locator(".error-summary a").click()
    assert visitor.page.evaluate("document.activeElement.id") == "id_channel_0"
    assert visitor.page.input_value("[name=what]") == PROBLEM
    visitor.page.get_by_label("na papierze").check()
    visitor.sends("Wyślij do Centrum")
    visitor.looks()
    assert visitor.page.get_by_text("w ciągu 3\xa0dni roboczych").is_visible()
    visitor.opens("workspace:report-obstacle", lived.pk)
    assert visitor.page.get_by_text(PROBLEM).is_visible()


def test_a_problem_is_reported_by_an_invitations_link_and_read_by_the_centre(visitor, lived):
    invite_member(
        participant=lived.participant, email="nowa@example.org", function=MemberFunction.NONE, may_manage=False,
        actor=MACHINE,
    )  # fmt: skip
    visitor.opens("workspace:report-obstacle-by-link", newest_token())
    visitor.sends("Wyślij do Centrum")
    visitor.looks()
    assert visitor.page.locator(".error-summary a").count() == 4
    visitor.fills(what=PROBLEM, name="Nowa Osoba", phone="81 123 45 67", channel_words="list polecony")
    visitor.page.get_by_label("w inny sposób").check()
    visitor.sends("Wyślij do Centrum")
    visitor.looks()
    assert Obstacle.objects.get().participant == lived.participant
    reader = make_user("centrum@example.org")
    visitor.logs_in(reader.email)
    give_centre_role(user=reader, role=CentreRole.ANALYST, actor=MACHINE)
    reader.authenticator_set.create(type="totp", data={})
    visitor.opens("workspace:obstacles")
    assert visitor.page.get_by_text("81 123 45 67").is_visible()
    Obstacle.objects.get().contact.delete()
    Obstacle.objects.all().update(state="agreed")
    visitor.opens("workspace:obstacles")
