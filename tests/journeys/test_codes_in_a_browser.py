"""An analyst confirms what the register proposes, takes it back and types it, on both screens; axe looks at it."""

from __future__ import annotations

import os
from datetime import date

import pytest
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import centre_client
from tests.web.territories import PLACES, RENUMBERED, take_over

from atlas.accounts.actor import MACHINE
from atlas.instruments.services import keep_shipped
from atlas.monitoring.services import SessionPlan, plan_session, widen_scope


def planned(code, year):
    plan = SessionPlan(
        code, "Sesja (wymyślona)", date(year, 2, 1), date(year, 3, 16), date(year - 1, 1, 1), date(year - 1, 12, 31),
    )  # fmt: skip
    session = plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE)
    widen_scope(session, ["06"], actor=MACHINE)


@pytest.fixture(params=sorted(SCREENS))
def visitor(request, chromium, committed_db, live_server, settings):
    take_over(PLACES, "2025-01-01")
    planned("2026-1", 2026)
    merged = {code: name for code, name in RENUMBERED.items() if code != "0607011"}
    take_over(merged, "2027-01-01")
    planned("2027-1", 2027)
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    key = centre_client().cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    visitor = Visitor(context.new_page(), live_server.url)
    visitor.screen = request.param
    yield visitor
    context.close()


def keep_picture(visitor, name):
    """For whoever wants to look with their own eyes: ATLAS_PICTURES names a folder."""
    if folder := os.environ.get("ATLAS_PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}-{visitor.screen}.png", full_page=True)


def test_a_renumbering_is_confirmed_taken_back_and_typed(visitor):
    visitor.opens("backoffice:closing-point", "2027-1", "kody-ktorych-juz-nie-ma")
    keep_picture(visitor, "point")
    visitor.follows(visitor.page.locator("main a[href$='/plan/teryt/']"))
    visitor.looks()
    keep_picture(visitor, "proposed")
    confirm = "form:has(input[type=hidden][value='060508']) button"
    visitor.follows(visitor.page.locator(confirm))
    visitor.looks()
    keep_picture(visitor, "told")
    assert visitor.page.locator(confirm).count() == 0
    visitor.follows(visitor.page.locator("form[action$='/cofnij/'] button"))
    visitor.looks()
    assert visitor.page.locator(confirm).count() == 1
    form = visitor.page.locator("form:has(#id_old)")
    for name, text in (("old", "060505"), ("new", "060506"), ("from_on", "2027-01-01")):
        form.locator(f"[name={name}]").fill(text)
    visitor.follows(form.locator("button[type=submit]"))
    visitor.looks()
    keep_picture(visitor, "refused")
    assert visitor.page.locator(".error-summary").count() == 1  # an earlier session covered Modliborzyce
    form.locator("[name=new]").fill("060508")
    visitor.follows(form.locator("button[type=submit]"))
    visitor.looks()
    assert visitor.page.locator("form[action$='/cofnij/']").count() == 1
