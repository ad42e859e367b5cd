"""A card off line: taken away as a spreadsheet and a PDF, filled in, uploaded, compared with the draft, taken over."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.builders import (
    acting,
    logged_in,
    make_centre_user,
    make_member,
    make_organisation,
    make_session,
    make_user,
    with_second_step,
)

from atlas.accounts.actor import MACHINE
from atlas.audit.models import Entry
from atlas.cards.contents import Typed, Words
from atlas.cards.models import Card, CardVersion, Submission
from atlas.cards.places import TerritoryPlaces
from atlas.cards.selectors import contents_of, document_of, form_for
from atlas.cards.services.saving import save_explanations, save_lines
from atlas.cards.services.starting import start_card
from atlas.cards.services.submitting import submit_card
from atlas.cards.services.uploads import FOLDER
from atlas.kernel.terc import Territory as Unit
from atlas.mail.models import Message
from atlas.monitoring.models import Invitation
from atlas.registry.services.territories import take_over_territories
from atlas.sheets.layout import Column
from atlas.sheets.tests.forms import Typing
from atlas.sheets.tests.pdf_words import joined, words

DURING = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
DAY = DURING.date()
REQUIRED = {
    "seat_locality": "Modliborzyce", "seat_gmina": "0605053", "legal_form": "association",
    "contact_name": "Anna Przykładowa", "contact_phone": "81 123 45 67", "contact_email": "anna@example.org",
    "prepared_on": "2026-03-10",
}  # fmt: skip
UNITS = [
    Unit("06", "voivodeship", "lubelskie", "województwo", "2026-01-01"),
    Unit("0605", "powiat", "janowski", "powiat", "2026-01-01"),
    Unit("0605053", "gmina", "Modliborzyce", "gmina miejsko-wiejska", "2026-01-01"),
    Unit("0605032", "gmina", "Godziszów", "gmina wiejska", "2026-01-01"),
]


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(DURING, tick=False) as clock:
        yield clock


class Person:
    """Somebody logged in, with the card they fill in."""

    def __init__(self, user, card):
        self.user, self.client, self.card = user, logged_in(user), card

    def address(self, name, **more):
        return reverse(f"workspace:{name}", kwargs={"card_id": self.card.pk, **more})

    def gets(self, name, **more):
        return self.client.get(self.address(name, **more))

    def types(self, **lines):
        card, form = self.now(), form_for(self.now())
        seen = {code: contents_of(card).texts(form.lines[code], places=TerritoryPlaces(on=DAY)) for code in lines}
        typed = {code: Typed(seen[code], {"value": text}) for code, text in lines.items()}
        assert save_lines(card, typed, actor=acting(self.user)).conflicts == {}

    def downloads(self):
        return Typing(self.gets("card-sheet").content)

    def uploads(self, form):
        content = form if isinstance(form, bytes) else bytes_of(form)
        return self.client.post(self.address("upload-card"), {"file": SimpleUploadedFile("karta.xlsx", content)})

    def takes(self, page, *, lines=None, **more):
        """Press the button as the page has it; `lines` are those left ticked, all if not given."""
        data = hidden(page) | {"line": ticked(page) if lines is None else lines} | more
        return self.client.post(self.address("take-over-upload"), data)

    def now(self):
        return Card.objects.select_related("session__instruments", "scope", "participant", "contact").get(
            pk=self.card.pk
        )

    @property
    def said(self):
        return document_of(self.now())

    def submits(self):
        self.types(**REQUIRED)
        card = self.now()
        return submit_card(
            card, key="8d8f2a3e-0000-4000-8000-000000000001", seen_version=card.version, explanations={},
            actor=acting(self.user),
        )  # fmt: skip


def bytes_of(form):
    out = io.BytesIO()
    form.book.save(out)
    return out.getvalue()


def text_of(answer):
    return html.unescape(answer.content.decode())


def hidden(answer):
    page = answer.content.decode()
    return {name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1]) for name in ("key", "seen")}


def offered(answer):
    return re.findall(r'name="line" value="([^"]*)"', answer.content.decode())


def ticked(answer):
    return re.findall(r'name="line" value="([^"]*)"[^>]* checked', answer.content.decode())


def kept(settings):
    return list((Path(settings.MEDIA_ROOT) / FOLDER).glob("*"))


@pytest.fixture
def anna(db):
    take_over_territories(UNITS, actor=MACHINE)
    organisation = make_organisation(seat_gmina="0605053", legal_form="association")
    make_session(asked=[organisation])
    user = make_user()
    make_member(user, organisation)
    return Person(user, start_card(Invitation.objects.get(), actor=acting(user)))


@pytest.fixture
def ewa(anna):
    """A colleague of Anna's on the same card."""
    user = make_user("ewa@example.org", name="Ewa Przykładowa")
    make_member(user, anna.card.participant, may_manage=False)
    return Person(user, anna.card)


