"""A card goes back with a question, is answered at its item, comes back and is accepted: a light desk, a dark phone."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import (
    GMINA,
    acting,
    logged_in,
    make_card,
    make_centre_user,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
    with_second_step,
)

from atlas.accounts.rules import CentreRole
from atlas.cards.access import get_card
from atlas.cards.models import Card, Question
from atlas.cards.services.looking import compute_peers, look_through_waiting
from atlas.cards.services.submitting import submit_card, withdraw_card

LONG = "Stowarzyszenie na rzecz Rozwoju Usług Społecznych „Długa Nazwa” w Janowie Lubelskim (wymyślone)"


@pytest.fixture
def during():
    with time_machine.travel(datetime(2026, 3, 10, 11, 0, tzinfo=UTC), tick=True) as clock:
        yield clock


@pytest.fixture(params=SCREENS)
def visitors(request, chromium, committed_db, live_server, settings, during):
    """A verifier and somebody of the organisation, each before a browser of their own, in English."""
    settings.ATLAS_BASE_URL = live_server.url
    contexts = [chromium.new_context(locale="en-GB", **SCREENS[request.param]) for _who in range(2)]
    yield [Visitor(context.new_page(), live_server.url) for context in contexts]
    for context in contexts:
        context.close()


@pytest.fixture
def world(visitors):
    """Twelve submitted cards, one of them far from the others, with a warning that its people explained."""
    anna = make_user("anna@example.org")
    organisations = [
        make_organisation(f"ORG-{number:02}", name=LONG if number == 0 else f"Organizacja {number} (wymyślona)",
                          seat_gmina=GMINA)
        for number in range(12)
    ]  # fmt: skip
    session = make_session(asked=organisations)
    for number, one in enumerate(organisations):
        make_member(anna, one)
        card = withdraw_card(make_card(anna, one, filed=True), actor=acting(anna))
        far = {"consultations": "900", "contracts": "2", "users_total": "0"}
        card = type_in(card, user=anna, **(far if number == 0 else {"consultations": "4"}))
        words = {"contracts": "Umowy podpisano w grudniu, usługi ruszyły w styczniu."}
        card = get_card(acting(anna), card.pk)
        submit_card(card, key=uuid4(), seen_version=card.version, explanations=words, actor=acting(anna))
    compute_peers(session)
    look_through_waiting(session, again=False)
    ewa = with_second_step(make_centre_user("ewa@example.org", role=CentreRole.ANALYST))
    verifier, member = visitors
    verifier.is_let_in(logged_in(ewa), language="en")
    member.is_let_in(logged_in(anna), language="en")
    return Card.objects.order_by("pk").first()


def test_a_card_is_returned_answered_at_its_item_and_accepted(visitors, world):
    verifier, member = visitors
    verifier.opens("backoffice:verification", "2026-1")
    verifier.keeps_picture("queue")
    verifier.follows(verifier.page.get_by_role("link", name=LONG).first)
    returns_it(verifier)
    answers(member, world)
    verifier.opens("backoffice:review", "2026-1", world.pk)
    verifier.keeps_picture("back")
    row = verifier.page.locator("tbody tr").filter(has_text="Pomyłka, było 9.")
    assert row.filter(has_text="900").count() == 1
    verifier.sends("Accept the card")
    verifier.looks()
    assert Card.objects.get(pk=world.pk).state == "accepted"


def returns_it(verifier):
    verifier.looks()
    assert verifier.page.get_by_text("the median of 12 cards that say more than zero here is 4").is_visible()
    assert verifier.page.get_by_text("Explanation: Umowy podpisano").first.is_visible()
    verifier.keeps_picture("review")
    item = verifier.page.locator("#l-consultations")
    item.get_by_text("Ask about this").click()
    item.get_by_role("textbox").fill("Czy na pewno 900 konsultacji?")
    verifier.sends("Return it with the questions")
    verifier.looks()


def answers(member, card):
    member.opens("workspace:check-card", card.pk)
    member.keeps_picture("asked")
    member.follows(member.page.get_by_role("link", name="Number of local consultations").first)
    member.looks()
    member.types_in(member.page.get_by_label("Your answer"), "Pomyłka, było 9.")
    member.types_in(member.page.locator("[name='consultations.value']"), "9")
    assert member.faults == []
    member.keeps_picture("answer")
    member.looks()
    assert Question.objects.get().answer == "Pomyłka, było 9."
    member.opens("workspace:check-card", card.pk)
    member.page.get_by_label("I have checked these data").check()
    member.sends("Submit the card")
    member.looks()


def test_clean_cards_are_accepted_at_once(visitors, world):
    verifier, _member = visitors
    verifier.opens("backoffice:accept-clean", "2026-1")
    verifier.keeps_picture("none-clean")
    Card.objects.get(pk=world.pk).review.__class__.objects.exclude(card=world).update(open_flags=0)
    verifier.opens("backoffice:accept-clean", "2026-1")
    verifier.keeps_picture("clean")
    verifier.sends("Accept 11 cards")
    verifier.looks()
    assert Card.objects.filter(state="accepted").count() == 11
