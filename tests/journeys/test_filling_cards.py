"""People of the pilot file their cards in a real browser: invited by letter, interrupted, on a phone, with a receipt.

Each also goes without a mouse or without JavaScript where that is the point.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import PASSWORD, make_user, newest_token

from atlas.accounts.actor import MACHINE
from atlas.cards.models import Card, Submission
from atlas.mail.models import Message
from atlas.registry.access import get_participant
from atlas.registry.rules import MemberFunction
from atlas.registry.services.people import invite_member, join_directly
from atlas.workspace.services.demo import know_territories, open_next_session

PILOT = [str(Path(__file__).parents[2] / "examples" / "pilot" / code) for code in ("2025-1", "2026-1")]
STARTS = re.compile("^Zacznij ?: Karta NGO, Janów")
SAVED = re.compile(r"zapisano \d\d:\d\d")


@pytest.fixture
def pilot(committed_db, live_server):
    """The pilot's sessions, and one that is open today."""
    call_command("import-package", *PILOT)
    know_territories()
    return open_next_session()


@pytest.fixture
def visit(chromium, live_server):
    """Opens a browser of somebody: a desk or a phone."""
    contexts = []

    def opened(screen="desk", **settings):
        contexts.append(chromium.new_context(locale="pl-PL", **SCREENS[screen], **settings))
        return Visitor(contexts[-1].new_page(), live_server.url)

    yield opened
    for context in contexts:
        context.close()


