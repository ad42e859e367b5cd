"""A card's history through the pages: who did what and when, each version whole, two compared; who has filed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from tests.web.builders import (
    GMINA,
    acting,
    logged_in,
    make_card,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.accounts.models import User
from atlas.cards.models import Card, CardVersion
from atlas.cards.services.starting import start_statistics
from atlas.cards.services.submitting import withdraw_card
from atlas.monitoring.models import Invitation

pytestmark = pytest.mark.django_db
DURING = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(DURING, tick=False) as clock:
        yield clock


@pytest.fixture
def anna(db):
    organisation = make_organisation(seat_gmina=GMINA)
    make_session(asked=[organisation])
    user = make_user("anna@example.org", name="Anna Przykładowa")
    make_member(user, organisation)
    return user


@pytest.fixture
def lived(anna, during):
    """A card that was started, submitted, withdrawn, and changed by a colleague a day later."""
    organisation = Invitation.objects.get().participant
    card = make_card(anna, organisation, filed=True)
    during.shift(3600)
    card = withdraw_card(card, actor=acting(anna))
    during.shift(24 * 3600)
    colleague = make_user("ola@example.org", name="Ola Próbna")
    make_member(colleague, organisation)
    card = type_in(card, user=colleague, consultations="3", researchers={"value": "", "reason": "unknown"})
    return Card.objects.get(pk=card.pk)


def page(client, name, *args, query=""):
    answer = client.get(reverse(f"workspace:{name}", args=args) + query)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().replace("\xa0", " ")).split())


def in_english(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    return client


def test_the_history_says_who_did_what_and_when_in_warsaw_newest_first(anna, lived):
    shown = page(in_english(logged_in(anna)), "card-history", lived.pk)
    events = ["answers saved", "card withdrawn", "card submitted", "answers saved", "card started"]
    places = [one.start() for word in dict.fromkeys(events) for one in re.finditer(f"{word} (?!in)", shown)]
    assert len(places) == 5
    assert re.findall("|".join(set(events)), shown) == events
    assert "11 March 2026, 13:00" in shown  # 12:00 UTC
    assert shown.index("Ola Próbna") < shown.index("Anna Przykładowa")
    assert "receipt 2026-1/NGO/0001" in shown
    assert "web form" in shown


def test_the_newest_two_versions_are_chosen_for_comparing(anna, lived):
    html = logged_in(anna).get(reverse("workspace:card-history", args=[lived.pk])).content.decode()
    numbers = list(CardVersion.objects.values_list("number", flat=True))
    assert f'name="od" value="{numbers[1]}" checked' in html
    assert f'name="do" value="{numbers[0]}" checked' in html
    assert html.count("checked") == 2


def test_a_sitting_of_several_saves_says_from_when_to_when(anna, during):
    card = make_card(anna, Invitation.objects.get().participant)
    for value in ("1", "2"):
        card = type_in(card, user=anna, consultations=value)
        during.shift(300)
    assert "10 March 2026, 12:00–12:05" in page(in_english(logged_in(anna)), "card-history", card.pk)


def test_an_account_that_is_gone_is_said_to_be(anna, lived):
    User.objects.filter(email="ola@example.org").delete()
    shown = page(in_english(logged_in(anna)), "card-history", lived.pk)
    assert "account removed" in shown
    assert "Ola Próbna" not in shown


def test_the_price_of_the_history_does_not_grow(anna, during, django_assert_num_queries):
    card = make_card(anna, Invitation.objects.get().participant, filed=True)
    client = logged_in(anna)
    page(client, "card-history", card.pk)
    # session, user, memberships, card, submissions, versions, names, one's own obstacles
    with django_assert_num_queries(9):
        page(client, "card-history", card.pk)
    card = withdraw_card(card, actor=acting(anna))
    for number in range(4):
        during.shift(1000)
        card = type_in(card, user=anna, consultations=str(number))
    with django_assert_num_queries(9):
        page(client, "card-history", card.pk)


def test_a_version_is_read_whole_as_it_was(anna, lived, django_assert_num_queries):
    client = in_english(logged_in(anna))
    number = CardVersion.objects.get(event="submitted").number
    with django_assert_num_queries(7):  # session, user, memberships, card, version, names, territories
        then = page(client, "card-version", lived.pk, number)
    now = page(client, "card-version", lived.pk, lived.version)
    assert "Association" in then
    assert "3 events" not in then
    assert "3 events" in now
    assert "– (not known)" in now
    assert "Contact data are not kept" in now
    assert "81 123 45 67" not in then + now


def test_two_versions_are_compared_line_by_line(anna, lived, django_assert_num_queries):
    client = in_english(logged_in(anna))
    first, last = CardVersion.objects.get(event="submitted").number, lived.version
    with django_assert_num_queries(8):  # as a version, and the second one
        shown = page(client, "compare-versions", lived.pk, query=f"?od={last}&do={first}")
    assert "2 lines differ." in shown
    assert shown.index(f"Before: version {first}") < shown.index(f"After: version {last}")
    assert re.search(r"– 3 events", shown)
    assert re.search(r"– – \(not known\)", shown)
    assert "Janów Lubelski (" not in shown  # the seat did not change


def test_what_only_changed_its_state_differs_in_nothing(anna, lived):
    numbers = [CardVersion.objects.get(event=event).number for event in ("submitted", "withdrawn")]
    client = in_english(logged_in(anna))
    shown = page(client, "compare-versions", lived.pk, query="?od={}&do={}".format(*numbers))
    assert "No answer differs." in shown
    assert "2 lines differ." in page(client, "compare-versions", lived.pk)
    same = page(client, "compare-versions", lived.pk, query=f"?od={numbers[0]}&do={numbers[0]}")
    assert "the same version twice" in same


@pytest.mark.parametrize("query", ["?od=3&do=99", "?od=3&do=x", "?od=&do=", "?od=3&do=%C2%B2", "?od=1&do=-1",
                                   "?od=1&do=99999999999999999999"])  # fmt: skip
def test_versions_that_are_not_there_are_not_found(anna, lived, query):
    answer = logged_in(anna).get(reverse("workspace:compare-versions", args=[lived.pk]) + query)
    assert answer.status_code == 404


def test_a_card_with_one_version_has_nothing_to_compare_yet(anna):
    card = make_card(anna, Invitation.objects.get().participant)
    client = in_english(logged_in(anna))
    assert "There is one version so far." in page(client, "card-history", card.pk)
    assert "the same version twice" in page(client, "compare-versions", card.pk)


def test_an_institution_sees_who_has_filed_but_not_what(during, django_assert_num_queries):
    diligent = make_organisation(name="Fundacja A (wymyślona)", seat_gmina=GMINA)
    others = [make_organisation(f"ORG-{n}", name=f"Fundacja {n} (wymyślona)") for n in range(10, 13)]
    office = make_institution()
    make_session(asked=[diligent, *others, office])
    member, clerk = make_user("anna@example.org"), make_user("ewa@example.org")
    make_member(member, diligent)
    make_member(clerk, office)
    card = make_card(member, diligent)
    type_in(card, user=member, consultations="7654")
    ours = make_card(clerk, office)
    client = in_english(logged_in(clerk))
    assert "0 of 4 organisations have filed" in page(client, "card-organisations", ours.pk)
    Card.objects.filter(pk=card.pk).update(state="submitted")
    with django_assert_num_queries(6):  # session, user, memberships, card, filed cards, invitations
        shown = page(client, "card-organisations", ours.pk)
    assert "1 of 4 organisations have filed" in shown
    assert re.search(r"Fundacja A \(wymyślona\) ✓ filed", shown)
    assert shown.count("○ not filed yet") == 3
    assert "7654" not in shown
    statistics = start_statistics(Invitation.objects.get(participant=office), actor=acting(clerk))
    assert "1 of 4" in page(client, "card-organisations", statistics.pk)


def test_an_organisation_does_not_see_who_else_has_filed(anna):
    card = make_card(anna, Invitation.objects.get().participant)
    client = logged_in(anna)
    assert client.get(reverse("workspace:card-organisations", args=[card.pk])).status_code == 404
    html = client.get(reverse("workspace:card-history", args=[card.pk])).content.decode()
    assert reverse("workspace:card-organisations", args=[card.pk]) not in html
