"""A Centre analyst runs the pilot's third session in a real browser, from planning it to its figures.

The clock goes on from one stage to the next; participants who are not the point file by services. In the end the site's
figures are those that `atlas compute` gives from the three packages, byte for byte.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from tests.journeys.filing import file_again, somebody_for_all
from tests.journeys.test_filling_cards import PILOT
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import make_centre_user, make_user
from tests.web.closing_world import run_all

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole
from atlas.archive.models import SealedPackage
from atlas.archive.store import folder_of
from atlas.cards.models import Card, Question, Submission
from atlas.cards.rules import CardKind, Channel
from atlas.cards.services.verifying import accept_card
from atlas.jobs.services.timekeeping import tick
from atlas.mail.models import Message
from atlas.monitoring.models import Session
from atlas.registry.access import get_participant
from atlas.registry.rules import MemberFunction
from atlas.registry.selectors import actor_of
from atlas.registry.services.people import join_directly
from atlas.workspace.services.demo import know_territories

CODE = "2027-1"
PLANNING, ANNOUNCING, OPENING, OVER = (
    datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2027, 1, 20, 9, tzinfo=UTC),
    datetime(2027, 2, 3, 9, tzinfo=UTC), datetime(2027, 4, 13, 9, tzinfo=UTC),
)  # fmt: skip
BY_ITSELF, ON_PAPER = "ORG-002", "ORG-001"
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ON_THE_PAPER = {
    "seat_locality": "Janów Lubelski", "contact_name": "Ola Wymyślona", "contact_phone": "81 123 45 67",
    "contact_email": "ola@example.org", "prepared_on": "2027-02-03", "consultations": "3",
}  # fmt: skip


@pytest.fixture
def clock():
    with time_machine.travel(PLANNING, tick=True) as travelling:
        yield travelling


@pytest.fixture
def pilot(committed_db, live_server, settings, clock, monkeypatch):
    """The pilot's two sessions, closed, and the analyst."""
    settings.ATLAS_BASE_URL = live_server.url
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.validate_totp_code", lambda *_a, **_k: True)
    call_command("import-package", *PILOT)
    know_territories()
    user = make_centre_user("analityk@example.org", role=CentreRole.ANALYST)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    for code, email in ((BY_ITSELF, "menager@example.org"), (ON_PAPER, "ola@example.org")):
        join_directly(
            user=make_user(email), participant=get_participant(MACHINE, code), function=MemberFunction.MENAGER_US,
            actor=MACHINE,
        )  # fmt: skip


@pytest.fixture
def visit(chromium, live_server):
    contexts = []

    def opened(screen="desk"):
        contexts.append(chromium.new_context(locale="pl-PL", accept_downloads=True, **SCREENS[screen]))
        return Visitor(contexts[-1].new_page(), live_server.url)

    yield opened
    for context in contexts:
        context.close()


def comes_in(visitor, *, email="analityk@example.org"):
    """Logs in, with the second step where there is one."""
    visitor.page.context.clear_cookies()
    visitor.logs_in(email)
    if "2fa" in visitor.page.url:
        visitor.fills(code="123456")
        presses(visitor)


def presses(visitor, which="main form:not([role=search]) button.btn-primary"):
    visitor.follows(visitor.page.locator(which).first)
    visitor.looks()


def test_an_analyst_runs_the_pilots_third_session(pilot, visit, clock, tmp_path):
    analyst, member = visit(), visit("phone")
    comes_in(analyst)
    plans(analyst)
    clock.move_to(ANNOUNCING)
    comes_in(analyst)
    announces(analyst)
    clock.move_to(OPENING)
    tick()
    run_all()
    comes_in(analyst)
    card = collects(analyst, member)
    clock.move_to(OVER)
    comes_in(analyst)
    verifies(analyst, member, card)
    closes(analyst)
    assert figures_on_the_site(analyst) == figures_of_the_packages(tmp_path)


def plans(analyst):
    analyst.opens("backoffice:copy-session", "2026-1")
    analyst.fills(code=CODE, name="Sesja pilotażowa 2027-1 (dane wymyślone)")
    presses(analyst)
    session = Session.objects.get(code=CODE)
    assert (session.sequence, session.state) == (3, "planned")
    assert session.invitations.count() == Session.objects.get(code="2026-1").invitations.count()
    analyst.opens("backoffice:plan-schedule", CODE)
    analyst.fills(
        announce_on="2027-01-20", opens_on="2027-02-03", remind_1="2027-04-02", closes_on="2027-04-12",
        verify_until="2027-05-07", publish_on="2027-06-01",
    )  # fmt: skip
    presses(analyst)
    analyst.opens("backoffice:add-point", CODE)
    analyst.page.select_option("[name=channel]", "paper")
    analyst.fills(name="Centrum (wymyślone)", address="ul. Przykładowa 1, 20-000 Lublin")
    analyst.fills(day_1_from="08:00", day_1_to="16:00")
    presses(analyst)
    analyst.opens("backoffice:session", CODE)


