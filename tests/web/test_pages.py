"""The first pages: what they list, for whom, at what price."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from tests.web.builders import (
    logged_in,
    make_institution,
    make_member,
    make_organisation,
    make_reader,
    make_session,
    make_user,
)

from atlas.accounts.actor import MACHINE
from atlas.kernel.terc import Territory as Unit
from atlas.registry.models import JoinRequest
from atlas.registry.services.territories import take_over_territories

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    organisation, user = make_organisation(), make_user()
    make_member(user, organisation)
    return organisation, logged_in(user)


def page_of(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def on(day):
    return time_machine.travel(datetime(2026, *day, 12, tzinfo=UTC), tick=False)


def test_my_cards_say_what_is_due_until_when_and_that_it_is_not_begun(member):
    organisation, client = member
    make_session(asked=[organisation])
    with on((4, 24)):
        page = page_of(client)
    assert "Karta NGO · Janów Lubelski · sesja 2026-1" in page
    assert "do 30 kwietnia 2026" in page
    assert "6 dni" in page
    assert "nie rozpoczęta" in page


@pytest.mark.parametrize(("day", "words"), [((4, 30), "0 dni"), ((4, 29), "1 dzień"), ((4, 28), "2 dni")])
def test_days_are_counted_in_polish(member, day, words):
    organisation, client = member
    make_session(asked=[organisation])
    with on(day):
        assert words in page_of(client).replace("\xa0", " ")


def test_after_the_last_day_nothing_is_left(member):
    organisation, client = member
    make_session(asked=[organisation])
    with on((5, 1)):
        assert "zostało" not in page_of(client)


def test_cards_of_others_and_of_sessions_not_announced_are_not_there(member):
    organisation, client = member
    make_session("2026-1", asked=[make_organisation("ORG-002"), make_institution()], sequence=1)
    make_session("2026-2", asked=[organisation], sequence=2, state="planned")
    assert "Karta" not in page_of(client).replace("Twoje karty", "")


def test_running_cards_come_first_by_deadline_and_finished_ones_are_folded(member):
    organisation, client = member
    make_session("2026-3", asked=[organisation], sequence=3, closes_on=date(2026, 5, 30))
    make_session("2026-2", asked=[organisation], sequence=2, closes_on=date(2026, 4, 30))
    make_session("2025-1", asked=[organisation], sequence=1, state="closed")
    page = page_of(client)
    places = [page.index(word) for word in ("sesja 2026-2", "sesja 2026-3", "<details>", "sesja 2025-1")]
    assert places == sorted(places)


def test_the_price_of_my_cards_does_not_grow_with_their_number(member, django_assert_num_queries):
    organisation, client = member
    for number in range(1, 4):
        make_session(f"2026-{number}", asked=[organisation], sequence=number)
    with django_assert_num_queries(8):  # session, user, memberships, invitations, cards, participants, points, entries
        page_of(client)
    for number in range(4, 8):
        make_session(f"2026-{number}", asked=[organisation], sequence=number)
    with django_assert_num_queries(8):
        page_of(client)


def test_a_reader_sees_sessions_from_their_announcement_on():
    make_session("2025-1", sequence=1, state="published")
    make_session("2026-1", sequence=2, state="announced")
    make_session("2026-2", sequence=3, state="planned")
    page = page_of(logged_in(make_reader()))
    assert "2025-1" in page
    assert "2026-1" in page
    assert "2026-2" not in page


def test_an_organisation_asks_to_take_part(client):
    units = [Unit("0605053", "gmina", "Janów Lubelski", "gmina", "2024-01-01")]
    take_over_territories(units, actor=MACHINE)
    form = {
        "organisation_name": "Fundacja (wymyślona)", "krs": "123", "gmina": "Nigdzie", "contact_name": "Ewa",
        "contact_email": "ewa@example.org",
    }  # fmt: skip
    page = client.post(reverse("workspace:join"), form).content.decode()
    assert 'href="#id_krs"' in page
    assert 'href="#id_gmina"' in page
    answer = client.post(reverse("workspace:join"), form | {"krs": "", "gmina": "Janów Lubelski"})
    assert answer.url == reverse("workspace:join-asked")
    assert JoinRequest.objects.get().seat_gmina == "0605053"


def test_asking_again_and_again_is_stopped_for_a_while(client):
    answers = [client.post(reverse("workspace:join"), {}).status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_the_language_is_polish_until_one_chooses_english(client):
    address = reverse("account_login")
    assert '<html lang="pl">' in page_of(client, address)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = page_of(client, address)
    assert '<html lang="en">' in page
    assert "An account begins with an invitation" in page


def test_a_page_that_is_not_there_says_so_in_our_look(client):
    answer = client.get("/nie-ma/")
    assert answer.status_code == 404
    assert "Atlas MP" in answer.content.decode()


def test_the_health_page_answers_without_log_in(client):
    assert client.get("/zdrowie/").content == b"ok"
