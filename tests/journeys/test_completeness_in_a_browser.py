"""Following a session in a real browser: the Centre down to a card, a reader by counts; a light desk, a dark phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from bench.sessions import Size, write
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import make_reader, make_user

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.accounts.services import give_centre_role


@pytest.fixture
def during():
    with time_machine.travel(datetime(2026, 3, 30, 11, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture(params=SCREENS)
def visitor(request, chromium, committed_db, live_server, settings, during):
    settings.ATLAS_BASE_URL = live_server.url
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    page = context.new_page()
    yield Visitor(page, live_server.url)
    context.close()


@pytest.fixture
def session(visitor):
    return write(Size(20, 90))


def link(visitor, words):
    visitor.follows(visitor.page.locator("main").get_by_role("link", name=words, exact=True).first)
    visitor.looks()


def test_the_centre_follows_a_session_down_to_a_participant(visitor, session):
    user = make_user("centrum@example.org")
    visitor.logs_in(user.email)
    give_centre_role(user=user, role=CentreRole.ANALYST, actor=MACHINE)
    user.authenticator_set.create(type="totp", data={})
    visitor.opens("backoffice:completeness", session.code)
    assert visitor.page.locator("figure svg:visible").count() == 2
    visitor.keeps_picture("country")
    visitor.page.select_option("[name=rodzaj]", "NGO")
    visitor.follows(visitor.page.locator("main form button"))
    visitor.looks()
    visitor.keeps_picture("kind")
    link(visitor, "lubelskie")
    visitor.page.locator("details summary").click()
    visitor.looks()
    visitor.keeps_picture("voivodeship")
    link(visitor, "wymyślony 0601")
    link(visitor, "Wymyślona 0601012")
    visitor.keeps_picture("gmina")
    visitor.opens("backoffice:asked-list", session.code, query="?stan=not_filed&nazwa=Stowarzyszenie")
    assert visitor.page.locator("tbody tr").count() > 5
    visitor.keeps_picture("list")


def test_a_reader_reads_counts_of_their_voivodeship(visitor, session):
    visitor.logs_in(make_reader().email)
    visitor.opens("workspace:home")
    visitor.keeps_picture("reader")
    link(visitor, session.code)
    link(visitor, "wymyślony 0601")
    link(visitor, "Wymyślona 0601012")
    assert visitor.page.get_by_text("Stowarzyszenie").count() == 0
    visitor.keeps_picture("reader-gmina")