def announces(analyst):
    analyst.opens("backoffice:announcement", CODE)
    analyst.opens("backoffice:letter-preview", CODE, "komunikat", "ngo", "pl")
    analyst.opens("backoffice:announce", CODE)
    presses(analyst)
    assert [job.state for job in run_all()] == ["done"]
    assert Message.objects.filter(recipient="menager@example.org", subject__contains=CODE).count() == 1
    analyst.opens("backoffice:letters", CODE)
    assert Session.objects.get(code=CODE).state == "announced"


def collects(analyst, member):
    """Cards come in: most online, one on paper; the analyst looks how far the session is. Returns one of them."""
    session = Session.objects.get(code=CODE)
    assert session.state == "open"
    everybody = somebody_for_all(session)
    file_again(session, actor=everybody, but=(ON_PAPER,))
    enters_a_paper_card(analyst, session)
    analyst.opens("backoffice:completeness", CODE)
    comes_in(member, email="menager@example.org")
    member.looks()
    tick()
    run_all()  # flags
    return Card.objects.filter(session=session, participant__code=BY_ITSELF).order_by("pk").first()


def enters_a_paper_card(analyst, session):
    for asked in session.invitations.filter(participant__code=ON_PAPER):
        analyst.opens("backoffice:enter-card", CODE, asked.pk)
        analyst.page.check("[name=channel][value=paper]")
        analyst.page.set_input_files("[name=file]", {"name": "skan.pdf", "mimeType": "application/pdf", "buffer": SCAN})
        presses(analyst)
        card = Card.objects.get(session=session, scope=asked.scope, participant=asked.participant)
        for section in ("I", "II.1", "III"):
            analyst.opens("workspace:card-section", card.pk, section)
            for name, value in ON_THE_PAPER.items():
                field = analyst.page.locator(f"[name='{name}.value']")
                if field.count():
                    field.fill(value)
            presses(analyst, ".card-form .actions button.btn-primary")
        analyst.opens("workspace:check-card", card.pk)
        for field in analyst.page.locator("textarea[name^='explain.']").all():
            field.fill("Tak stoi na papierze.")
        analyst.page.check("[name=statement]")
        presses(analyst, "section[aria-labelledby=statement-title] button.btn-primary")
        assert Submission.objects.get(card=card).channel == Channel.PAPER


def verifies(analyst, member, card):
    analyst.opens("backoffice:session", CODE)
    presses(analyst, "button[name=action][value=verify]")
    analyst.opens("backoffice:verification", CODE)
    analyst.opens("backoffice:review", CODE, card.pk)
    item = analyst.page.locator("#l-consultations")
    item.locator("summary").click()
    item.get_by_role("textbox").fill("Czy liczba konsultacji obejmuje spotkania w sołectwach?")
    analyst.sends("Zwróć kartę z pytaniami")
    analyst.looks()
    answers(member, card)
    analyst.opens("backoffice:review", CODE, card.pk)
    analyst.sends("Przyjmij kartę")
    analyst.looks()
    acting = actor_of(User.objects.get(email="analityk@example.org"))
    for one in Card.objects.filter(session=card.session, state="submitted"):
        accept_card(one, seen_version=one.version, actor=acting)
    assert not Card.objects.filter(session=card.session).exclude(state="accepted").exists()


def answers(member, card):
    comes_in(member, email="menager@example.org")
    member.opens("workspace:card-section", card.pk, "II.1")
    question = Question.objects.get()
    member.page.locator("textarea[name^='answer']").fill("Tak, także w sołectwach.")
    presses(member, ".card-form .actions button.btn-primary")
    member.opens("workspace:check-card", card.pk)
    member.page.check("[name=statement]")
    presses(member, "section[aria-labelledby=statement-title] button.btn-primary")
    question.refresh_from_db()
    assert question.answer == "Tak, także w sołectwach."


def closes(analyst):
    analyst.opens("backoffice:closing", CODE)
    analyst.fills(typed=CODE)
    presses(analyst, "main form button.btn-danger")
    assert [job.state for job in run_all()] == ["done"]
    analyst.opens("backoffice:closing", CODE)
    seal = SealedPackage.objects.get(session__code=CODE)
    assert seal.sha256 in analyst.page.locator("main").inner_text()
    assert Card.objects.filter(session__code=CODE, kind=CardKind.STATISTICS).exists()


def figures_on_the_site(analyst):
    """What the page of results lets one take away."""
    analyst.opens("backoffice:results", CODE)
    with analyst.page.expect_download() as waiting:
        analyst.page.locator("a[href$='indicators.csv']").click()
    return Path(waiting.value.path()).read_bytes()


def figures_of_the_packages(folder):
    """What `atlas compute` gives from the pilot's packages and the new one."""
    third = folder_of(SealedPackage.objects.get(session__code=CODE).sha256)
    command = [str(Path(sys.executable).parent / "atlas"), "compute", *PILOT, str(third), "--out", str(folder / "out")]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "out" / "indicators.csv").read_bytes()
