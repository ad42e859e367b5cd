"""Somebody of the Centre looks at a session's results in a real browser: a light desk and a dark phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import centre_client

from atlas.accounts.actor import MACHINE
from atlas.closing.services.errata import add_erratum
from atlas.monitoring.models import Session
from atlas.results.services import compute_results

PILOT = [Path(__file__).parents[2] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]


@pytest.fixture(params=SCREENS)
def analyst(request, chromium, committed_db, live_server, settings):
    settings.ATLAS_BASE_URL = live_server.url
    context = chromium.new_context(locale="en-GB", **SCREENS[request.param])
    analyst = Visitor(context.new_page(), live_server.url)
    analyst.is_let_in(centre_client())
    yield analyst
    context.close()


def test_an_analyst_finds_a_figure_and_takes_the_file_away(analyst):
    call_command("import-package", *map(str, PILOT))
    session = Session.objects.get(code="2026-1")
    compute_results(session, by=None, tell=lambda *_told: None)
    add_erratum(session, territory="0605", indicator="NGO-1.1", text="O jedną za mało (wymyślone).", actor=MACHINE)
    analyst.opens("backoffice:results", "2026-1")
    analyst.page.get_by_label("Level", exact=True).select_option("powiat")
    analyst.page.get_by_label("Territory", exact=True).fill("0605")
    analyst.sends("Show")
    analyst.looks()
    row = analyst.page.locator("tbody tr").filter(has_text="NGO-1.1").first
    assert row.get_by_text("10 of 13 cards").is_visible()
    row.get_by_role("link", name="erratum 1").click()
    assert analyst.page.get_by_text("O jedną za mało (wymyślone).").is_visible()
    analyst.opens("backoffice:results", "2026-1", query="?poziom=gmina&gdzie=0605053&wskaznik=NGO-3.6")
    row = analyst.page.locator("tbody tr").filter(has_text="NGO-3.6").first
    row.get_by_role("link", name="erratum 1 2025-1").click()  # to the baseline's session
    assert analyst.page.get_by_text("osób korzystających z usług było 84, a nie 86").is_visible()
    with analyst.page.expect_download() as download:
        analyst.page.get_by_role("link", name="indicators.csv", exact=True).click()
    assert download.value.suggested_filename == "2026-1-indicators.csv"
