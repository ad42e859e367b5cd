"""A card off line in a real browser, on a desk and a phone: downloaded, filled in, uploaded, compared, taken over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse
from tests.journeys.visiting import SCREENS, Visitor
from tests.web.builders import acting, logged_in, make_member, make_organisation, make_session, make_user

from atlas.accounts.actor import MACHINE
from atlas.cards.contents import Typed
from atlas.cards.models import Card
from atlas.cards.selectors import document_of
from atlas.cards.services.saving import save_lines
from atlas.cards.services.starting import start_card
from atlas.cards.services.submitting import submit_card
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Invitation
from atlas.registry.services.territories import take_over_territories
from atlas.sheets.layout import Column
from atlas.sheets.tests.forms import Typing

REQUIRED = {
    "seat_locality": "Modliborzyce", "seat_gmina": "0605053", "legal_form": "association",
    "contact_name": "Anna Przykładowa", "contact_phone": "81 123 45 67", "contact_email": "anna@example.org",
    "prepared_on": "2026-03-10", "consultations": "3", "tools": "survey|interview",
}  # fmt: skip
FAR = date(2099, 12, 31)
LONG = "Nowa świetlica w sołectwie i drugi etat od stycznia; rok wcześniej nikt tego nie liczył. " * 4


class Holder(Visitor):
    """Somebody before a browser, logged in, with their card."""

    answered = ("Failed to load resource: the server responded with a status of 409 (Conflict)",)

    def __init__(self, page, *, site, card, user):
        super().__init__(page, site)
        self.card, self.user = card, user

    def opens(self, name, *more):
        super().opens(f"workspace:{name}", self.card.pk, *more)

    def downloads(self, name):
        with self.page.expect_download() as waiting:
            self.page.locator(f'a[href="{reverse(f"workspace:{name}", args=[self.card.pk])}"]').first.click()
        return waiting.value

    def uploads(self, path):
        self.opens("upload-card")
        self.page.set_input_files("#file", path)
        self.follows(self.page.locator("main form .btn-primary"))
        self.looks()

    def types(self, **lines):
        card = Card.objects.get(pk=self.card.pk)
        typed = {code: Typed({"value": seen}, {"value": now}) for code, (seen, now) in lines.items()}
        return save_lines(card, typed, actor=acting(self.user)).card

    @property
    def said(self):
        return document_of(Card.objects.get(pk=self.card.pk)).answers


@pytest.fixture(params=SCREENS)
def visitor(request, chromium, committed_db, live_server):
    units = [Unit("0605", "powiat", "janowski", "powiat", "2026-01-01")]
    units.append(Unit("0605053", "gmina", "Modliborzyce", "gmina miejsko-wiejska", "2026-01-01"))
    take_over_territories(units, actor=MACHINE)
    organisation = make_organisation(name="Stowarzyszenie na rzecz Rozwoju Usług Społecznych „Próba” (wymyślone)")
    make_session(asked=[organisation], closes_on=FAR)
    user = make_user()
    make_member(user, organisation)
    card = start_card(Invitation.objects.get(), actor=acting(user))
    save_lines(card, {code: Typed({}, {"value": text}) for code, text in REQUIRED.items()}, actor=acting(user))
    context = chromium.new_context(locale="pl-PL", accept_downloads=True, **SCREENS[request.param])
    visitor = Holder(context.new_page(), site=live_server.url, card=card, user=user)
    visitor.is_let_in(logged_in(user))
    yield visitor
    context.close()


def changed(download, tmp_path, *, cells):
    path = tmp_path / "karta.xlsx"
    download.save_as(path)
    form = Typing(path.read_bytes()).type(cells)
    return form.saved(path)


def test_a_card_goes_off_line_and_comes_back(visitor, tmp_path):
    visitor.opens("check-card")
    assert visitor.downloads("card-pdf").suggested_filename == "karta-ngo-org-001-janow-lubelski-2026-1.pdf"
    visitor.opens("upload-card")
    cells = {"consultations": None, "researchers": 2, ("researchers", Column.EXPLANATION): LONG, "services:meals": 12}
    path = changed(visitor.downloads("card-sheet"), tmp_path, cells=cells | {"contact_phone": "81 765 43 21"})
    visitor.uploads(path)
    boxes = visitor.page.locator("[name=line]")
    assert boxes.count() == 4
    visitor.page.locator("[name=line][value=consultations]").focus()
    visitor.page.keyboard.press("Space")  # keeps the card's answer
    visitor.follows(visitor.page.locator("form.offered .btn-primary"))
    visitor.looks()
    assert visitor.page.url.endswith(reverse("workspace:check-card", args=[visitor.card.pk]))
    assert (visitor.said["consultations"], visitor.said["researchers"]) == (3, 2)
    visitor.uploads(path)
    visitor.follows(visitor.page.locator("form.offered [name=cancel]"))
    visitor.looks()
    assert visitor.said["consultations"] == 3


def test_mistakes_and_a_colleagues_change_are_shown(visitor, tmp_path):
    visitor.opens("upload-card")
    cells = {"researchers": "kilka osób, dokładnie nie wiemy", "contracts": "=1+1", "seat_gmina": "Atlantyda"}
    cells |= {"consultations": 5, "managers": 1}
    visitor.uploads(changed(visitor.downloads("card-sheet"), tmp_path, cells=cells))
    assert visitor.page.locator(".mistakes li").count() == 3
    visitor.types(consultations=("3", "4"))
    visitor.follows(visitor.page.locator("form.offered .btn-primary"))
    visitor.looks()
    assert visitor.said["consultations"] == 4
    assert visitor.page.locator("[name=line]").count() == 1
    visitor.page.locator("[name=line]").check()
    visitor.follows(visitor.page.locator("form.offered .btn-primary"))
    visitor.looks()
    assert (visitor.said["consultations"], visitor.said["managers"]) == (5, 1)


def test_a_file_that_is_no_form_and_a_submitted_card(visitor, tmp_path):
    other = tmp_path / "zestawienie.xlsx"
    other.write_bytes(b"a;b;c\n")
    visitor.uploads(other)
    assert visitor.page.locator(".error-summary").is_visible()
    card = visitor.types()
    key = UUID("8d8f2a3e-0000-4000-8000-000000000001")
    done = submit_card(card, key=key, seen_version=card.version, explanations={}, actor=acting(visitor.user))
    visitor.opens("upload-card")
    assert visitor.page.locator("#file").count() == 0
    visitor.opens("receipt", done.pk)
    with visitor.page.expect_download() as waiting:
        visitor.page.locator(".actions .btn-primary").first.click()
    assert waiting.value.suggested_filename == "potwierdzenie-2026-1-NGO-0001.pdf"