def test_a_card_is_downloaded_filled_with_the_names_of_places_and_contact(anna):
    anna.types(consultations="3", service_territories="Godziszów\nModliborzyce", contact_phone="81 123 45 67")
    answer = anna.gets("card-sheet")
    assert answer["Content-Disposition"] == 'attachment; filename="karta-ngo-org-001-janow-lubelski-2026-1.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
    form = Typing(answer.content)
    assert form.at("consultations").value == 3
    assert form.at("seat_gmina").value == "Modliborzyce (gmina miejsko-wiejska), powiat janowski (0605053)"
    assert form.at("service_territories").value.split("; ")[0] == "Godziszów (gmina wiejska), powiat janowski (0605032)"
    assert form.at("contact_phone").value == "81 123 45 67"


def test_the_centre_gets_contact_on_the_page_and_in_files_once_it_has_the_card(anna):
    anna.types(contact_phone="81 123 45 67")
    centre = Person(with_second_step(make_centre_user()), anna.card)
    assert centre.downloads().at("contact_phone").value is None
    assert joined("81 123 45 67") not in words(centre.gets("card-pdf").content)
    assert "81 123 45 67" not in text_of(centre.gets("check-card"))
    assert joined("81 123 45 67") in words(anna.gets("card-pdf").content)
    anna.submits()
    assert centre.downloads().at("contact_phone").value == "81 123 45 67"
    assert joined("81 123 45 67") in words(centre.gets("card-pdf").content)
    assert "81 123 45 67" in text_of(centre.gets("check-card"))


def test_a_print_out_is_a_draft_until_the_card_is_submitted(anna):
    def in_english():
        return words(anna.client.get(anna.address("card-pdf"), headers={"Accept-Language": "en"}).content)

    assert "Draft–notsubmitted" in in_english()
    submission = anna.submits()
    assert "Number2026-1/NGO/0001" in in_english()
    assert "Draft" not in in_english()
    as_submitted = anna.gets("submitted-card-pdf", submission_id=submission.pk)
    assert as_submitted["Content-Disposition"] == 'attachment; filename="karta-2026-1-NGO-0001.pdf"'
    assert "2026-1/NGO/0001" in words(as_submitted.content)


def test_a_receipt_is_a_pdf_on_its_page_and_in_the_letter(anna):
    submission = anna.submits()
    answer = anna.gets("receipt-pdf", submission_id=submission.pk)
    assert answer["Content-Disposition"] == 'attachment; filename="potwierdzenie-2026-1-NGO-0001.pdf"'
    printed = words(answer.content)
    assert "2026-1/NGO/0001" in printed
    assert joined("Anna Przykładowa") in printed
    assert submission.sha256 in printed
    assert anna.address("receipt-pdf", submission_id=submission.pk) in text_of(
        anna.gets("receipt", submission_id=submission.pk)
    )
    letter = Message.objects.latest("id")
    (attached,) = letter.attachments.all()
    assert attached.name == "potwierdzenie-2026-1-NGO-0001.pdf"
    assert bytes(attached.content) == answer.content


def test_what_was_changed_in_the_file_is_shown_and_then_taken_over(anna, settings):
    anna.types(consultations="3", researchers="1")
    form = anna.downloads().type({"consultations": 5, "reports_to_izus": 0, "contact_phone": "81 765 43 21"})
    form.type({("researchers", Column.EXPLANATION): "Od stycznia."})
    page = anna.uploads(form)
    assert page.status_code == 200
    assert offered(page) == ticked(page) == ["researchers", "consultations", "reports_to_izus", "contact_phone"]
    shown = text_of(page).replace("\xa0", " ")
    assert "<dd>3 " in shown
    assert '<dd class="new">5 ' in shown
    assert "Od stycznia." in shown
    assert anna.said.answers["consultations"] == 3  # nothing was taken over before it was said so
    (file,) = kept(settings)
    assert file.stat().st_mode & 0o777 == 0o600
    answer = anna.takes(page)
    assert answer.url == anna.address("check-card")
    assert anna.said.answers["consultations"] == 5
    assert anna.said.answers["reports_to_izus"] == 0
    assert anna.said.explanations == {"researchers": "Od stycznia."}
    assert contents_of(anna.now()).contact["contact_phone"] == "81 765 43 21"
    version = CardVersion.objects.latest("number")
    assert (version.event, version.channel) == ("uploaded", "xlsx")
    assert "81 765" not in json.dumps([one.facts for one in Entry.objects.all()])
    assert kept(settings) == []


def test_only_ticked_lines_are_taken_over(anna):
    page = anna.uploads(anna.downloads().type({"consultations": 5, "researchers": 2}))
    anna.takes(page, lines=["researchers"])
    assert anna.said.answers["researchers"] == 2
    assert "consultations" not in anna.said.answers


def test_a_file_without_a_difference_says_so(anna, settings):
    anna.types(consultations="3", service_territories="Godziszów", tools="survey|interview", managers="dwie osoby")
    page = anna.uploads(anna.downloads())
    assert offered(page) == []
    assert kept(settings) == []


