"""An analyst notes an erratum and corrects a card after closing, on both screens; axe looks at every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import centre_client

from atlas.cards.models import Card
from atlas.jobs.models import Job
from atlas.jobs.services.running import run

PILOT = [Path(__file__).parents[2] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]


@pytest.fixture(params=sorted(SCREENS))
def visitor(request, chromium, committed_db, live_server, settings, tmp_path):
    settings.RESULTS_ROOT = tmp_path / "results"
    call_command("import-package", *map(str, PILOT))
    context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
    visitor = Visitor(context.new_page(), live_server.url)
    visitor.is_let_in(centre_client())
    yield visitor
    context.close()


def test_an_erratum_and_a_correction(visitor):
    assert settings.SESSION_COOKIE_NAME
    visitor.opens("backoffice:errata", "2026-1")
    visitor.fills(territory="0605", text="Powinno być 7 (wymyślone).")
    visitor.follows(visitor.page.locator("form[action='#errata'] button.btn-primary"))
    visitor.looks()
    assert visitor.page.get_by_text("Powinno być 7 (wymyślone).").count() == 1
    visitor.opens("backoffice:errata", "2026-1", query="?gmina=0605053")
    card = Card.objects.get(session__code="2026-1", participant__code="ORG-001", scope__gmina="0605053")
    visitor.follows(visitor.page.locator(f"a[href$='/korekty/karta/{card.pk}/']"))
    visitor.looks()
    visitor.follows(visitor.page.locator("a[href='?wiersz=tools']"))
    visitor.looks()
    visitor.opens("backoffice:correct-card", "2026-1", card.pk, query="?wiersz=researchers")
    visitor.keeps_picture("line")
    visitor.fills(**{"line-value": "0"})
    visitor.page.select_option("[name=reason]", "notice")
    visitor.follows(visitor.page.locator("main button.btn-primary"))
    visitor.looks()
    visitor.follows(visitor.page.locator("form[action$='/podglad/'] button"))
    run(Job.objects.latest("id").pk)
    visitor.opens("backoffice:errata", "2026-1")
    visitor.keeps_picture("preview")
    assert visitor.page.locator("tbody tr").count() == 4
    visitor.looks()
    visitor.follows(visitor.page.locator("form[action$='/zapieczetuj/'] button"))
    run(Job.objects.latest("id").pk)
    visitor.opens("backoffice:errata", "2026-1")
    visitor.looks()
    visitor.keeps_picture("sealed")
    assert visitor.page.locator(f"a[href$='/karty/{card.pk}/historia/']").count() == 1
