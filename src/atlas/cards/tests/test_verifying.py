"""Deciding about submitted cards: accepting, returning with questions, setting aside, all clean ones at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from tests.web.builders import (
    NOW,
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

from atlas.accounts.rules import CentreRole
from atlas.audit.models import Entry
from atlas.cards.access import get_card
from atlas.cards.contents import Words
from atlas.cards.models import Card, CardVersion, Flag, Question, Review, Submission
from atlas.cards.services.returning import answer_questions, return_card
from atlas.cards.services.reviewing import leave_review, take_review
from atlas.cards.services.submitting import submit_card, withdraw_card
from atlas.cards.services.verifying import BATCH, accept_card, accept_clean, set_aside
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.models import Message
from atlas.monitoring.models import Session


@pytest.fixture(autouse=True)
def during(db):
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def card(anna):
    """A Karta NGO that was submitted."""
    organisation = make_organisation(seat_gmina="0605053")
    make_session(asked=[organisation])
    make_member(anna, organisation)
    return make_card(anna, organisation, filed=True)


@pytest.fixture
def ewa():
    return acting(make_centre_user("ewa@example.org", role=CentreRole.ANALYST))


@pytest.fixture
def jan():
    return acting(make_centre_user("jan@example.org", role=CentreRole.ANALYST))


def found(card, actor):
    return get_card(actor, card.pk)


def looked_through(*cards, flags=0):
    for card in cards:
        Review.objects.update_or_create(card=card, defaults={"submission": card.filed, "open_flags": flags})


def test_an_accepted_card_says_what_was_submitted(card, ewa):
    accepted = accept_card(found(card, ewa), seen_version=card.version, actor=ewa)
    assert (accepted.state, accepted.version) == ("accepted", card.version + 1)
    assert accepted.filed.sha256 == card.filed.sha256
    version = CardVersion.objects.get(card=card, event="accepted")
    assert (version.number, version.by, version.content) == (accepted.version, ewa.user_id, card.content)
    entry = Entry.objects.get(action="accept-card")
    assert (entry.subject_id, entry.facts["submission"]) == (str(card.pk), card.filed_id)


def test_who_is_not_of_the_centre_decides_nothing(card, anna):
    actor = acting(anna)
    for decide in (
        lambda: accept_card(card, seen_version=card.version, actor=actor),
        lambda: return_card(card, questions={"consultations": "?"}, seen_version=card.version, actor=actor),
        lambda: set_aside(card, reason="x", seen_version=card.version, actor=actor),
        lambda: accept_clean(card.session, actor=actor),
        lambda: take_review(card, actor=actor),
    ):
        with pytest.raises(NotAllowed, match="centre-needed"):
            decide()
    assert Card.objects.get().state == "submitted"


def test_a_card_that_changed_meanwhile_is_not_accepted(card, anna, ewa):
    actor, seen = acting(anna), card.version
    withdrawn = withdraw_card(found(card, actor), actor=actor)
    with pytest.raises(DomainError, match="card-transition"):
        accept_card(found(card, ewa), seen_version=withdrawn.version, actor=ewa)
    changed = type_in(withdrawn, user=anna, consultations={"value": "9"})
    submit_card(changed, key=uuid4(), seen_version=changed.version, explanations={}, actor=actor)
    with pytest.raises(DomainError, match="card-changed-meanwhile"):
        accept_card(found(card, ewa), seen_version=seen, actor=ewa)
    assert Card.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"closing_since": NOW}, "session-being-closed"),
        ({"state": "closed"}, "session-not-verified-now"),
        ({"state": "announced"}, "session-not-verified-now"),
    ],
)
def test_of_a_session_that_is_not_at_work_no_card_is_decided(card, ewa, facts, code):
    Session.objects.update(**facts)
    looked_through(card)
    for decide in (
        lambda: accept_card(found(card, ewa), seen_version=card.version, actor=ewa),
        lambda: return_card(found(card, ewa), questions={"consultations": "?"}, seen_version=card.version, actor=ewa),
        lambda: set_aside(found(card, ewa), reason="x", seen_version=card.version, actor=ewa),
        lambda: accept_clean(card.session, actor=ewa),
    ):
        with pytest.raises(DomainError, match=code):
            decide()
    assert Card.objects.get().state == "submitted"


def test_a_returned_card_comes_back_with_answers_at_its_items(card, anna, ewa):
    asked = {"contracts": "Ile?", "consultations": " Skąd ta liczba? ", "researchers": "  "}
    return_card(found(card, ewa), questions=asked, seen_version=card.version, actor=ewa)
    questions = list(Question.objects.all())
    assert [(one.item, one.text, one.round) for one in questions] == [
        ("consultations", "Skąd ta liczba?", 1), ("contracts", "Ile?", 1),
    ]  # fmt: skip
    actor = acting(anna)
    assert answer_questions(found(card, actor), {questions[0].pk: Words("", "Z dziennika.")}, actor=actor) == 1
    assert answer_questions(found(card, actor), {questions[0].pk: Words("", "Z dziennika.")}, actor=actor) == 0
    changed = type_in(found(card, actor), user=anna, consultations={"value": "7"})
    again = submit_card(changed, key=uuid4(), seen_version=changed.version, explanations={}, actor=actor)
    assert again.receipt == "2026-1/NGO/0002"
    with pytest.raises(DomainError, match="card-is-filed"):
        answer_questions(found(card, actor), {questions[1].pk: Words("", "Dwa.")}, actor=actor)
    now = found(card, ewa)
    return_card(now, questions={"consultations": "Na pewno?"}, seen_version=now.version, actor=ewa)
    assert [(one.round, one.answer) for one in Question.objects.all()] == [(1, "Z dziennika."), (1, ""), (2, "")]
    assert not any("dziennika" in str(entry.facts) for entry in Entry.objects.all())


def test_the_letter_about_questions_holds_no_word_of_them(card, anna, ewa):
    Message.objects.all().delete()
    asked = {"consultations": "Czy pani Nowacka brała udział?", "contracts": "Ile?"}
    return_card(found(card, ewa), questions=asked, seen_version=card.version, actor=ewa)
    letter = Message.objects.get()
    assert letter.recipient == anna.email
    assert f"/karty/{card.pk}/sprawdz/" in letter.body
    assert "2" in letter.body.partition("\n")[0]
    assert "Nowacka" not in letter.body + letter.subject


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ({}, "question-needed"),
        ({"consultations": " "}, "question-needed"),
        ({"no_such_item": "?"}, "question-not-at-item"),
        ({"contact_phone": "?"}, "question-not-at-item"),
        ({"consultations": "x" * 1001}, "text-too-long"),
    ],
)
def test_a_card_is_not_returned_without_a_question_at_an_item(card, ewa, questions, code):
    with pytest.raises(DomainError, match=code):
        return_card(found(card, ewa), questions=questions, seen_version=card.version, actor=ewa)
    assert Card.objects.get().state == "submitted"


def test_questions_of_another_card_are_not_answered(card, anna, ewa):
    other = make_organisation("ORG-002", seat_gmina="0605053")
    make_session("2026-2", asked=[other], sequence=2)
    make_member(anna, other)
    theirs = make_card(anna, other, filed=True, session="2026-2")
    for one in (card, theirs):
        return_card(found(one, ewa), questions={"consultations": "?"}, seen_version=one.version, actor=ewa)
    question = Question.objects.get(card=theirs)
    assert answer_questions(found(card, acting(anna)), {question.pk: Words("", "Nie moje.")}, actor=acting(anna)) == 0
    with pytest.raises(NotAllowed, match="card-not-opened"):
        answer_questions(found(card, ewa), {Question.objects.get(card=card).pk: Words("", "x")}, actor=ewa)


def test_a_card_is_set_aside_with_its_reason_only(card, ewa):
    with pytest.raises(DomainError, match="set-aside-reason-needed"):
        set_aside(found(card, ewa), reason=" \n", seen_version=card.version, actor=ewa)
    aside = set_aside(found(card, ewa), reason="Druga karta\ntej organizacji", seen_version=card.version, actor=ewa)
    assert aside.state == "set_aside"
    assert CardVersion.objects.get(event="set_aside").note == "Druga karta tej organizacji"


def test_a_returned_card_that_does_not_come_back_can_be_set_aside(card, ewa):
    returned = return_card(found(card, ewa), questions={"contracts": "?"}, seen_version=card.version, actor=ewa)
    aside = set_aside(found(card, ewa), reason="Bez odpowiedzi", seen_version=returned.version, actor=ewa)
    assert aside.state == "set_aside"


def test_a_card_that_another_verifier_has_open_is_not_decided_about(card, ewa, jan, during):
    take_review(card, actor=ewa)
    assert take_review(card, actor=jan).holder == ewa.user_id
    with pytest.raises(DomainError, match="review-taken") as refused:
        accept_card(found(card, jan), seen_version=card.version, actor=jan)
    assert refused.value.facts == {"name": "Anna Przykładowa", "since": "12:00"}
    during.shift(timedelta(minutes=20))
    accept_card(found(card, jan), seen_version=card.version, actor=jan)
    assert Review.objects.get().holder is None


def test_a_card_is_taken_over_knowingly(card, ewa, jan):
    take_review(card, actor=ewa)
    assert take_review(card, actor=jan, over=True).holder == jan.user_id
    assert Entry.objects.get(action="take-review-over").facts == {"before": ewa.user_id}
    with pytest.raises(DomainError, match="review-taken"):
        accept_card(found(card, ewa), seen_version=card.version, actor=ewa)
    leave_review(card, actor=ewa)
    assert Review.objects.get().holder == jan.user_id
    leave_review(card, actor=jan)
    accept_card(found(card, ewa), seen_version=card.version, actor=ewa)


def test_looking_on_renews_the_lease_and_keeps_since_when(card, ewa, during):
    first = take_review(card, actor=ewa)
    during.shift(timedelta(minutes=15))
    second = take_review(card, actor=ewa)
    assert second.held_since == first.held_since
    assert second.held_until == first.held_until + timedelta(minutes=15)


def test_all_clean_cards_are_accepted_and_no_other(anna, ewa, jan):
    organisations = [make_organisation(f"ORG-{number}", seat_gmina="0605053") for number in range(5)]
    session = make_session(asked=organisations)
    for one in organisations:
        make_member(anna, one)
    clean, flagged, open_elsewhere, not_looked_at, stale = (make_card(anna, one, filed=True) for one in organisations)
    looked_through(clean, open_elsewhere, stale)
    looked_through(flagged, flags=1)
    Flag.objects.create(card=flagged, submission=flagged.filed, code="x", raised_at=NOW)
    take_review(open_elsewhere, actor=jan)
    actor = acting(anna)
    withdrawn = withdraw_card(found(stale, actor), actor=actor)
    submit_card(withdrawn, key=uuid4(), seen_version=withdrawn.version, explanations={}, actor=actor)
    assert accept_clean(session, actor=ewa) == 1
    assert list(Card.objects.filter(state="accepted").values_list("pk", flat=True)) == [clean.pk]
    accepted = Card.objects.get(pk=clean.pk)
    assert CardVersion.objects.get(card=clean, event="accepted").number == accepted.version == clean.version + 1
    assert Entry.objects.get(action="accept-card").facts["clean"] is True
    assert not_looked_at.state == "submitted"


def test_of_two_karty_izus_of_a_gmina_one_is_accepted_knowingly(ewa):
    offices = [make_institution(f"IZUS-0{number}") for number in (1, 2)]
    session = make_session(asked=offices)
    cards = [filed_izus(session, one) for one in offices]
    looked_through(*cards)
    assert accept_clean(session, actor=ewa) == 0
    accept_card(found(cards[0], ewa), seen_version=1, actor=ewa)
    with pytest.raises(DomainError, match="izus-accepted-already"):
        accept_card(found(cards[1], ewa), seen_version=1, actor=ewa)
    set_aside(found(cards[1], ewa), reason="Gmina ma drugą kartę.", seen_version=1, actor=ewa)
    assert sorted(Card.objects.values_list("state", flat=True)) == ["accepted", "set_aside"]


def filed_izus(session, office):
    """A submitted Karta IZUS as the tables have it: what it says is not the point."""
    card = Card.objects.create(
        session=session, kind="IZUS", scope=session.scope.get(), participant=office, state="submitted", content={},
        started_at=NOW, changed_at=NOW,
    )  # fmt: skip
    card.filed = Submission.objects.create(
        card=card, key=uuid4(), session=session, kind="IZUS", number=card.pk, version=1, content="{}", sha256="0" * 64,
        channel="online", filed_at=NOW,
    )  # fmt: skip
    card.save()
    return card


def test_accepting_all_clean_cards_costs_queries_by_batches_only(anna, ewa, django_assert_max_num_queries):
    organisations = [make_organisation(f"ORG-{number:02}", seat_gmina="0605053") for number in range(12)]
    session = make_session(asked=organisations)
    for one in organisations:
        make_member(anna, one)
    looked_through(*(make_card(anna, one, filed=True) for one in organisations))
    assert BATCH > 12
    with django_assert_max_num_queries(20):
        assert accept_clean(session, actor=ewa) == 12