def test_an_answer_taken_out_of_the_file_is_offered_as_one_that_clears(anna):
    anna.types(consultations="3")
    page = anna.uploads(anna.downloads().type({"consultations": None}))
    assert offered(page) == ["consultations"]
    assert 'class="clears"' in page.content.decode()
    anna.takes(page)
    assert "consultations" not in anna.said.answers


def test_a_file_without_contact_takes_no_contact_away(anna):
    anna.types(contact_phone="81 123 45 67")
    blank = dict.fromkeys(("contact_name", "contact_phone", "contact_email", "prepared_on"))
    assert offered(anna.uploads(anna.downloads().type(blank | {"consultations": 1}))) == ["consultations"]


def test_all_mistakes_are_named_with_their_cells_and_the_good_lines_can_be_taken_over(anna):
    anna.types(researchers="1", contracts="2", seat_gmina="Godziszów")
    form = anna.downloads().type({
        "researchers": "kilka", "contracts": "=1+1", "seat_gmina": "Atlantyda", "consultations": 5,
    })  # fmt: skip
    page = anna.uploads(form)
    text = text_of(page)
    cells = [form.at(code).coordinate for code in ("seat_gmina", "researchers", "contracts")]
    assert re.findall(r"<li><strong>[^<]*?([A-Z][0-9]+) ·", text) == cells  # top down
    assert offered(page) == ["consultations"]
    anna.takes(page, lines=["consultations", "researchers", "contracts", "seat_gmina", "invented"])
    said = anna.said.answers
    assert (said["researchers"], said["contracts"], said["seat_gmina"]) == (1, 2, "0605032")
    assert said["consultations"] == 5


def test_a_deleted_row_takes_no_answer_away(anna):
    anna.types(consultations="3")
    form = anna.downloads().type({"researchers": 4})
    form.sheet.delete_rows(form.rows["consultations"])
    page = anna.uploads(form)
    assert "consultations" not in offered(page)
    assert "researchers" in offered(page)
    anna.takes(page)
    assert anna.said.answers["consultations"] == 3


def test_another_cards_form_is_refused_and_not_kept(anna, settings):
    theirs = make_organisation("ORG-002")
    user = make_user("obca@example.org")
    make_member(user, theirs)
    make_session("2026-2", sequence=2, asked=[theirs])
    other = Person(user, start_card(Invitation.objects.get(participant=theirs), actor=acting(user)))
    page = anna.uploads(other.downloads())
    assert page.status_code == 409
    text = text_of(page)
    assert "ORG-002" in text
    assert "2026-2" in text
    assert kept(settings) == []


def test_a_file_with_macros_is_refused(anna):
    out = io.BytesIO(anna.gets("card-sheet").content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    page = anna.uploads(out.getvalue())
    assert page.status_code == 409
    assert "makr" in text_of(page)


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(anna, settings):
    page = anna.uploads(b"PK\x03\x04" + b"\0" * (5 * 1024**2))
    assert page.status_code == 409
    assert "5 MB" in text_of(page).replace("\xa0", " ")
    assert kept(settings) == []


def test_no_file_is_asked_for_again(anna):
    assert anna.client.post(anna.address("upload-card")).status_code == 409


def test_a_colleagues_change_in_between_is_shown_and_decided_by_a_person(anna, ewa):
    anna.types(consultations="3", researchers="1")
    form = anna.downloads().type({"consultations": 5, "managers": 2, ("researchers", Column.EXPLANATION): "Moje."})
    page = anna.uploads(form)
    ewa.types(consultations="4")
    save_explanations(ewa.now(), {"researchers": Words("", "Jej.")}, actor=acting(ewa.user))
    again = anna.takes(page)
    assert again.status_code == 200
    assert anna.said.answers["managers"] == 2
    assert anna.said.answers["consultations"] == 4
    assert anna.said.explanations["researchers"] == "Jej."
    assert sorted(offered(again)) == ["consultations", "researchers"]
    assert ticked(again) == []
    assert "Moje." in text_of(again)
    anna.takes(again, lines=["consultations"])
    assert anna.said.answers["consultations"] == 5
    assert anna.said.explanations["researchers"] == "Jej."


def test_a_card_submitted_meanwhile_stays_as_it_is_and_the_page_says_why(anna, ewa):
    page = anna.uploads(anna.downloads().type({"consultations": 5}))
    ewa.submits()
    again = anna.takes(page)
    assert again.status_code == 409
    assert "consultations" not in anna.said.answers
    assert "consultations" in offered(again)
    assert Submission.objects.count() == 1
    assert 'type="file"' not in anna.gets("upload-card").content.decode()
    assert anna.uploads(bytes_of(anna.downloads())).status_code == 409


def test_the_price_of_files(anna, django_assert_max_num_queries):
    anna.gets("card-sheet")
    for name in ("card-sheet", "card-pdf", "upload-card"):
        with django_assert_max_num_queries(
            8
        ):  # session, user, memberships, card, renumbered gminas, last card, territories
            anna.gets(name)
    form = anna.downloads().type({"consultations": 5})
    with django_assert_max_num_queries(12):
        page = anna.uploads(form)
    with django_assert_max_num_queries(26):
        anna.takes(page)
