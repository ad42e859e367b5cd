"""Cards that the Centre enters: opened with a channel, never by the way, submitted with what they were entered from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, transaction
from tests.web.builders import (
    GMINA,
    READY,
    acting,
    make_card,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.audit.models import Entry
from atlas.cards.access import get_card, get_source, may_edit, sees_contact
from atlas.cards.models import Card, OnBehalf, SourceDocument, Submission
from atlas.cards.rules import CardKind, Channel
from atlas.cards.selectors import contents_of
from atlas.cards.services.entries import Opening, leave_entry, open_on_behalf
from atlas.cards.services.returning import return_card
from atlas.cards.services.saving import save_explanations
from atlas.cards.services.sources import Sources, attach, remove_source
from atlas.cards.services.submitting import submit_card
from atlas.cards.source_files import content_of
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed, NotFound
from atlas.mail.models import Message
from atlas.monitoring.models import Invitation, Session

pytestmark = pytest.mark.django_db
PAPER = Opening(Channel.PAPER, "przyszła pocztą")
CALL = "Rozmowa 10 marca, odpowiedzi podyktowane."


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
def ewa(anna):
    return make_centre_user("ewa@example.org", role=CentreRole.ANALYST)


def opened(user, opening=PAPER, *, kind=CardKind.NGO):
    asked = Invitation.objects.get(card_kind="NGO" if kind == CardKind.NGO else "IZUS")
    return open_on_behalf(asked, opening, kind=kind, actor=acting(user))


def fetched(user, card):
    return get_card(acting(user), card.pk)


def submitted(user, card):
    card = type_in(fetched(user, card), user=user, **READY)
    return submit_card(card, key=uuid4(), seen_version=card.version, explanations={}, actor=acting(user))


def test_an_analyst_enters_a_paper_card_and_everything_says_so(ewa):
    card = opened(ewa)
    attach(card, Sources(note=CALL), actor=acting(ewa))
    filed = submitted(ewa, card)
    assert (filed.channel, filed.filed_by) == ("paper", ewa.pk)
    assert {one.channel for one in card.versions.all()} == {"paper"}
    assert [one.event for one in card.versions.order_by("number")] == ["started", "saved", "submitted"]
    actions = ["start-card", "open-card-on-behalf", "attach-card-source", "save-card", "submit-card"]
    assert list(Entry.objects.filter(by=ewa.pk).order_by("pk").values_list("action", flat=True)) == actions
    assert not may_edit(acting(ewa), fetched(ewa, card))


def test_a_paper_card_that_was_returned_is_gone_on_with_as_the_centres_own(ewa):
    card = opened(ewa)
    attach(fetched(ewa, card), Sources(note=CALL), actor=acting(ewa))
    submitted(ewa, card)
    asked = fetched(ewa, card)
    return_card(asked, questions={"consultations": "Ile?"}, seen_version=asked.version, actor=acting(ewa))
    opened(ewa, Opening(Channel.PHONE, ""))
    assert list(card.entries.filter(ended_at=None).values_list("took_over", flat=True)) == [False]


def test_the_analysts_name_never_becomes_the_contact(ewa):
    assert contents_of(fetched(ewa, opened(ewa))).contact == {}


def test_the_receipt_goes_to_the_participants_people_not_to_the_analyst(ewa):
    card = opened(ewa)
    attach(card, Sources(note=CALL), actor=acting(ewa))
    Message.objects.all().delete()
    submitted(ewa, card)
    (letter,) = Message.objects.all()
    assert letter.recipient == "anna@example.org"
    assert "w Twoim imieniu" in letter.body or "on your behalf" in letter.body
    assert letter.attachments.get().kind == "application/pdf"


def test_without_a_source_nothing_is_submitted_and_the_draft_stays(ewa):
    card = opened(ewa)
    with pytest.raises(DomainError, match="source-needed-first"):
        submitted(ewa, card)
    assert Card.objects.get().state == "draft"
    assert not Submission.objects.exists()


def test_nobody_of_the_centre_changes_a_card_by_the_way(anna, ewa):
    card = make_card(anna, Invitation.objects.get(card_kind="NGO").participant)
    for user in (ewa, make_centre_user("szefowa@example.org")):
        with pytest.raises(NotAllowed, match="card-not-opened"):
            type_in(fetched(user, card), user=user, consultations="4")
        with pytest.raises(NotAllowed, match="card-not-opened"):
            save_explanations(fetched(user, card), {}, actor=acting(user))
        with pytest.raises(NotAllowed, match="card-not-opened"):
            attach(card, Sources(note=CALL), actor=acting(user))
        assert not sees_contact(acting(user), fetched(user, card))


def test_a_card_that_a_colleague_enters_is_not_ones_own(ewa):
    jan = make_centre_user("jan@example.org", role=CentreRole.ANALYST)
    card = opened(ewa)
    with pytest.raises(NotAllowed, match="card-not-opened"):
        type_in(fetched(jan, card), user=jan, consultations="4")
    seen_by_ewa = fetched(ewa, card)
    opened(jan, Opening(Channel.PHONE))
    assert may_edit(acting(jan), fetched(jan, card))
    with pytest.raises(NotAllowed, match="card-not-opened"):  # her page was opened before
        type_in(seen_by_ewa, user=ewa, consultations="4")
    assert OnBehalf.objects.filter(ended_at=None).get().opened_by == jan.pk


def test_what_a_participant_began_is_gone_on_with_for_a_reason_only_and_nothing_is_lost(anna, ewa):
    card = type_in(make_card(anna, Invitation.objects.get(card_kind="NGO").participant), user=anna, consultations="4")
    Message.objects.all().delete()
    with pytest.raises(DomainError, match="takeover-reason-needed"):
        opened(ewa, Opening(Channel.PHONE, "  "))
    assert (Message.objects.count(), OnBehalf.objects.count()) == (0, 0)
    going_on = opened(ewa, Opening(Channel.PHONE, "prosi o dokończenie"))
    assert contents_of(going_on).document == contents_of(card).document
    (letter,) = Message.objects.all()
    assert letter.recipient == anna.email
    assert "prosi o dokończenie" in letter.body
    assert "prosi o dokończenie" not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert card.versions.values_list("event", "channel").first() == ("entered", "phone")
    opened(ewa, Opening(Channel.PHONE, "jeszcze raz"))  # opened twice is opened once
    assert (OnBehalf.objects.count(), Message.objects.count()) == (1, 1)


def test_the_participant_types_on_and_submits_by_themselves_while_the_centre_has_it_open(anna, ewa):
    card = make_card(anna, Invitation.objects.get(card_kind="NGO").participant)
    attach(opened(ewa), Sources(note=CALL), actor=acting(ewa))
    assert submitted(anna, fetched(anna, card)).channel == "online"
    assert OnBehalf.objects.get().ended_at is not None
    assert SourceDocument.objects.get().submission is None


def test_statistics_and_karta_izus_are_entered_too_and_kinds_are_not_mixed_up(ewa):
    for kind in (CardKind.IZUS, CardKind.STATISTICS):
        assert opened(ewa, kind=kind).kind == kind
    ngo = Invitation.objects.get(card_kind="NGO")
    with pytest.raises(DomainError, match="card-of-other-kind"):
        open_on_behalf(ngo, PAPER, kind=CardKind.STATISTICS, actor=acting(ewa))


@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.XLSX, Channel.API, Channel.PACKAGE])
def test_only_channels_of_the_centre_can_be_chosen(ewa, channel):
    with pytest.raises(DomainError, match="channel-not-on-behalf"):
        opened(ewa, Opening(channel, "powód"))


def test_the_machine_and_organisations_enter_nothing(anna):
    asked = Invitation.objects.get(card_kind="NGO")
    for actor in (MACHINE, acting(anna)):
        with pytest.raises(NotAllowed, match="centre-needed"):
            open_on_behalf(asked, PAPER, kind=CardKind.NGO, actor=actor)
    assert not Card.objects.exists()


def test_after_the_deadline_nothing_is_opened(ewa, during):
    during.move_to(datetime(2026, 5, 1, 11, 0, tzinfo=UTC))
    with pytest.raises(DomainError, match="session-over"):
        opened(ewa)


def test_a_submitted_card_is_not_opened(anna, ewa):
    make_card(anna, Invitation.objects.get(card_kind="NGO").participant, filed=True)
    with pytest.raises(DomainError, match="card-is-filed"):
        opened(ewa)


def test_who_leaves_an_entry_changes_the_card_no_more(ewa):
    card = opened(ewa)
    leave_entry(card, actor=acting(ewa))
    assert not may_edit(acting(ewa), fetched(ewa, card))
    with pytest.raises(NotAllowed, match="card-not-opened"):
        leave_entry(card, actor=acting(ewa))


def test_a_source_is_for_the_centre_alone_and_stays_once_it_was_submitted(anna, ewa):
    card = opened(ewa)
    (wrong,), (right,) = (attach(card, Sources(note=words), actor=acting(ewa)) for words in ("nie ta karta", CALL))
    assert content_of(right).decode() == CALL
    with pytest.raises(NotFound):
        get_source(acting(anna), card, document_id=right.pk)
    remove_source(card, wrong, actor=acting(ewa))
    filed = submitted(ewa, card)
    right.refresh_from_db()
    assert right.submission == filed
    for change in (right.delete, lambda: SourceDocument.objects.update(sha256="0" * 64)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_source_that_is_gone_or_changed_is_named(ewa, settings):
    (document,) = attach(opened(ewa), Sources(note=CALL), actor=acting(ewa))
    path = settings.MEDIA_ROOT / "source-documents" / document.key
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"inne")
    with pytest.raises(DomainError, match="source-changed"):
        content_of(document)
    path.unlink()
    with pytest.raises(DomainError, match="source-gone"):
        content_of(document)


def test_the_same_source_twice_is_refused_and_leaves_no_file(ewa, settings):
    card = opened(ewa)
    attach(card, Sources(note=CALL), actor=acting(ewa))
    with pytest.raises(DomainError, match="source-known"):
        attach(card, Sources(note=CALL), actor=acting(ewa))
    assert len(list((settings.MEDIA_ROOT / "source-documents").iterdir())) == 1


def test_a_corrected_card_needs_a_source_of_its_own(anna, ewa):
    card = opened(ewa)
    attach(card, Sources(note=CALL), actor=acting(ewa))
    submitted(ewa, card)
    Card.objects.update(state="returned")
    again = opened(ewa, Opening(Channel.PHONE))
    with pytest.raises(DomainError, match="source-needed-first"):
        submit_card(again, key=uuid4(), seen_version=again.version, explanations={}, actor=acting(ewa))
    assert card.last_day == date(2026, 4, 30)


def test_no_card_is_opened_on_behalf_while_the_session_is_closed(anna, ewa):
    Session.objects.update(closing_since=clock.now())
    with pytest.raises(DomainError, match="session-being-closed"):
        opened(ewa)
    assert not Card.objects.exists()
    Session.objects.update(closing_since=None)
    make_card(anna, Invitation.objects.get(card_kind="NGO").participant)
    Session.objects.update(closing_since=clock.now())
    with pytest.raises(DomainError, match="session-being-closed"):
        opened(ewa)
    assert not OnBehalf.objects.exists()
