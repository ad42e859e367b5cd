"""Somebody of the Centre uses the registers in a real browser: nothing breaks the policy, nothing leaves the site."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.journeys.visiting import OVERFLOW, SCREENS, Visitor
from tests.web.builders import centre_client, make_organisation, make_session

from atlas.registry.models import Participant

WAGTAILS_OWN = {"aria-allowed-role"}
"""What axe finds in Wagtail's own templates (docs/reference/web.md): the heading that announces what a search found."""


class Reader(Visitor):
    """Looks at pages that are Wagtail's own: nothing new is found on them, nothing sticks out."""

    def looks(self):
        found = {one["id"] for one in Axe().run(self.page).response["violations"]}
        assert found <= WAGTAILS_OWN, f"{self.page.url}: {sorted(found - WAGTAILS_OWN)}"
        assert self.page.evaluate(OVERFLOW) <= 0
        assert self.faults == []


@pytest.fixture(params=SCREENS)
def analyst(request, chromium, committed_db, live_server, settings):
    settings.ATLAS_BASE_URL = live_server.url
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    analyst = Reader(context.new_page(), live_server.url)
    analyst.is_let_in(centre_client())
    yield analyst
    context.close()


def test_an_organisation_is_found_and_changed(analyst):
    made = make_organisation("ORG-001", name="Most (wymyślone)")
    make_session()
    for name in ("wagtailadmin_home", "sesje:index", "instytucje:index", "terytoria:index", "instytucje:add"):
        analyst.opens(name)
    analyst.opens("organizacje:index", query="?q=nothing-like-it&participant_seat_gmina=06")
    analyst.opens("organizacje:add")
    analyst.page.fill("[name=nip]", "123")
    saves(analyst)  # a form with what is wrong
    analyst.page.get_by_text("123").first.wait_for()
    analyst.opens("organizacje:index", query="?q=most")
    analyst.follows(analyst.page.get_by_role("link", name="Most (wymyślone)", exact=True))
    analyst.looks()
    analyst.page.locator("[name=name]").fill("Brzeg (wymyślone)")
    saves(analyst)
    assert Participant.objects.get(pk=made.pk).name == "Brzeg (wymyślone)"


def saves(analyst):
    analyst.follows(analyst.page.locator("footer button[type=submit], form button.action-save").first)
    analyst.looks()
