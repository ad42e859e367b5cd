"""Pages on completeness: of the Centre with participants, of readers with counts of their territory alone."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from bench.sessions import Size, write
from django.urls import reverse
from tests.web.builders import (
    centre_client,
    logged_in,
    make_institution,
    make_member,
    make_organisation,
    make_reader,
    make_session,
    make_user,
)

from atlas.cards.models import Card
from atlas.fieldwork.tests.followed_world import GODZISZOW, JANOW, WARSAW_GMINA, card_of, follow_world
from atlas.mail.models import Message
from atlas.monitoring.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(datetime(2026, 3, 20, 11, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def session():
    return follow_world()


def english(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    return client


@pytest.fixture
def centre():
    return centre_client()


def page_of(client, name, *args, query=""):
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def status_of(client, name, *args):
    return client.get(reverse(name, args=args)).status_code


def test_the_centre_goes_down_from_the_country_to_a_card(centre, session):
    page = page_of(centre, "backoffice:completeness", "2026-1")
    assert "3 of 8 (38\xa0%)" in page
    for code in ("06", "0605", JANOW):
        address = reverse("backoffice:completeness-of", args=["2026-1", code])
        assert f'href="{address}"' in page
        page = centre.get(address).content.decode()
    card = session.cards.get(state="accepted", kind="NGO")
    assert reverse("workspace:card", args=[card.pk]) in page
    assert "Fundacja 1 (wymyślona)" in page
    assert "2026-1/IZUS/0001" in page


def test_a_session_without_a_scope_says_where_to_choose_gminas(centre, session):
    make_session("2027-1", state="planned", sequence=9).scope.all().delete()
    page = page_of(centre, "backoffice:completeness", "2027-1")
    assert reverse("backoffice:plan-scope", args=["2027-1"]) in page


def test_a_gmina_where_nobody_was_asked_shows_dashes(centre, session):
    page = page_of(centre, "backoffice:completeness-of", "2026-1", WARSAW_GMINA)
    assert "0\xa0%)" not in page
    assert "<dd>–</dd>" in page


def test_the_list_is_filtered_and_says_when_nothing_fits(centre, session):
    page = page_of(centre, "backoffice:asked-list", "2026-1", query="?stan=not_filed&rodzaj=NGO")
    assert "4 cards were asked for." in page
    assert "Fundacja 5" not in page
    assert "No card fits." in page_of(centre, "backoffice:asked-list", "2026-1", query="?nazwa=nikt")


def test_the_file_has_every_card_no_formula_and_no_contact(centre, session):
    answer = centre.get(reverse("backoffice:asked-file", args=["2026-1"]))
    text = answer.getvalue().decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = list(csv.reader(StringIO(text[1:]), delimiter=";"))
    assert len(rows) == 11
    assert rows[0][:2] == ["Gmina's code", "Gmina"]
    assert ["'=Fundacja (wymyślona)", "draft"] in [row[6:8] for row in rows]
    assert "@" not in text
    only = centre.get(reverse("backoffice:asked-file", args=["2026-1"]), {"obszar": GODZISZOW}).getvalue().decode()
    assert len(only.splitlines()) == 2


@pytest.mark.parametrize("query", ["", "?rodzaj=NGO&kolejnosc=najmniej"])
def test_the_price_does_not_grow_with_the_session(centre, query, django_assert_max_num_queries):
    write(Size(3, 6), code="small")
    write(Size(40, 300), code="large", sequence=2)
    for name in ("completeness", "asked-list"):
        for code in ("small", "large"):
            with django_assert_max_num_queries(10):  # 5 before the page, then 5 counts, or list, number and cards
                page_of(centre, f"backoffice:{name}", code, query=query)


def test_one_click_reminds_a_participant_and_says_why_not(centre, session):
    who = session.invitations.get(participant__code="2026-1-ORG-2").participant
    address = reverse("backoffice:remind", args=["2026-1", who.code])
    assert f'action="{address}"' in page_of(centre, "backoffice:asked-list", "2026-1")
    refused = centre.post(address, {"lista": "stan=draft"}, follow=True)
    assert refused.redirect_chain == [(reverse("backoffice:asked-list", args=["2026-1"]) + "?stan=draft", 302)]
    assert 'class="told error"' in refused.content.decode()
    make_member(make_user("ola@example.org"), who)
    before = Message.objects.filter(recipient="ola@example.org").count()
    assert 'class="told success"' in centre.post(address, follow=True).content.decode()
    assert Message.objects.filter(recipient="ola@example.org").count() == before + 1
    assert 'class="told error"' in centre.post(address, follow=True).content.decode()
    assert Message.objects.filter(recipient="ola@example.org").count() == before + 1
    assert centre.post(reverse("backoffice:remind", args=["2026-1", "ORG-X"])).status_code == 404


def test_a_readers_page_has_counts_of_their_voivodeship_and_no_participants(session):
    rops = english(logged_in(make_reader()))
    home = page_of(rops, "workspace:home")
    assert reverse("workspace:reader-completeness", args=["2026-1"]) in home
    assert "in the voivodeship lubelskie" in home
    assert "Your cards" not in home
    page = page_of(rops, "workspace:reader-completeness", "2026-1")
    assert "3 of 8 (38\xa0%)" in page
    assert "mazowieckie" not in page
    assert "By state" not in page
    gmina = page_of(rops, "workspace:reader-completeness-of", "2026-1", JANOW)
    assert "3 of 7 (43\xa0%)" in gmina
    for told in ("Fundacja", "ORG-", "withdrawn", reverse("backoffice:asked-list", args=["2026-1"])):
        assert told not in page + gmina
    assert reverse("workspace:reader-completeness-of", args=["2026-1", "06"]) in gmina
    assert reverse("workspace:reader-completeness-of", args=["2026-1", "PL"]) not in gmina


def test_no_line_runs_along_zero_where_no_day_is_known(centre, session):
    assert "Table by day" in page_of(centre, "backoffice:completeness", "2026-1")
    fund = make_organisation("ORG-900")
    imported = make_session("2025-1", sequence=9, asked=[fund])
    card_of(imported, JANOW, who=fund, state="draft", on=datetime(2025, 3, 1, tzinfo=UTC))
    Card.objects.filter(session=imported).update(state="accepted")  # as imported cards are: without a submission
    page = page_of(centre, "backoffice:completeness", "2025-1")
    assert "1 of 1 (100\xa0%)" in page
    assert "Of 1 card the day is not known" in page
    assert "Table by day" not in page


def test_outside_a_readers_territory_there_is_nothing(session):
    rops, other = logged_in(make_reader()), logged_in(make_reader("inny@example.org", territory="14"))
    for code in ("PL", "14", WARSAW_GMINA, "0", "0605999"):
        assert status_of(rops, "workspace:reader-completeness-of", "2026-1", code) == 404
    assert status_of(other, "workspace:reader-completeness-of", "2026-1", JANOW) == 404
    assert status_of(other, "workspace:reader-completeness", "2026-1") == 200
    third = logged_in(make_reader("trzeci@example.org", territory="02"))
    assert status_of(third, "workspace:reader-completeness", "2026-1") == 404
    assert "2026-1" not in page_of(third, "workspace:home")


def test_the_ministry_reads_the_country(session):
    ministry = english(logged_in(make_reader("ministerstwo@example.org", territory="PL")))
    page = page_of(ministry, "workspace:reader-completeness", "2026-1")
    assert "mazowieckie" in page
    for code in ("06", "14", GODZISZOW):
        assert status_of(ministry, "workspace:reader-completeness-of", "2026-1", code) == 200


def test_planned_and_trial_sessions_are_not_for_readers():
    follow_world("2026-1", state="planned")
    follow_world("2026-T", trial=True)
    ministry = logged_in(make_reader(territory="PL"))
    for code in ("2026-1", "2026-T", "2026-X"):
        assert status_of(ministry, "workspace:reader-completeness", code) == 404
    Session.objects.filter(code="2026-1").update(state="announced")
    assert status_of(ministry, "workspace:reader-completeness", "2026-1") == 200


def test_who_reads_no_territory_reads_nothing(centre, session):
    make_institution()
    assert status_of(centre, "workspace:reader-completeness", "2026-1") == 404
    assert status_of(centre, "workspace:reader-completeness-of", "2026-1", "06") == 404
