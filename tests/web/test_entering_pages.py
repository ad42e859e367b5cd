"""The Centre's pages that help participants: entering a card with its source, more time, answering an obstacle."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.builders import (
    GMINA,
    READY,
    centre_client,
    logged_in,
    make_card,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.cards.models import Card, OnBehalf, SourceDocument, Submission
from atlas.fieldwork.models import Obstacle
from atlas.fieldwork.selectors import open_obstacles
from atlas.mail.models import Message
from atlas.monitoring.models import Extension, Invitation, Session

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SESSION = "2026-1"


@pytest.fixture(autouse=True)
def during(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(datetime(2026, 3, 10, 11, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def anna(db):
    organisation = make_organisation(seat_gmina=GMINA)
    make_session(asked=[organisation, make_institution()])
    user = make_user()
    make_member(user, organisation)
    return user


@pytest.fixture
def analyst(anna):
    return centre_client("ewa@example.org")


def asked(kind="NGO"):
    return Invitation.objects.get(card_kind=kind)


def page_of(name, *args):
    return reverse(f"backoffice:{name}", args=[SESSION, *args])


def scan(name="skan.pdf", content=SCAN):
    return SimpleUploadedFile(name, content, "application/pdf")


def opens(client, *, kind="NGO", **sent):
    name = "enter-card" if kind == "NGO" else "enter-statistics"
    return client.post(page_of(name, asked("NGO" if kind == "NGO" else "IZUS").pk), {"channel": "paper"} | sent)


def submits(client, card):
    page = client.get(reverse("workspace:check-card", args=[card.pk]))
    sent = {"key": page.context["key"], "version": page.context["card"].version, "statement": "1"}
    return client.post(reverse("workspace:check-card", args=[card.pk]), sent)


def test_a_paper_card_goes_from_the_list_to_its_receipt(analyst, anna):
    found = analyst.get(page_of("help"), {"q": "ORG-001"}).content.decode()
    assert page_of("enter-card", asked().pk) in found
    answer = opens(analyst, file=scan())
    card = Card.objects.get()
    assert answer.url == reverse("workspace:card", args=[card.pk])
    form = analyst.get(answer.url, follow=True).content.decode()
    assert "You enter this card on the participant’s behalf." in form
    assert reverse("workspace:upload-card", args=[card.pk]) in form
    type_in(card, user=analyst.user, **READY)
    assert "I have compared these data" in analyst.get(reverse("workspace:check-card", args=[card.pk])).content.decode()
    receipt = submits(analyst, card)
    assert receipt.url == reverse("workspace:receipt", args=[card.pk, Submission.objects.get().pk])
    assert "paper, entered by the Centre" in analyst.get(receipt.url).content.decode()
    history = analyst.get(reverse("workspace:card-history", args=[card.pk])).content.decode()
    document = SourceDocument.objects.get()
    kept = analyst.get(page_of("card-source", card.pk, document.pk))
    assert page_of("card-source", card.pk, document.pk) in history
    assert (kept.content, kept.headers["Content-Type"]) == (SCAN, "application/pdf")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="skan.pdf"'
    assert kept.headers["X-Content-Type-Options"] == "nosniff"


def test_the_participant_sees_who_entered_the_card_how_and_of_what(analyst, anna):
    client = logged_in(anna)
    opens(analyst, file=scan())
    english = {"headers": {"Accept-Language": "en"}}
    card, document = Card.objects.get(), SourceDocument.objects.get()
    assert "the Centre is entering it: paper" in " ".join(client.get("/", **english).content.decode().split())
    page = client.get(reverse("workspace:card", args=[card.pk]), follow=True, **english).content.decode()
    assert "is entering this card on your behalf" in page
    type_in(card, user=analyst.user, **READY)
    submits(analyst, card)
    assert "paper, entered by the Centre" in client.get("/", **english).content.decode()
    history = client.get(reverse("workspace:card-history", args=[card.pk]), **english).content.decode()
    assert document.sha256 in history
    assert "skan.pdf" in history
    assert page_of("card-source", card.pk, document.pk) not in history
    assert client.get(page_of("card-source", card.pk, document.pk)).status_code == 404


def test_without_a_document_the_card_is_not_submitted_and_one_can_be_attached(analyst):
    opens(analyst)
    card = Card.objects.get()
    type_in(card, user=analyst.user, **READY)
    refused = submits(analyst, card)
    assert refused.status_code == 409
    assert "attach what it was entered from" in refused.content.decode()
    hub = page_of("entered-card", card.pk)
    assert analyst.post(hub, {}).status_code == 409
    assert analyst.post(hub, {"note": "Rozmowa z panią prezes, 10 marca."}).url == hub
    assert analyst.post(hub, {"file": scan()}).url == hub
    assert submits(analyst, card).status_code == 302
    assert SourceDocument.objects.filter(submission__isnull=False).count() == 2


def test_a_document_attached_by_mistake_is_thrown_away(analyst, settings, django_capture_on_commit_callbacks):
    opens(analyst, file=scan())
    card, document = Card.objects.get(), SourceDocument.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(page_of("remove-source", card.pk, document.pk))
    assert not SourceDocument.objects.exists()
    assert list((settings.MEDIA_ROOT / "source-documents").iterdir()) == []


@pytest.mark.parametrize(("name", "content"), [
    ("skan.pdf", b"<html><script>alert(1)</script>"), ("skan.exe", SCAN), ("skan.pdf", SCAN + b"PK\x03\x04 more"),
    ("skan.pdf", SCAN + b" " * 10 * 1024**2),
])  # fmt: skip
def test_a_hostile_file_opens_nothing_and_leaves_nothing(analyst, settings, name, content):
    answer = opens(analyst, file=scan(name, content))
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert not Card.objects.exists()
    assert not (settings.MEDIA_ROOT / "source-documents").exists()


def test_a_source_that_is_refused_opens_nothing_and_leaves_no_file(analyst, anna, settings):
    """The scan hangs at the card already when a colleague opens it; the note sent along goes back with it."""
    opens(analyst, file=scan())
    before, client = Card.objects.get(), centre_client("jan@example.org")
    Message.objects.all().delete()
    refused = opens(client, channel="email", file=scan(), note="Rozmowa, 10 marca.", reason="urlop koleżanki")
    assert refused.status_code == 409
    assert "This file is attached already." in refused.content.decode()
    assert OnBehalf.objects.get(ended_at=None).opened_by == analyst.user.pk
    assert (Card.objects.get().version, Message.objects.count()) == (before.version, 0)
    assert opens(client, channel="email", note="Rozmowa, 10 marca.").status_code == 302
    again = client.post(
        page_of("entered-card", before.pk), {"file": scan("inny.pdf", SCAN + b"\n"), "note": "Rozmowa, 10 marca."}
    )
    assert again.status_code == 409
    assert SourceDocument.objects.count() == len(list((settings.MEDIA_ROOT / "source-documents").iterdir())) == 2


def test_a_card_that_was_begun_asks_for_a_reason_and_can_be_left_again(analyst, anna):
    card = make_card(anna, asked().participant)
    assert opens(analyst).status_code == 409
    assert opens(analyst, reason="Pani prezes prosi o dokończenie").status_code == 302
    assert OnBehalf.objects.get().took_over
    assert analyst.post(page_of("leave-entry", card.pk)).url == page_of("help")
    refused = analyst.post(reverse("workspace:card-section", args=[card.pk, "II.1"]), {})
    assert refused.status_code == 403
    assert "Open it on their behalf first" in refused.content.decode()


def test_statistics_are_entered_by_an_institutions_invitation(analyst):
    assert opens(analyst, kind="STATISTICS").status_code == 302
    assert Card.objects.get().kind == "STATISTICS"


def test_more_time_is_given_shown_and_refused(analyst, anna):
    address = page_of("extend", asked().pk)
    refused = analyst.post(address, {"until": "2026-04-30", "reason": "zalana siedziba"})
    assert refused.status_code == 409
    assert "gives no more time" in refused.content.decode()
    assert analyst.post(address, {"until": "2026-05-08", "reason": "zalana siedziba"}).url == page_of("help")
    assert Extension.objects.get().until == date(2026, 5, 8)
    assert "08.05.2026" in analyst.get(page_of("help"), {"tylko": "more-time"}).content.decode()
    client, english = logged_in(anna), {"headers": {"Accept-Language": "en"}}
    assert "by 8 May 2026, 59 days left · more time given" in client.get("/", **english).content.decode()
    card = make_card(anna, asked().participant)
    page = client.get(reverse("workspace:card", args=[card.pk]), follow=True, **english).content.decode()
    assert "by 8 May 2026" in page
    assert "zalana siedziba" not in client.get("/", **english).content.decode()
    assert "zalana siedziba" in analyst.get(reverse("workspace:check-card", args=[card.pk])).content.decode()


def test_an_obstacle_is_answered_leads_to_the_card_and_is_settled(analyst, anna):
    card = make_card(anna, asked().participant)
    told = {"what": "Nie mamy komputera.", "channel": "paper", "name": "Anna", "email": "biuro@example.org"}
    logged_in(anna).post(reverse("workspace:report-obstacle", args=[card.pk]), told)
    obstacle, session = Obstacle.objects.get(), Session.objects.get()
    assert open_obstacles(session).count() == 1
    address = reverse("backoffice:obstacle", args=[obstacle.pk])
    assert address in analyst.get(reverse("workspace:obstacles")).content.decode()
    Message.objects.all().delete()
    said = {"channel": "paper", "words": "Proszę wysłać kartę pocztą.", "until": "2026-05-06"}
    assert analyst.post(address, said).url == address
    to = dict(Message.objects.values_list("recipient", "body"))
    assert "Proszę wysłać kartę pocztą." in to["biuro@example.org"]
    assert Extension.objects.get().until == date(2026, 5, 6)
    assert open_obstacles(session).count() == 0
    assert f"{page_of('enter-card', asked().pk)}?kanal=paper" in analyst.get(address).content.decode()
    seen = logged_in(anna).get(reverse("workspace:card-history", args=[card.pk])).content.decode()
    assert "Proszę wysłać kartę pocztą." in seen
    close = reverse("backoffice:close-obstacle", args=[obstacle.pk])
    assert analyst.post(close, {"outcome": ""}).status_code == 200
    assert analyst.post(close, {"outcome": "Karta przyszła pocztą."}).url == reverse("workspace:obstacles")
    assert analyst.post(address, said).status_code == 409
    seen = logged_in(anna).get(reverse("workspace:card-history", args=[card.pk])).content.decode()
    assert "Proszę wysłać kartę pocztą." not in seen


def test_the_prices_of_the_pages_do_not_grow(analyst, anna, django_assert_max_num_queries):
    opens(analyst, file=scan())
    card = Card.objects.get()
    with django_assert_max_num_queries(9):  # log-in (4), the session, how many, a page, its cards, obstacles
        analyst.get(page_of("help"))
    others = [make_organisation(f"ORG-{number:03d}", name=f"Koło {number}") for number in range(2, 22)]
    scope, session = asked("IZUS").scope, Session.objects.get()
    Invitation.objects.bulk_create(
        Invitation(session=session, card_kind="NGO", scope=scope, participant=one) for one in others
    )  # fmt: skip
    with django_assert_max_num_queries(9):
        assert analyst.get(page_of("help")).content.decode().count("Koło") >= 20
    with django_assert_max_num_queries(10):
        analyst.get(page_of("entered-card", card.pk))
    with django_assert_max_num_queries(8):
        analyst.get(page_of("extend", asked("IZUS").pk))
