"""The Centre's pages of letters: texts and previews, announcing, who got what, letters of intent; their price."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from tests.web.builders import GMINA, centre_client, make_organisation

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.fieldwork.models import LetterOfIntent, LetterText
from atlas.fieldwork.tests.letter_world import CODE, institution, organisations, plan, represented, written
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.mail.models import Message
from atlas.monitoring.models import Session
from atlas.monitoring.rules import HandOver
from atlas.monitoring.services.points import PointFacts, add_point

pytestmark = pytest.mark.django_db
TEXT = (CODE, "komunikat", "ngo", "en")


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(datetime(2026, 3, 2, 11, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def centre():
    client = centre_client()
    User.objects.filter(pk=client.user.pk).update(language="en")
    return client


def seen(client, name, *args, query=""):
    answer = client.get(reverse(f"backoffice:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, name, *args, **data):
    return client.post(reverse(f"backoffice:{name}", args=args), data)


def table(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_text_is_written_looked_at_and_sent_to_oneself(centre):
    (one,) = organisations(1)
    plan((one, [GMINA]))
    form = seen(centre, "letter-text", *TEXT)
    assert "{closes_on}" in form
    answer = sent(centre, "letter-text", *TEXT, subject="Start of {session}", body="Dear {participant}", seen="0")
    assert answer.url == reverse("backoffice:letter-preview", args=TEXT)
    preview = seen(centre, "letter-preview", *TEXT)
    assert "Start of Sesja (wymyślona)" in preview
    assert "Dear Koło 1 (wymyślone)" in preview
    assert "own text" in seen(centre, "announcement", CODE)
    Message.objects.all().delete()
    sent(centre, "trial-letter", *TEXT, uczestnik="ORG-001")
    assert Message.objects.get().body == "Dear Koło 1 (wymyślone)\n"


def test_a_letter_tells_where_to_hand_the_card_over(centre):
    (one,) = organisations(1)
    session = plan((one, [GMINA]))
    assert "Fill the card in on our website" in seen(centre, "letter-preview", *TEXT)
    where, hours = {"address": "ul. Wymyślona 1"}, {"1": ("08:00", "16:00")}
    add_point(session, PointFacts(HandOver.PAPER, "Biuro CUS (wymyślone)", **where, hours=hours), actor=MACHINE)
    assert "{points}" in seen(centre, "letter-text", *TEXT)
    preview = seen(centre, "letter-preview", *TEXT)
    for words in ("Biuro CUS (wymyślone)", "ul. Wymyślona 1", "Duty hours: Mon 08:00–16:00"):
        assert words in preview


def test_what_cannot_be_filled_in_is_said_on_top_and_what_was_typed_stays(centre):
    plan()
    page = sent(centre, "letter-text", *TEXT, subject="S", body="By {deadline} {participant.name}").content.decode()
    assert "There is no field {deadline}." in page
    assert "{participant.name} is no field" in page
    assert "{closes_on}" in page
    assert "By {deadline} {participant.name}</textarea>" in page
    assert not LetterText.objects.exists()


def test_somebody_elses_text_is_not_written_over(centre):
    plan()
    sent(centre, "letter-text", *TEXT, subject="First", body="A", seen="0")
    page = sent(centre, "letter-text", *TEXT, subject="Second", body="B", seen="0").content.decode()
    assert "Somebody has changed this text meanwhile" in page
    assert LetterText.objects.get().subject == "First"


def test_the_preview_of_another_participant_and_of_one_that_is_not_invited(centre):
    first, second = organisations(2)
    plan((first, [GMINA]), (second, [GMINA]))
    assert "So the letter looks for Koło 2" in seen(centre, "letter-preview", *TEXT, query="?uczestnik=ORG-002")
    assert "No participant of this kind" in seen(centre, "letter-preview", *TEXT, query="?uczestnik=ORG-9")
    reminder = seen(centre, "letter-preview", CODE, "przypomnienie", "ngo", "en")
    assert "– Karta NGO, gmina Janów Lubelski: by 30 April 2026" in reminder
    assert "Nobody of this kind is invited yet" in seen(centre, "letter-preview", CODE, "komunikat", "izus", "en")


@pytest.mark.parametrize("place", [
    ("komunikat", "ngo", "de"), ("list-intencyjny", "ngo", "pl"), ("inny", "ngo", "pl"),
])  # fmt: skip
def test_a_text_that_is_not_there(centre, place):
    plan()
    assert centre.get(reverse("backoffice:letter-text", args=(CODE, *place))).status_code == 404


def test_announcing_names_its_consequences_and_leads_to_the_work(centre):
    (one,) = organisations(1)
    plan((one, [GMINA]), (make_organisation("ORG-900"), [GMINA]))
    assert "Organisations: 2, institutions: 0." in seen(centre, "announce", CODE)
    answer = sent(centre, "announce", CODE)
    job = Job.objects.get()
    assert answer.url == reverse("backoffice:job", args=[job.pk])
    run(job.pk)
    assert written() == [("org-001@example.org", "ORG-001")]
    page = seen(centre, "announcement", CODE)
    assert "Sending the announcement" in page
    assert "Send to new addresses" in page
    assert reverse("workspace:people", args=["ORG-900"]) in seen(centre, "without-address", CODE)
    assert "does not change any more" in seen(centre, "letter-text", *TEXT)


def test_an_analyst_comes_from_the_list_of_those_without_an_address_to_inviting_somebody(centre):
    silent = make_organisation("ORG-900")
    plan((silent, [GMINA]))
    people = reverse("workspace:people", args=["ORG-900"])
    assert people in seen(centre, "without-address", CODE)
    page = centre.get(people)
    address = reverse("workspace:invite-member", args=["ORG-900"])
    assert address in page.content.decode()
    assert page.context["form"]["may_manage"].initial is True
    assert centre.post(address, {"email": "ola@example.org", "may_manage": "on"}).url == people
    assert people not in seen(centre, "without-address", CODE)
    represented(silent, "anna@example.org")
    assert address not in centre.get(people).content.decode()
    assert centre.post(address, {"email": "ewa@example.org"}).status_code == 403


def test_nobody_is_written_to_where_nobody_is_invited(centre):
    plan()
    page = seen(centre, "announce", CODE)
    assert "Nobody is invited" in page
    assert "Announce and send the letters" not in page


def test_failed_addresses_are_listed_and_leave_as_csv_without_formulas(centre):
    first, second, third = organisations(3)
    type(first).objects.filter(pk=first.pk).update(name="=HYPERLINK(1)")
    plan((first, [GMINA]), (second, [GMINA]), (third, [GMINA]))
    sent(centre, "announce", CODE)
    run(Job.objects.get().pk)
    letters = {one.recipient: one for one in Message.objects.all()}
    Message.objects.filter(pk=letters["org-001@example.org"].pk).update(
        attempts=10, next_try_at=None, last_error="SMTPRecipientsRefused: 550 no such user"
    )
    Message.objects.filter(pk=letters["org-002@example.org"].pk).update(
        sent_at=datetime(2026, 3, 2, 11, 5, tzinfo=UTC), next_try_at=None, attempts=1
    )
    page = seen(centre, "letters", CODE, query="?stan=failed")
    assert "org-001@example.org" in page
    assert "550 no such user" in page
    assert "given up" in page
    assert "org-002@example.org" not in page
    assert "org-002@example.org" in seen(centre, "letters", CODE, query="?stan=sent")
    assert "org-003@example.org" in seen(centre, "letters", CODE, query="?q=ORG-003")
    rows = table(centre.get(reverse("backoffice:letters-csv", args=[CODE]) + "?stan=failed"))
    assert [row[:5] for row in rows[1:]] == [
        ["ORG-001", "'=HYPERLINK(1)", "org-001@example.org", "Announcement", "could not be sent"]
    ]
    whole = table(centre.get(reverse("backoffice:letters-csv", args=[CODE])))
    assert whole[2][6] == "2026-03-02 12:05"
    assert len(whole) == 4


def test_the_register_of_letters_of_intent(centre):
    first, second = institution("IZUS-01"), institution("IZUS-02")
    plan((first, [GMINA]), (second, [GMINA]))
    sent(centre, "send-letters-of-intent", CODE)
    run(Job.objects.get().pk)
    asked = {"answer": "positive", "answered_on": "2026-03-02", "sent_on": "2026-03-01", "note": "+Pismo"}
    assert sent(centre, "letter-of-intent", CODE, "IZUS-02", **asked).url == reverse(
        "backoffice:letters-of-intent", args=[CODE]
    )
    page = seen(centre, "letters-of-intent", CODE, query="?odpowiedz=positive")
    assert "CUS IZUS-02" in page
    assert "CUS IZUS-01" not in page
    assert "CUS IZUS-01" in seen(centre, "letters-of-intent", CODE, query="?odpowiedz=waiting")
    assert "No institution fits" in seen(centre, "letters-of-intent", CODE, query="?odpowiedz=not_sent")
    rows = table(centre.get(reverse("backoffice:letters-of-intent-csv", args=[CODE])))
    assert rows[2] == [
        "IZUS-02", "CUS IZUS-02 (wymyślone)", "Janów Lubelski", "2026-03-01", "takes part", "2026-03-02", "'+Pismo",
    ]  # fmt: skip
    answer = centre.get(reverse("backoffice:letter-of-intent-pdf", args=[CODE, "IZUS-01"]))
    assert answer.content.startswith(b"%PDF")
    assert "list-intencyjny-2026-1-izus-01.pdf" in answer["Content-Disposition"]


def test_an_answer_without_its_day_is_said_at_its_field(centre):
    plan((institution(), [GMINA]))
    page = sent(centre, "letter-of-intent", CODE, "IZUS-01", answer="negative").content.decode()
    assert '<a href="#id_answered_on">' in page
    assert "Give the day of the answer." in page
    assert not LetterOfIntent.objects.exists()


def test_the_price_of_the_pages_does_not_grow(centre, django_assert_max_num_queries):
    many = organisations(6)
    offices = [institution(f"IZUS-0{number}") for number in range(1, 5)]
    silent = [make_organisation(f"ORG-90{number}") for number in range(3)]
    represented(many[0], "druga@example.org")
    session = plan(*((one, [GMINA]) for one in [*many, *offices, *silent]))
    sent(centre, "announce", CODE)
    run(Job.objects.get().pk)
    sent(centre, "send-letters-of-intent", CODE)
    run(Job.objects.latest("id").pk)
    assert Session.objects.get(pk=session.pk).state == "announced"
    prices = {"announcement": 13, "announce": 8, "letters": 8, "without-address": 8, "letters-of-intent": 14}
    for name, price in prices.items():
        with django_assert_max_num_queries(price):
            seen(centre, name, CODE)
    with django_assert_max_num_queries(12):
        seen(centre, "letter-preview", *TEXT)
