"""Somebody of the Centre uses the registers in a real browser: nothing breaks the policy, nothing leaves the site."""

from __future__ import annotations

import pytest
from django.conf import settings as site
from tests.journeys.visiting import OVERFLOW, SCREENS, Visitor
from tests.web.builders import centre_client, make_organisation, make_session

from atlas.registry.models import Participant


class Reader(Visitor):
    """Looks at pages that are Wagtail's own: their headings and contrasts are not ours to judge."""

    def looks(self):
        assert self.page.evaluate(OVERFLOW) <= 0
        assert self.faults == []


@pytest.fixture(params=SCREENS)
def analyst(request, chromium, committed_db, live_server, settings):
    settings.ATLAS_BASE_URL = live_server.url
    key = centre_client().cookies[site.SESSION_COOKIE_NAME].value
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    yield Reader(context.new_page(), live_server.url)
    context.close()


def test_an_organisation_is_found_and_changed(analyst):
    made = make_organisation("ORG-001", name="Most (wymyślone)")
    make_session()
    for name in ("wagtailadmin_home", "sesje:index", "instytucje:index", "terytoria:index", "instytucje:add"):
        analyst.opens(name)
    analyst.opens("organizacje:index", query="?q=most")
    analyst.follows(analyst.page.get_by_role("link", name="Most (wymyślone)", exact=True))
    analyst.looks()
    analyst.page.locator("[name=name]").fill("Brzeg (wymyślone)")
    analyst.follows(analyst.page.locator("footer button[type=submit], form button.action-save").first)
    analyst.looks()
    assert Participant.objects.get(pk=made.pk).name == "Brzeg (wymyślone)"
