"""An analyst confirms what the register proposes, takes it back and types it, on both screens; axe looks at it."""

from __future__ import annotations

import pytest
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import centre_client
from tests.web.territories import PLACES, RENUMBERED, planned, take_over


@pytest.fixture(params=sorted(SCREENS))
def visitor(request, chromium, committed_db, live_server, settings):
    take_over(PLACES, "2025-01-01")
    planned("2026-1", 2026)
    merged = {code: name for code, name in RENUMBERED.items() if code != "0607011"}
    take_over(merged, "2027-01-01")
    planned("2027-1", 2027)
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    visitor = Visitor(context.new_page(), live_server.url)
    visitor.is_let_in(centre_client())
    yield visitor
    context.close()


def test_a_renumbering_is_confirmed_taken_back_and_typed(visitor):
    visitor.opens("backoffice:closing-point", "2027-1", "kody-ktorych-juz-nie-ma")
    visitor.keeps_picture("point")
    visitor.follows(visitor.page.locator("main a[href$='/plan/teryt/']"))
    visitor.looks()
    visitor.keeps_picture("proposed")
    confirm = "form:has(input[type=hidden][value='060508']) button"
    visitor.follows(visitor.page.locator(confirm))
    visitor.looks()
    visitor.keeps_picture("told")
    assert visitor.page.locator(confirm).count() == 0
    visitor.follows(visitor.page.locator("form[action$='/cofnij/'] button"))
    visitor.looks()
    assert visitor.page.locator(confirm).count() == 1
    form = visitor.page.locator("form:has(#id_old)")
    for name, text in (("old", "060505"), ("new", "060506"), ("from_on", "2027-01-01")):
        form.locator(f"[name={name}]").fill(text)
    visitor.follows(form.locator("button[type=submit]"))
    visitor.looks()
    visitor.keeps_picture("refused")
    assert visitor.page.locator(".error-summary").count() == 1  # an earlier session covered Modliborzyce
    form.locator("[name=new]").fill("060508")
    visitor.follows(form.locator("button[type=submit]"))
    visitor.looks()
    assert visitor.page.locator("form[action$='/cofnij/']").count() == 1