class AtACard:
    """Somebody at a card's form."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def goes_to(self, title):
        self.visitor.follows(self.page.locator(".steps").get_by_role("link", name=title))
        self.visitor.looks()

    def types(self, name, text):
        """Types into a field and waits until the page says that it is saved."""
        self.visitor.types_in(self.page.locator(f"[name='{name}']"), text)
        assert SAVED.search(self.page.locator("#saved").inner_text())

    def ticks(self, name, option):
        with self.page.expect_response(lambda one: one.request.method == "POST"):
            self.page.check(f"[name='{name}'][value='{option}']")

    def saves(self):
        self.visitor.follows(self.page.get_by_role("button", name="Zapisz i przejdź dalej"))
        self.visitor.looks()

    def checks(self):
        self.visitor.follows(self.page.get_by_role("link", name="Sprawdź całą kartę i złóż ją"))
        self.visitor.looks()

    def explains(self, words):
        for field in self.page.locator("textarea[name^='explain.']").all():
            field.fill(words)

    def submits(self):
        self.page.check("[name=statement]")
        self.visitor.follows(self.page.get_by_role("button", name="Złóż kartę", exact=True))
        self.visitor.looks()


def test_the_menager_us_of_a_pilot_organisation_files_its_card(pilot, visit):
    organisation = get_participant(MACHINE, "ORG-002")
    invite_member(participant=organisation, email="menager@example.org", function=MemberFunction.MENAGER_US,
                  may_manage=True, actor=MACHINE)  # fmt: skip
    desk = visit("desk")
    comes_by_the_letter(desk)
    begins_and_is_interrupted(desk, name=organisation.name)
    phone = visit("phone")
    phone.logs_in("menager@example.org")
    phone.looks()
    goes_on_and_submits(phone)
    submission = Submission.objects.get()
    assert phone.page.locator(".receipt .lead").inner_text() == submission.receipt
    assert submission.sha256 in phone.page.locator("main").inner_text()
    assert Message.objects.filter(recipient="menager@example.org", subject__contains=submission.receipt).count() == 1


def comes_by_the_letter(desk):
    desk.opens("workspace:invitation", newest_token())
    desk.fills(name="Menager US (wymyślony)", password=PASSWORD)
    desk.sends("Załóż konto i przyjmij zaproszenie")
    desk.looks()
    desk.follows(desk.page.get_by_role("button", name=STARTS))
    desk.looks()


def begins_and_is_interrupted(desk, *, name):
    card = AtACard(desk)
    assert desk.page.locator("[name='organisation_name.value']").input_value() == name
    card.types("seat_locality.value", "Janów Lubelski")
    card.ticks("new_specialities.value", "manager_us")
    card.goes_to("Rozpoznanie i monitoring")
    card.types("researchers.value", "0")
    card.types("consultations.value", "trzy")
    card.types("reports_to_izus.value", "1.234")
    assert desk.page.locator("#mistakes .error-summary a").count() == 2
    desk.looks()
    desk.page.close()  # with two errors on the page


def goes_on_and_submits(phone):
    phone.follows(phone.page.get_by_role("link", name=re.compile("^Wypełniaj dalej ?: Karta NGO, Janów")))
    phone.looks()
    card = AtACard(phone)
    card.goes_to("Rozpoznanie i monitoring")
    assert phone.page.locator("[name='consultations.value']").input_value() == "trzy"
    card.types("consultations.value", "3")
    card.types("reports_to_izus.value", "1 234")
    assert phone.page.locator("#mistakes .error-summary").count() == 0
    card.goes_to("Informacje kontaktowe")
    card.types("contact_phone.value", "81 123 45 67")
    card.types("prepared_on.value", "2026-11-20")
    card.checks()
    card.explains("Wcześniej liczyliśmy tylko raporty pisemne.")
    card.submits()


def test_the_clerk_of_a_cus_files_karta_izus_and_the_statistics(pilot, visit):
    user = make_user("ous@example.org", name="OUS (wymyślona)")
    join_directly(
        user=user, participant=get_participant(MACHINE, "IZUS-01"), function=MemberFunction.OUS, actor=MACHINE
    )
    desk = visit("desk")
    desk.logs_in(user.email)
    desk.follows(desk.page.get_by_role("button", name=re.compile("^Zacznij ?: Karta IZUS")))
    desk.looks()
    card = AtACard(desk)
    card.types("seat_locality.value", "Janów Lubelski")
    card.goes_to("Organizowania i świadczenia")
    card.types("orgs_contracts.value", "4")
    card.goes_to("Informacje kontaktowe")
    card.types("contact_phone.value", "15 123 45 67")
    card.types("prepared_on.value", "2026-11-20")
    card.checks()
    card.explains("Tak wynika z rejestru umów.")
    card.submits()

    gives_statistics(desk)
    assert sorted(Submission.objects.values_list("kind", flat=True)) == ["IZUS", "STATISTICS"]


def gives_statistics(desk):
    card = AtACard(desk)
    desk.opens("workspace:home")
    desk.follows(desk.page.get_by_role("button", name=re.compile("^Zacznij ?: Statystyki terytorium")))
    desk.looks()
    card.types("population.value", "10850")
    card.types("ngo_active.value", "35")
    card.checks()
    assert desk.page.locator(".error-summary li").count() == 2  # source and day of each
    desk.follows(desk.page.locator(".error-summary a").first)
    desk.looks()
    for name in ("population", "ngo_active"):
        with desk.page.expect_response(lambda one: one.request.method == "POST"):
            desk.page.select_option(f"[name='{name}.source']", "gus_bdl")
        card.types(f"{name}.as_of", "2025-12-31")
    card.checks()
    card.explains("Nowy rejestr.")
    card.submits()


def test_a_card_is_filled_in_and_submitted_without_javascript_by_keys_alone(pilot, visit):
    user = make_user("menager@example.org")
    join_directly(
        user=user, participant=get_participant(MACHINE, "ORG-002"), function=MemberFunction.MENAGER_US, actor=MACHINE
    )
    desk = visit("phone", java_script_enabled=False)
    page = desk.page
    page.goto(desk.site + reverse("account_login"))
    desk.fills(login=user.email, password=PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=STARTS).press("Enter")
    page.fill("[name='seat_locality.value']", "Janów Lubelski")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # the first button of the form: save and go on
    page.get_by_role("link", name="Informacje kontaktowe").press("Enter")
    page.fill("[name='contact_phone.value']", "81 123 45 67")
    page.fill("[name='prepared_on.value']", "2026-11-20")
    page.keyboard.press("Enter")
    page.locator("[name=statement]").press("Space")
    page.get_by_role("button", name="Złóż kartę", exact=True).press("Enter")
    assert page.locator(".receipt .lead").inner_text() == Submission.objects.get().receipt


def test_a_lost_connection_keeps_the_text_and_saves_it_when_it_is_back(pilot, visit):
    user = make_user("menager@example.org")
    join_directly(
        user=user, participant=get_participant(MACHINE, "ORG-002"), function=MemberFunction.MENAGER_US, actor=MACHINE
    )
    desk = visit("desk")
    desk.logs_in(user.email)
    desk.follows(desk.page.get_by_role("button", name=STARTS))
    card = AtACard(desk)
    card.goes_to("Rozpoznanie i monitoring")
    desk.page.context.set_offline(True)
    desk.page.fill("[name='consultations.value']", "7")
    desk.page.get_by_text("Brak połączenia").wait_for()
    assert "consultations" not in Card.objects.get(session=pilot).content["answers"]
    with desk.page.expect_response(lambda one: one.request.method == "POST"):
        desk.page.context.set_offline(False)
    desk.page.get_by_text(SAVED).wait_for()
    assert Card.objects.get(session=pilot).content["answers"]["consultations"] == 7


def test_two_people_on_one_card_choose_between_their_answers(pilot, visit):
    organisation = get_participant(MACHINE, "ORG-002")
    desks = []
    for name in ("ola", "ewa"):
        user = make_user(f"{name}@example.org")
        join_directly(user=user, participant=organisation, function=MemberFunction.MENAGER_US, actor=MACHINE)
        desk = visit("desk" if name == "ola" else "phone")
        desk.logs_in(user.email)
        desks.append(desk)
    desks[0].follows(desks[0].page.get_by_role("button", name=STARTS))
    card_id = Card.objects.get(session=pilot).pk
    for desk in desks:
        desk.opens("workspace:card-section", card_id, "II.1")
    AtACard(desks[0]).types("consultations.value", "3")
    second = desks[1].page
    with second.expect_response(lambda one: one.request.method == "POST"):
        second.fill("[name='consultations.value']", "5")
        second.keyboard.press("Tab")
    second.get_by_text("ktoś inny zmienił tę odpowiedź").wait_for()
    desks[1].looks()
    assert Card.objects.get(session=pilot).content["answers"]["consultations"] == 3
    with second.expect_navigation():
        second.get_by_role("button", name="Zapisz moją").click()
    desks[1].looks()
    assert Card.objects.get(session=pilot).content["answers"]["consultations"] == 5


def test_the_first_page_of_a_card_is_under_100_kilobytes(pilot, visit):
    """Counted as they come to a browser that unpacks gzip."""
    user = make_user("menager@example.org")
    join_directly(
        user=user, participant=get_participant(MACHINE, "ORG-002"), function=MemberFunction.MENAGER_US, actor=MACHINE
    )
    desk = visit("desk")
    desk.logs_in(user.email)
    desk.follows(desk.page.get_by_role("button", name=STARTS))
    with desk.page.expect_response(lambda one: "/karty/" in one.url) as page:
        desk.page.reload(wait_until="networkidle")
    files = desk.page.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)")
    assert len([one for one in files if one.endswith((".css", ".js"))]) == 5
    assert page.value.headers["content-encoding"] == "gzip"
    sizes = {one: packed_size(one.removeprefix("/static/")) for one in files}
    assert page.value.request.sizes()["responseBodySize"] + sum(sizes.values()) < 100_000, sizes


def packed_size(name):
    """Bytes of a static file as a server sends it that keeps it packed."""
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))
