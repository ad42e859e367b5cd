"""An analyst in a browser enters a paper card with its scan and submits it, answers an obstacle, gives more time."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import (
    GMINA,
    acting,
    centre_client,
    make_card,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

from atlas.accounts.actor import MACHINE
from atlas.cards.models import Card, SourceDocument
from atlas.fieldwork.models import Obstacle
from atlas.fieldwork.rules import WantedChannel
from atlas.fieldwork.services.obstacles import ObstacleReport, report_obstacle
from atlas.kernel.terc import Territory
from atlas.monitoring.models import Extension, Invitation
from atlas.registry.services.territories import take_over_territories

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
REQUIRED = {
    "seat_locality": "Janów Lubelski", "seat_gmina": GMINA, "contact_name": "Anna Przykładowa",
    "contact_phone": "81 123 45 67", "contact_email": "anna@example.org", "prepared_on": "2026-03-02",
}  # fmt: skip


@pytest.fixture
def world(committed_db, settings, tmp_path, live_server):
    """An open session that asks two organisations and an institution; one of them reports an obstacle."""
    settings.MEDIA_ROOT = tmp_path
    take_over_territories(
        [Territory(GMINA, "gmina", "Janów Lubelski", "gmina miejsko-wiejska", "2026-01-01")], actor=MACHINE
    )
    paper, stuck = make_organisation("ORG-001", seat_gmina=GMINA), make_organisation("ORG-002", name="Koło (wymyślone)")
    make_session(asked=[paper, stuck, make_institution()], closes_on=date(2099, 12, 31))
    user = make_user()
    make_member(user, stuck)
    said = ObstacleReport(uuid4(), "Nie mamy komputera.", WantedChannel.PAPER, name="Anna", email="anna@example.org")
    report_obstacle(make_card(user, stuck), said, actor=acting(user))
    return paper


@pytest.fixture
def analyst(world):
    """A client that has logged in with a second step, whose cookie a browser can take."""
    return centre_client("ewa@example.org")


@pytest.fixture
def visit(chromium, live_server, analyst):
    """Opens the analyst's browser: a desk or a phone."""
    contexts = []

    def opened(screen):
        context = chromium.new_context(locale="pl-PL", **SCREENS[screen])
        contexts.append(context)
        visitor = Visitor(context.new_page(), live_server.url)
        visitor.is_let_in(analyst)
        return visitor

    yield opened
    for context in contexts:
        context.close()


def presses(visitor, form):
    visitor.follows(visitor.page.locator(f"{form} button.btn-primary"))
    visitor.looks()


def goes_on(visitor):
    visitor.follows(visitor.page.locator(".card-form .actions button.btn-primary"))
    visitor.looks()


@pytest.mark.parametrize("screen", SCREENS)
def test_an_analyst_enters_a_paper_card_with_its_scan_and_submits_it(visit, world, screen):
    visitor, asked = visit(screen), Invitation.objects.get(participant=world)
    page = visitor.page
    visitor.opens("backoffice:help", "2026-1", query="?q=ORG-001")
    visitor.follows(page.locator(f"a[href='{reverse('backoffice:enter-card', args=['2026-1', asked.pk])}']"))
    visitor.looks()
    page.check("[name=channel][value=paper]")
    page.set_input_files("[name=file]", {"name": "skan.pdf", "mimeType": "application/pdf", "buffer": SCAN})
    presses(visitor, "main form")
    card = Card.objects.get(participant=world)
    assert page.locator(".on-behalf").count() == 1
    for section, names in (("I", REQUIRED), ("III", REQUIRED)):
        visitor.opens("workspace:card-section", card.pk, section)
        for name, value in names.items():
            if page.locator(f"[name='{name}.value']").count():
                page.fill(f"[name='{name}.value']", value)
        if section == "I":
            page.select_option("[name='legal_form.value']", "association")
        goes_on(visitor)
    visitor.opens("backoffice:entered-card", "2026-1", card.pk)
    assert SourceDocument.objects.get().sha256 in page.locator(".hash").inner_text()
    visitor.opens("workspace:check-card", card.pk)
    page.check("[name=statement]")
    presses(visitor, "section[aria-labelledby=statement-title]")
    card.refresh_from_db()
    assert (card.state, card.filed.channel) == ("submitted", "paper")
    assert card.filed.receipt in page.locator("h1 ~ dl").inner_text()
    visitor.opens("workspace:card-history", card.pk)


@pytest.mark.parametrize("screen", SCREENS)
def test_an_analyst_answers_an_obstacle_and_gives_more_time(visit, world, screen):
    visitor, obstacle = visit(screen), Obstacle.objects.get()
    page = visitor.page
    visitor.opens("workspace:obstacles")
    visitor.follows(page.locator(f"a[href='{reverse('backoffice:obstacle', args=[obstacle.pk])}']"))
    visitor.looks()
    page.check("[name=channel][value=paper]")
    visitor.fills(words="Proszę wysłać kartę pocztą.")
    presses(visitor, "section[aria-labelledby=answer-title]")
    page.locator("a[href*='kanal=paper']").click()
    page.wait_for_url("**/wpisz/**")
    visitor.looks()
    assert page.locator("[name=channel][value=paper]").is_checked()
    asked = Invitation.objects.get(participant=obstacle.participant)
    visitor.opens("backoffice:extend", "2026-1", asked.pk)
    visitor.fills(until="2100-01-08", reason="Czekamy na list.")
    presses(visitor, "main form")
    assert Extension.objects.get().until == date(2100, 1, 8)
    visitor.opens("backoffice:help", "2026-1", query="?tylko=more-time")
    assert "08.01.2100" in page.locator("table").inner_text()
