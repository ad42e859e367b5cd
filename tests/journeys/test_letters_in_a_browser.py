"""The Centre's letters in a real browser, on a light desk and a dark phone: texts, announcing, answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import GMINA, centre_client, make_organisation

from atlas.fieldwork.tests.letter_world import CODE, SECOND, institution, plan, represented
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.mail.models import Message

LONG = "Stowarzyszenie na rzecz Rozwoju Usług Społecznych „Długa Nazwa” w Janowie Lubelskim (wymyślone)"
REASON = "SMTPRecipientsRefused: 550 5.1.1 user-unknown-in-this-very-long-virtual-mailbox-table"


@pytest.fixture(params=SCREENS)
def centre(request, chromium, committed_db, live_server, settings):
    """Somebody of the Centre who is logged in, and a planned session."""
    settings.ATLAS_BASE_URL = live_server.url
    with time_machine.travel(datetime(2026, 3, 2, 11, 0, tzinfo=UTC), tick=True):
        one = make_organisation("ORG-001", name=LONG)
        represented(one, "osoba-o-bardzo-dlugim-adresie@stowarzyszenie-dluga-nazwa.example.org", language="pl")
        plan((one, [GMINA, SECOND]), (make_organisation("ORG-900", name=LONG), [GMINA]), (institution(), [GMINA]))
        context = chromium.new_context(locale="pl-PL", **SCREENS[request.param])
        centre = Visitor(context.new_page(), live_server.url)
        centre.is_let_in(centre_client())
        yield centre
        context.close()


def presses(visitor, which="main button.btn-primary"):
    visitor.follows(visitor.page.locator(which).first)
    visitor.looks()


def test_a_session_is_announced_and_its_letters_are_followed(centre):
    centre.opens("backoffice:announcement", CODE)
    centre.opens("backoffice:letter-text", CODE, "komunikat", "ngo", "pl")
    centre.page.locator("summary").click()
    centre.looks()
    centre.fills(subject="Start {sesja}")
    presses(centre)
    assert centre.page.locator(".error-summary").is_visible()
    centre.fills(subject="Start {session_code}: " + "bardzo długi temat " * 5)
    presses(centre)
    assert centre.page.locator("article.letter").is_visible()
    presses(centre, "article + .actions button")
    centre.opens("backoffice:announce", CODE)
    presses(centre)
    run(Job.objects.get().pk)
    centre.page.locator("#main dt").nth(1).wait_for()  # the page asks again and finds the job done
    newest = Message.objects.filter(dispatch__isnull=False).latest("id")  # not the one to who announced
    Message.objects.filter(pk=newest.pk).update(attempts=3, last_error=REASON)
    for name in ("announcement", "letters", "without-address"):
        centre.opens(f"backoffice:{name}", CODE)
    centre.opens("backoffice:letters", CODE, query="?stan=failed")
    assert centre.page.get_by_text(REASON).is_visible()
    centre.opens("backoffice:letters", CODE, query="?q=niczyj")


def test_an_institutions_answer_is_entered(centre):
    centre.opens("backoffice:letters-of-intent", CODE)
    centre.opens("backoffice:letter-of-intent", CODE, "IZUS-01")
    centre.page.check("[name=answer][value=positive]")
    presses(centre)
    assert centre.page.locator(".error-summary a").get_attribute("href") == "#id_answered_on"
    centre.fills(answered_on="2026-03-02", note="Pismo numer 7/2026, wpłynęło pocztą, " * 5)
    presses(centre)
    assert centre.page.locator("tbody tr").count() == 1
    assert centre.page.get_by_text("02.03.2026").is_visible()
