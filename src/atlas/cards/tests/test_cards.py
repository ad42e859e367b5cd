"""A card's life: started, saved by two people, submitted once however often it is sent, withdrawn in time."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from tests.web.builders import (
    acting,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

from atlas.audit.models import Entry
from atlas.cards.access import get_card
from atlas.cards.contents import Typed, Words
from atlas.cards.models import Card, CardVersion, Contact, Submission
from atlas.cards.rules import CardState
from atlas.cards.selectors import document_of
from atlas.cards.services.saving import fill_zeros, save_explanations, save_lines
from atlas.cards.services.starting import start_card, start_statistics
from atlas.cards.services.submitting import submit_card, withdraw_card
from atlas.kernel.errors import DomainError, NotAllowed, NotFound
from atlas.mail.models import Message
from atlas.monitoring.models import Invitation

DURING = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
LAST_SECOND = datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC)
AFTER = datetime(2026, 4, 30, 22, 0, 0, tzinfo=UTC)
FILLED = {
    "seat_locality": {"value": "Janów Lubelski"}, "seat_gmina": {"value": "0605053"},
    "legal_form": {"value": "association"}, "contact_name": {"value": "Anna Przykładowa"},
    "contact_phone": {"value": "81 123 45 67"}, "contact_email": {"value": "anna@example.org"},
    "prepared_on": {"value": "2026-03-10"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(DURING, tick=False) as clock:
        yield clock


@pytest.fixture
def world(db):
    organisation = make_organisation(seat_gmina="0605053", legal_form="association")
    make_session(asked=[organisation])
    user = make_user()
    make_member(user, organisation)
    return acting(user), Invitation.objects.get()


def typed(**lines):
    return {code: Typed({}, texts) for code, texts in lines.items()}


def filled_card(actor, invitation):
    card = start_card(invitation, actor=actor)
    return save_lines(card, typed(**FILLED), actor=actor).card


def submitted(card, actor, *, key=None):
    return submit_card(card, key=key or uuid4(), seen_version=card.version, explanations={}, actor=actor)


def test_one_click_starts_a_card_with_what_the_register_knows(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    assert document_of(card).answers == {
        "organisation_name": invitation.participant.name, "legal_form": "association", "seat_gmina": "0605053",
    }  # fmt: skip
    assert card.contact.details == {"contact_name": "Anna Przykładowa", "contact_email": "anna@example.org"}
    assert start_card(invitation, actor=actor) == card
    assert Card.objects.count() == 1


def test_a_card_is_there_for_its_people_only(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    stranger = make_user("obca@example.org")
    make_member(stranger, make_organisation("ORG-002"))
    assert get_card(actor, card.pk) == card
    with pytest.raises(NotFound):
        get_card(acting(stranger), card.pk)
    with pytest.raises(NotAllowed):
        start_card(invitation, actor=acting(stranger))


def test_saving_keeps_answers_reasons_and_what_could_not_be_read(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    card = save_lines(card, typed(
        consultations={"value": "1 234"}, researchers={"value": "", "reason": "not_collected"},
        managers={"value": "dwie osoby"}, tools={"value": "survey|interview"}, **{"services:meals": {"users": "0"}},
    ), actor=actor).card  # fmt: skip
    document = document_of(Card.objects.get())
    assert document.answers["consultations"] == 1234
    assert document.answers["tools"] == ("survey", "interview")
    assert document.answers["services"] == ({"service": "meals", "users": 0, "ngo_staff": None, "cost_pln": None},)
    assert document.reasons == {"researchers": "not_collected"}
    assert document.unread == {"managers": {"value": "dwie osoby", "reason": ""}}
    assert "managers" not in document.answers
    card = save_lines(card, {"managers": Typed({"value": "dwie osoby"}, {"value": "2"})}, actor=actor).card
    assert document_of(card).unread == {}


def test_an_emptied_number_is_missing_and_zeros_are_written_knowingly(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    card = save_lines(card, typed(consultations={"value": "7"}), actor=actor).card
    card = save_lines(card, {"consultations": Typed({"value": "7"}, {"value": ""})}, actor=actor).card
    assert "consultations" not in document_of(card).answers
    card = save_lines(card, typed(researchers={"value": "", "reason": "unknown"}), actor=actor).card
    card, zeros = fill_zeros(card, section="II.1", actor=actor)
    assert zeros == 2  # consultations and reports_to_izus; researchers say why they are missing
    assert document_of(card).answers["consultations"] == 0
    assert "researchers" not in document_of(card).answers


def test_two_people_on_one_card_lose_nothing(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    save_lines(card, {"consultations": Typed({"value": ""}, {"value": "3"}),
                      "reports_to_izus": Typed({"value": ""}, {"value": "1"})}, actor=actor)  # fmt: skip
    saved = save_lines(card, {"consultations": Typed({"value": ""}, {"value": "5"}),
                              "reports_to_izus": Typed({"value": ""}, {"value": ""}),
                              "researchers": Typed({"value": ""}, {"value": "2"})}, actor=actor)  # fmt: skip
    conflict = saved.conflicts["consultations"]
    assert (conflict.mine["value"], conflict.theirs["value"]) == ("5", "3")
    assert saved.others == ("reports_to_izus",)
    answers = document_of(Card.objects.get()).answers
    assert (answers["consultations"], answers["reports_to_izus"], answers["researchers"]) == (3, 1, 2)
    again = save_lines(card, {"consultations": Typed(conflict.theirs, conflict.mine)}, actor=actor)
    assert not again.conflicts
    assert document_of(again.card).answers["consultations"] == 5


def test_contact_data_stand_in_their_own_table_alone(world):
    actor, invitation = world
    card = filled_card(actor, invitation)
    submission = submitted(card, actor)
    assert Contact.objects.get().details["contact_phone"] == "81 123 45 67"
    written = [submission.content, *(str(one.content) for one in CardVersion.objects.all()),
               *(str(one.facts) for one in Entry.objects.all()), str(Card.objects.get().content),
               *(one.body for one in Message.objects.filter(subject__contains="0001"))]  # fmt: skip
    assert not [text for text in written if "81 123" in text or "anna@example.org" in text]


def test_a_card_is_submitted_with_number_hash_and_letter(world):
    actor, invitation = world
    submission = submitted(filled_card(actor, invitation), actor)
    card = Card.objects.get()
    assert (card.state, card.filed_id, submission.receipt) == (CardState.SUBMITTED, submission.pk, "2026-1/NGO/0001")
    assert submission.sha256 == document_of(card).sha256
    assert Message.objects.filter(recipient="anna@example.org", subject__contains="2026-1/NGO/0001").count() == 1
    with pytest.raises(DomainError, match="card-is-filed"):
        save_lines(card, typed(consultations={"value": "9"}), actor=actor)


def test_the_same_key_again_is_the_same_submission(world):
    actor, invitation = world
    card, key = filled_card(actor, invitation), uuid4()
    first = submitted(card, actor, key=key)
    assert submitted(card, actor, key=key) == first
    assert (Submission.objects.count(), Message.objects.filter(subject__contains="0001").count()) == (1, 1)


def test_a_card_that_lacks_what_is_required_is_not_submitted(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    with pytest.raises(DomainError) as refused:
        submitted(card, actor)
    assert (refused.value.code, refused.value.facts["count"]) == ("card-not-ready", 3)  # locality, phone, day


def test_a_warning_wants_a_word(world):
    actor, invitation = world
    card = filled_card(actor, invitation)
    card = save_lines(card, typed(researchers={"value": "3"}, new_specialities={"value": "none"}), actor=actor).card
    with pytest.raises(DomainError) as refused:
        submitted(card, actor)
    assert refused.value.facts["count"] == 1
    done = submit_card(
        card, key=uuid4(), seen_version=card.version, explanations={"researchers": "Nowe osoby."}, actor=actor
    )
    assert document_of(done.card).explanations == {"researchers": "Nowe osoby."}


def test_a_card_that_changed_since_it_was_checked_is_not_submitted(world):
    actor, invitation = world
    card = filled_card(actor, invitation)
    save_lines(card, typed(consultations={"value": "4"}), actor=actor)
    with pytest.raises(DomainError, match="card-changed-meanwhile"):
        submitted(card, actor)


def test_the_last_second_counts_and_the_next_one_keeps_the_draft(world, during):
    actor, invitation = world
    card = filled_card(actor, invitation)
    during.move_to(AFTER, tick=False)
    with pytest.raises(DomainError, match="session-over"):
        submitted(card, actor)
    card = save_lines(card, typed(consultations={"value": "8"}), actor=actor).card
    assert document_of(card).answers["consultations"] == 8
    during.move_to(LAST_SECOND, tick=False)
    assert submitted(card, actor).number == 1


def test_a_withdrawn_card_is_corrected_and_gets_another_receipt(world, during):
    actor, invitation = world
    first = submitted(filled_card(actor, invitation), actor)
    card = withdraw_card(Card.objects.get(), actor=actor)
    assert (card.state, card.filed) == (CardState.WITHDRAWN, None)
    card = save_lines(card, typed(consultations={"value": "2"}), actor=actor).card
    second = submitted(card, actor)
    assert (first.number, second.number) == (1, 2)
    during.move_to(AFTER, tick=False)
    with pytest.raises(DomainError, match="session-over"):
        withdraw_card(Card.objects.get(), actor=actor)


def test_the_history_has_one_version_for_each_sitting(world, during):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    for seen, now, pause in (("", "1", 60), ("1", "2", 60), ("2", "3", 1000), ("3", "4", 0)):
        card = save_lines(card, {"consultations": Typed({"value": seen}, {"value": now})}, actor=actor).card
        during.shift(pause)
    kept = list(CardVersion.objects.values_list("event", "number"))
    assert kept == [("saved", 5), ("saved", 4), ("started", 1)]


@pytest.mark.parametrize("statement", [
    "UPDATE cards_submission SET sha256 = 'x'", "DELETE FROM cards_submission",
    "UPDATE cards_cardversion SET content = '{}' WHERE event = 'submitted'",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_what_was_submitted(world, statement):
    actor, invitation = world
    submitted(filled_card(actor, invitation), actor)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_statistics_belong_to_the_gmina_whoever_of_its_institutions_fills_them_in(db):
    office, partner = make_institution(), make_institution("IZUS-02", name="Urząd Gminy (wymyślony)")
    make_session(asked=[office, partner])
    people = [make_user(f"{one}@example.org") for one in ("ola", "ewa")]
    for user, participant in zip(people, (office, partner), strict=True):
        make_member(user, participant)
    ours, theirs = map(acting, people)
    card = start_statistics(Invitation.objects.get(participant=office), actor=ours)
    assert start_statistics(Invitation.objects.get(participant=partner), actor=theirs) == card
    card = get_card(theirs, card.pk)
    figure = {"value": "10850", "source": "gus_bdl", "as_of": "2025-12-31"}
    card = save_lines(card, typed(population=figure), actor=theirs).card
    assert document_of(card).sources["population"].source == "gus_bdl"


def test_a_second_gmina_starts_from_the_first_without_its_figures(world):
    actor, invitation = world
    card = save_lines(filled_card(actor, invitation), typed(consultations={"value": "3"}), actor=actor).card
    make_session("2026-2", sequence=2, asked=[invitation.participant])
    copy = start_card(Invitation.objects.get(session__code="2026-2"), actor=actor, copy_of=card)
    assert document_of(copy).answers["seat_locality"] == "Janów Lubelski"
    assert "consultations" not in document_of(copy).answers
    assert copy.contact.details["contact_phone"] == "81 123 45 67"


def test_lines_end_as_in_a_spreadsheet_and_long_texts_are_refused_whole(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    card = save_lines(card, typed(seat_locality={"value": "Janów\r\nLubelski"}), actor=actor).card
    assert document_of(card).answers["seat_locality"] == "Janów Lubelski"  # as a field of one line shows it
    assert (
        save_explanations(card, {"researchers": Words("", "Od\r\nstycznia.")}, actor=actor).version == card.version + 1
    )
    assert document_of(Card.objects.get()).explanations == {"researchers": "Od\nstycznia."}
    card = save_lines(card, typed(service_organiser={"value": "x"}), actor=actor).card  # no line of this form
    seen = {"seat_locality": Typed({"value": "Janów\r\nLubelski"}, {"value": "x" * 1001})}
    card = save_lines(card, seen, actor=actor).card
    assert len(document_of(card).unread["seat_locality"]["value"]) == 1001  # whole, with its reason


def test_a_word_of_explanation_that_two_people_changed_is_a_conflict_of_its_line(world):
    actor, invitation = world
    card = start_card(invitation, actor=actor)
    save_explanations(card, {"researchers": Words("", "Ich słowo.")}, actor=actor)
    mine = {"value": "", "reason": "", "explanation": "Moje słowo."}
    one = {"researchers": Typed(mine | {"explanation": ""}, mine)}
    saved = save_lines(card, one, actor=actor)
    assert saved.conflicts["researchers"].theirs["explanation"] == "Ich słowo."
    assert document_of(saved.card).explanations == {"researchers": "Ich słowo."}
    knowing = {"researchers": Typed(mine | {"explanation": "Ich słowo."}, mine)}
    assert document_of(save_lines(card, knowing, actor=actor).card).explanations == {"researchers": "Moje słowo."}
