"""The Centre's pages of verification: the queue, one card before its verifier, decisions, and who has what open."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from tests.web.builders import (
    NOW,
    acting,
    centre_client,
    make_card,
    make_member,
    make_organisation,
    make_session,
    make_user,
)

from atlas.cards.access import get_card
from atlas.cards.models import Card, Flag, Question, Review
from atlas.cards.services.looking import look_through, look_through_waiting
from atlas.cards.services.reviewing import take_review
from atlas.cards.services.submitting import withdraw_card
from atlas.jobs.models import Job


@pytest.fixture(autouse=True)
def during(db):
    with time_machine.travel(NOW, tick=False) as moment, translation.override("en"):
        yield moment


def in_centre(email):
    client = centre_client(email)
    return client.user, client


@pytest.fixture
def ewa():
    return in_centre("ewa@example.org")


@pytest.fixture
def jan():
    return in_centre("jan@example.org")


@pytest.fixture
def anna():
    return make_user()


def filed(user, count, *, first=0):
    """So many submitted Karty NGO of one session."""
    organisations = [
        make_organisation(f"ORG-{number:02}", name=f"Organizacja {number:02} (wymyślona)", seat_gmina="0605053")
        for number in range(first, first + count)
    ]
    make_session(asked=organisations)
    for one in organisations:
        make_member(user, one)
    return [make_card(user, one, filed=True) for one in organisations]


def page(client, name, *args, query="", **kwargs):
    return client.get(reverse(f"backoffice:{name}", args=["2026-1", *args]) + query, **kwargs)


def sends(client, name, *args, **data):
    return client.post(reverse(f"backoffice:{name}", args=["2026-1", *args]), data)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_queue_shows_cards_oldest_first_and_who_has_one_open(anna, ewa, jan, during):
    cards = filed(anna, 3)
    take_review(cards[1], actor=acting(jan[0]))
    answer = page(ewa[1], "verification")
    said = text(answer)
    places = [said.index(f"Organizacja 0{number}") for number in range(3)]
    assert places == sorted(places)
    assert "Anna Przykładowa, since 12:00" in said
    during.shift(timedelta(minutes=20))
    assert "since 12:00" not in text(page(ewa[1], "verification"))


def test_the_queue_costs_the_same_queries_for_few_and_many_cards(anna, ewa, django_assert_max_num_queries):
    cards = filed(anna, 12)
    look_through(cards, session=cards[0].session)
    for query in ("", "?uwagi=flagged&gmina=Jan&wojewodztwo=06&rodzaj=NGO"):
        with django_assert_max_num_queries(16):
            assert page(ewa[1], "verification", query=query).status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?rodzaj=NGO", True),
        ("?rodzaj=IZUS", False),
        ("?wojewodztwo=06", True),
        ("?wojewodztwo=14", False),
        ("?gmina=janów", True),
        ("?gmina=0605", True),
        ("?gmina=Kraków", False),
        ("?uwagi=flagged", True),
        ("?uwagi=clean", False),
        ("?uwagi=unlooked", False),
        ("?uwagi=back", False),
        ("?uwagi=nonsense", True),
        ("?strona=x", True),
    ],
)
def test_the_queue_is_narrowed(anna, ewa, query, shown):
    (card,) = filed(anna, 1)
    look_through([card], session=card.session)
    assert ("Organizacja 00" in text(page(ewa[1], "verification", query=query))) is shown


def test_an_opened_card_is_looked_through_and_taken(anna, ewa, jan):
    (card,) = filed(anna, 1)
    said = text(page(ewa[1], "review", card.pk))
    assert Review.objects.get().holder == ewa[0].pk
    assert "items have neither an answer nor a reason" in said
    assert "Accept the card" in said
    theirs = text(page(jan[1], "review", card.pk))
    assert "Anna Przykładowa has had this card open since 12:00" in theirs
    assert "Accept the card" not in theirs
    refused = sends(jan[1], "accept-card", card.pk, version=card.version)
    assert refused.status_code == 409
    assert "has been looking at this card since 12:00" in text(refused)
    assert sends(jan[1], "take-review-over", card.pk).status_code == 302
    assert "Accept the card" in text(page(jan[1], "review", card.pk))


def test_a_card_s_page_costs_the_same_queries_whatever_stands_beside_it(anna, ewa, django_assert_max_num_queries):
    cards = filed(anna, 10)
    page(ewa[1], "review", cards[0].pk)
    with django_assert_max_num_queries(45):
        page(ewa[1], "review", cards[0].pk)


def test_a_card_is_accepted_as_it_was_read_and_the_next_one_opens(anna, ewa):
    first, second = filed(anna, 2)
    page(ewa[1], "review", first.pk)
    refused = sends(ewa[1], "accept-card", first.pk, version=first.version - 1)
    assert refused.status_code == 409
    assert "Somebody changed this card" in text(refused)
    assert f'name="version" value="{first.version}"' in text(refused)
    accepted = sends(ewa[1], "accept-card", first.pk, version=first.version)
    assert accepted.url == reverse("backoffice:review", args=["2026-1", second.pk])
    assert Card.objects.get(pk=first.pk).state == "accepted"
    last = sends(ewa[1], "accept-card", second.pk, version=second.version)
    assert last.url == reverse("backoffice:verification", args=["2026-1"])


def test_a_card_that_was_withdrawn_meanwhile_leads_back_to_the_queue(anna, ewa):
    (card,) = filed(anna, 1)
    page(ewa[1], "review", card.pk)
    withdraw_card(get_card(acting(anna), card.pk), actor=acting(anna))
    answer = sends(ewa[1], "accept-card", card.pk, version=card.version)
    assert answer.url == reverse("backoffice:verification", args=["2026-1"])
    assert "withdrawn by its participant" in text(page(ewa[1], "verification"))


def test_what_was_typed_as_questions_comes_back_with_a_refusal(anna, ewa):
    (card,) = filed(anna, 1)
    asked = {"question.contracts": "Ile umów?", "question.managers": ""}
    refused = sends(ewa[1], "return-card", card.pk, version=0, **asked)
    assert refused.status_code == 409
    assert "Ile umów?" in text(refused)
    assert sends(ewa[1], "return-card", card.pk, version=card.version).status_code == 409
    assert sends(ewa[1], "return-card", card.pk, version=card.version, **asked).status_code == 302
    assert [(one.item, one.text) for one in Question.objects.all()] == [("contracts", "Ile umów?")]
    assert "Organizacja 00" in text(page(ewa[1], "verification"))  # with its participant
    assert "Ile umów?" in text(page(ewa[1], "review", card.pk))


def test_accepting_a_card_throws_no_question_away(anna, ewa):
    (card,) = filed(anna, 1)
    refused = sends(ewa[1], "accept-card", card.pk, version=card.version, **{"question.contracts": "Ile umów?"})
    assert refused.status_code == 409
    assert "You typed questions" in text(refused)
    assert "Ile umów?</textarea>" in text(refused)
    assert Card.objects.get().state == "submitted"


def test_questions_that_a_colleague_stood_in_the_way_of_are_shown_to_copy(anna, ewa, jan):
    (card,) = filed(anna, 1)
    page(ewa[1], "review", card.pk)
    sends(jan[1], "take-review-over", card.pk)
    refused = sends(ewa[1], "return-card", card.pk, version=card.version, **{"question.contracts": "Ile umów?"})
    assert refused.status_code == 409
    assert "were not sent. Copy them" in text(refused)
    assert "Ile umów?" in text(refused)


def test_a_card_that_was_decided_about_asks_for_no_look_any_more(anna, ewa):
    (card,) = filed(anna, 1)
    assert "is still to be looked at" in text(page(ewa[1], "review", card.pk))
    sends(ewa[1], "accept-card", card.pk, version=card.version)
    assert f"Card {card.filed.receipt} was accepted." in text(page(ewa[1], "verification"))
    assert "still to be looked at" not in text(page(ewa[1], "review", card.pk))


def test_a_card_is_set_aside_by_its_form(anna, ewa):
    (card,) = filed(anna, 1)
    assert sends(ewa[1], "set-card-aside", card.pk, version=card.version, reason=" ").status_code == 409
    assert sends(ewa[1], "set-card-aside", card.pk, version=card.version, reason="Podwójna").status_code == 302
    assert "set aside by the Centre" in text(page(ewa[1], "review", card.pk))


def test_flags_are_marked_as_seen_and_opened_again(anna, ewa):
    (card,) = filed(anna, 1)
    page(ewa[1], "review", card.pk)
    flag = Flag.objects.get(code="empty")
    sends(ewa[1], "settle-flag", card.pk, flag.pk, note="Nowa organizacja")
    assert "Found fine by Anna Przykładowa" in text(page(ewa[1], "review", card.pk))
    sends(ewa[1], "settle-flag", card.pk, flag.pk, open="1")
    assert "Found fine" not in text(page(ewa[1], "review", card.pk))


def test_clean_cards_are_accepted_once_that_is_confirmed(anna, ewa, monkeypatch):
    cards = filed(anna, 3)
    look_through_waiting(cards[0].session, again=False)
    assert "No card is clean now" in text(page(ewa[1], "accept-clean"))
    Review.objects.exclude(card=cards[0]).update(open_flags=0)
    assert "Accept all 2 clean cards" in text(page(ewa[1], "verification"))
    assert "Accept 2 cards" in text(page(ewa[1], "accept-clean"))
    assert Card.objects.filter(state="accepted").count() == 0
    assert sends(ewa[1], "accept-clean").status_code == 302
    assert Card.objects.filter(state="accepted").count() == 2


def test_many_clean_cards_are_accepted_by_a_job(anna, ewa, monkeypatch):
    monkeypatch.setattr("atlas.backoffice.views.verification.AT_ONCE", 1)
    cards = filed(anna, 2)
    look_through_waiting(cards[0].session, again=False)
    Review.objects.update(open_flags=0)
    answer = sends(ewa[1], "accept-clean")
    job = Job.objects.get()
    assert (job.kind, job.asked_by, answer.url) == (
        "accept-clean", ewa[0].pk, reverse("backoffice:job", args=[job.pk])
    )  # fmt: skip


def test_the_next_card_is_one_that_nobody_has(anna, ewa, jan):
    first, second, third = filed(anna, 3)
    take_review(first, actor=acting(jan[0]))
    assert sends(ewa[1], "next-card").url == reverse("backoffice:review", args=["2026-1", second.pk])
    page(ewa[1], "review", second.pk)
    assert sends(ewa[1], "next-card", left=second.pk).url == reverse("backoffice:review", args=["2026-1", third.pk])
    assert Review.objects.get(card=second).holder is None
    for card in (second, third):
        take_review(card, actor=acting(jan[0]))
    assert sends(ewa[1], "next-card").url == reverse("backoffice:verification", args=["2026-1"])


def test_a_lease_is_renewed_while_the_page_is_open_and_ended_by_leaving(anna, ewa, during):
    (card,) = filed(anna, 1)
    page(ewa[1], "review", card.pk)
    during.shift(timedelta(minutes=19))
    assert "until 12:39" in text(sends(ewa[1], "hold-review", card.pk))
    assert sends(ewa[1], "leave-review", card.pk).status_code == 302
    assert Review.objects.get().holder is None


def test_a_card_of_another_session_is_not_there(anna, ewa):
    (card,) = filed(anna, 1)
    make_session("2026-2", sequence=2)
    assert ewa[1].get(reverse("backoffice:review", args=["2026-2", card.pk])).status_code == 404


def test_a_card_that_was_never_submitted_is_shown_as_its_people_see_it(anna, ewa):
    organisation = make_organisation(seat_gmina="0605053")
    make_session(asked=[organisation])
    make_member(anna, organisation)
    card = make_card(anna, organisation)
    assert page(ewa[1], "review", card.pk).url == reverse("workspace:check-card", args=[card.pk])
