"""Reporting an obstacle through the pages: from a card, by a link; what was typed stays; the Centre's list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.web.builders import (
    GMINA,
    centre_client,
    logged_in,
    make_card,
    make_member,
    make_organisation,
    make_session,
    make_user,
    newest_token,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.fieldwork.models import Obstacle
from atlas.kernel import clock
from atlas.monitoring.models import Invitation
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member

pytestmark = pytest.mark.django_db
TYPED = {"what": "Nie mamy komputera.", "channel": "paper", "name": "Anna Przykładowa", "phone": "81 123 45 67",
         "email": "anna@example.org"}  # fmt: skip
REPORTED = "/przeszkody/wyslano/"


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(datetime(2026, 3, 10, 11, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def anna(db):
    organisation = make_organisation(seat_gmina=GMINA)
    make_session(asked=[organisation])
    user = make_user()
    make_member(user, organisation)
    return user


@pytest.fixture
def card(anna):
    return make_card(anna, Invitation.objects.get().participant)


def english(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    return client


def centre():
    return centre_client("centrum@example.org")


def test_a_report_from_the_card_is_confirmed_and_then_stands_on_the_cards_pages(anna, card):
    client = english(logged_in(anna))
    address = reverse("workspace:report-obstacle", args=[card.pk])
    form = client.get(address).content.decode()
    assert 'value="anna@example.org"' in form
    answer = client.post(address, TYPED)
    assert answer.url == REPORTED
    assert "within 3 working days" in client.get(REPORTED).content.decode()
    for name in ("report-obstacle", "card-history"):
        page = client.get(reverse(f"workspace:{name}", args=[card.pk])).content.decode()
        assert "Nie mamy komputera." in page
    Obstacle.objects.update(state="closed")
    assert "Nie mamy komputera." not in client.get(address).content.decode()


def test_the_price_of_the_form_does_not_grow(anna, card, django_assert_num_queries):
    client, address = logged_in(anna), reverse("workspace:report-obstacle", args=[card.pk])
    for _ in range(3):
        client.post(address, TYPED)
        with django_assert_num_queries(5):  # session, user, memberships, card, one's own obstacles
            client.get(address)
    assert Obstacle.objects.count() == 3


def test_a_colleague_does_not_see_what_another_reported(anna, card):
    logged_in(anna).post(reverse("workspace:report-obstacle", args=[card.pk]), TYPED)
    colleague = make_user("ola@example.org")
    make_member(colleague, card.participant)
    page = logged_in(colleague).get(reverse("workspace:card-history", args=[card.pk])).content.decode()
    assert "Nie mamy komputera." not in page


@pytest.mark.parametrize(("changed", "wrong"), [
    ({"what": ""}, "id_what"), ({"channel": ""}, "id_channel"), ({"channel": "other"}, "id_channel_words"),
    ({"name": ""}, "id_name"), ({"phone": "", "email": ""}, "id_phone"), ({"email": "anna"}, "id_email"),
])  # fmt: skip
def test_what_is_missing_is_said_on_top_and_what_was_typed_stays(anna, card, changed, wrong):
    answer = english(logged_in(anna)).post(reverse("workspace:report-obstacle", args=[card.pk]), TYPED | changed)
    page = answer.content.decode()
    assert f'<a href="#{wrong}' in page
    assert page.count('<li><a href="#id_') == 1
    assert "Nie mamy komputera." in page or "what" in changed
    assert not Obstacle.objects.exists()


def test_the_page_that_is_sent_twice_reports_once(anna, card):
    client = logged_in(anna)
    address = reverse("workspace:report-obstacle", args=[card.pk])
    key = str(client.get(address).context["form"].initial["key"])
    for _ in range(2):
        assert client.post(address, TYPED | {"key": key}).url == REPORTED
    assert Obstacle.objects.count() == 1


def linked():
    invite_member(
        participant=Invitation.objects.get().participant, email="nowa@example.org", function=MemberFunction.NONE,
        may_manage=False, actor=MACHINE,
    )  # fmt: skip
    return reverse("workspace:report-obstacle-by-link", args=[newest_token()])


def test_by_the_link_of_an_invitation_nobody_needs_to_log_in(anna, client):
    address = linked()
    page = client.get(address)
    assert "Stowarzyszenie" in page.content.decode()
    assert "nowa@example.org" not in page.content.decode()
    assert client.post(address, TYPED).url == REPORTED
    assert Obstacle.objects.get().reported_by is None


def test_an_unknown_link_is_not_there_and_trying_many_is_stopped(anna, client):
    address = reverse("workspace:report-obstacle-by-link", args=["niczyj"])
    answers = [getattr(client, method)(address).status_code for method in ("get", "post") * 11]
    assert answers == [404] * 20 + [429] * 2


def test_the_centre_reads_reports_with_contact_open_ones_first(anna, card, django_assert_num_queries):
    client = centre()
    assert "Nobody reports a problem." in client.get("/przeszkody/").content.decode()
    logged_in(anna).post(reverse("workspace:report-obstacle", args=[card.pk]), TYPED)
    Obstacle.objects.update(state="closed")
    Client().post(linked(), TYPED | {"what": "Link nie działa.", "channel": "other", "channel_words": "gołębiem"})
    with django_assert_num_queries(7):  # session, user, memberships, second factor, how many, obstacles, names
        page = client.get("/przeszkody/").content.decode()
    assert page.index("Link nie działa.") < page.index("Nie mamy komputera.")
    assert "gołębiem" in page
    assert "81 123 45 67" in page
    assert "without logging in" in page
    assert 'href="/przeszkody/"' in client.get("/").content.decode()
    assert 'href="/przeszkody/"' not in logged_in(anna).get("/").content.decode()


def test_the_centres_list_has_pages_and_costs_the_same_for_few_and_many(anna, card, django_assert_num_queries):
    client = centre()
    Obstacle.objects.bulk_create(
        Obstacle(
            key=uuid4(), card=card, session=card.session, participant=card.participant, scope=card.scope,
            what=f"Powód {number}.", channel="paper", reported_by=anna.pk,
            reported_at=clock.now() + timedelta(minutes=number),
        )
        for number in range(30)
    )  # fmt: skip
    with django_assert_num_queries(7):
        first = client.get("/przeszkody/").content.decode()
    assert "Powód 29." in first
    assert "Powód 4." not in first
    assert 'href="?strona=2"' in first
    second = client.get("/przeszkody/", {"strona": "2"}).content.decode()
    assert second.count("Powód") == 5
    assert 'href="?strona=1"' in second


def test_erased_contact_data_are_said_to_be_gone(anna, card):
    logged_in(anna).post(reverse("workspace:report-obstacle", args=[card.pk]), TYPED)
    Obstacle.objects.get().contact.delete()
    assert "contact data were erased" in centre().get("/przeszkody/").content.decode()


def test_somebody_without_a_name_is_told_apart_from_an_account_that_is_gone(anna, card):
    logged_in(anna).post(reverse("workspace:report-obstacle", args=[card.pk]), TYPED)
    User.objects.filter(pk=anna.pk).update(name="")
    nameless = centre().get("/przeszkody/").content.decode()
    assert "somebody who gave no name" in nameless
    assert "account removed" not in nameless
    Obstacle.objects.update(reported_by=anna.pk + 1000)
    assert (
        "account removed"
        in logged_in(User.objects.get(email="centrum@example.org"))
        .get("/przeszkody/", headers={"Accept-Language": "en"})
        .content.decode()
    )
