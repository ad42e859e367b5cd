"""Flags are kept: looked for in batches, the same ones stay as they are, settled or not; the clock sees to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from tests.web.builders import (
    NOW,
    acting,
    make_card,
    make_centre_user,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.cards.access import get_card
from atlas.cards.contents import Words
from atlas.cards.models import Card, Flag, Peers, Review
from atlas.cards.services.looking import (
    PEERS_HOLD,
    compute_peers,
    look_through,
    look_through_waiting,
    renew_peers,
    reopen_flag,
    settle_flag,
)
from atlas.cards.services.returning import answer_questions, return_card
from atlas.cards.services.reviewing import take_review
from atlas.cards.services.submitting import submit_card, withdraw_card
from atlas.cards.services.verifying import accept_clean
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.jobs.services.timekeeping import tick
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed, NotFound
from atlas.monitoring.models import Session
from atlas.monitoring.services import move_session

FILLED = {"contracts": {"value": "2"}, "users_total": {"value": "0"}}


@pytest.fixture(autouse=True)
def during(db):
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def ewa():
    return acting(make_centre_user("ewa@example.org", role=CentreRole.ANALYST))


def cards(user, count):
    """So many submitted Karty NGO of a session, which say little."""
    organisations = [make_organisation(f"ORG-{number:02}", seat_gmina="0605053") for number in range(count)]
    make_session(asked=organisations)
    for one in organisations:
        make_member(user, one)
    return [make_card(user, one, filed=True) for one in organisations]


def changed(card, user, *, explanations=None, **lines):
    """A card that was withdrawn, changed and submitted again."""
    actor = acting(user)
    held = get_card(actor, card.pk)
    held = withdraw_card(held, actor=actor) if held.state == "submitted" else held
    held = type_in(held, user=user, **lines)
    submit_card(held, key=uuid4(), seen_version=held.version, explanations=explanations or {}, actor=actor)
    return get_card(MACHINE, card.pk)


def looked(card):
    look_through([card], session=card.session)
    return {(one.code, one.item): one for one in Flag.objects.filter(card=card, submission=card.filed_id)}


@pytest.fixture
def warned(anna):
    """A card with a warning that its people explained."""
    (card,) = cards(anna, 1)
    return changed(card, anna, explanations={"contracts": "Umowy bez osób."}, **FILLED)


def test_a_card_that_was_looked_through_without_a_flag_is_clean(anna, ewa):
    (card,) = cards(anna, 1)
    flags = looked(card)
    assert flags.pop(("empty", "")).evidence["empty"] > 0
    review = Review.objects.get(card=card)
    assert (review.submission, review.looked_through_at) == (card.filed, clock.now())
    settle_flag(card, Flag.objects.get().pk, note="Nowa organizacja.", actor=ewa)
    assert accept_clean(card.session, actor=ewa) == 1


def test_a_settled_flag_stays_settled_while_its_evidence_is_the_same(warned, anna, ewa):
    flag = looked(warned)["warning", "contracts"]
    before = Review.objects.get().open_flags
    settle_flag(warned, flag.pk, note=" Widziałam\numowy. ", actor=ewa)
    assert Review.objects.get().open_flags == before - 1
    again = looked(warned)["warning", "contracts"]
    assert (again.pk, again.note, again.settled_by) == (flag.pk, "Widziałam umowy.", ewa.user_id)
    resubmitted = changed(warned, anna, managers={"value": "0"}, explanations={"contracts": "Umowy bez osób."})
    carried = looked(resubmitted)["warning", "contracts"]
    assert (carried.pk != flag.pk, carried.note) == (True, "Widziałam umowy.")
    assert looked(resubmitted)["warning", "contracts"].pk == carried.pk  # each opening of its page looks it through
    other = changed(resubmitted, anna, contracts={"value": "3"}, explanations={"contracts": "Umowy bez osób."})
    assert looked(other)["warning", "contracts"].settled_at is None


def test_a_flag_that_is_gone_is_taken_away_and_one_can_be_opened_again(warned, anna, ewa):
    flag = looked(warned)["warning", "contracts"]
    settle_flag(warned, flag.pk, note="", actor=ewa)
    assert reopen_flag(warned, flag.pk, actor=ewa).settled_at is None
    mended = changed(warned, anna, users_total={"value": "5"})
    assert ("warning", "contracts") not in looked(mended)
    with pytest.raises(NotFound, match="flag-not-found"):
        settle_flag(mended, flag.pk, note="", actor=ewa)


def test_flags_are_settled_by_who_may_decide_about_the_card_and_as_long_as_they_may(warned, anna, ewa):
    flag, jan = looked(warned)["warning", "contracts"], acting(make_centre_user("jan@example.org"))

    def refused(code, *, by=ewa):
        for act in (
            lambda: settle_flag(warned, flag.pk, note="", actor=by),
            lambda: reopen_flag(warned, flag.pk, actor=by),
        ):
            with pytest.raises(DomainError, match=code):
                act()
        assert Flag.objects.get(pk=flag.pk).settled_at is None

    take_review(warned, actor=jan)
    refused("review-taken")
    settle_flag(warned, flag.pk, note="", actor=jan)
    reopen_flag(warned, flag.pk, actor=jan)
    assert Review.objects.get().holder == jan.user_id  # a flag is no decision: who looks goes on looking
    for state in ("accepted", "returned", "set_aside", "withdrawn"):
        Card.objects.update(state=state)
        refused("flags-stay", by=jan)
    Card.objects.update(state="submitted")
    Session.objects.update(closing_since=NOW)
    refused("session-being-closed", by=jan)
    Session.objects.update(closing_since=None, state="closed")
    refused("session-not-verified-now", by=jan)


def test_only_the_centre_settles_flags(warned, anna):
    flag = looked(warned)["warning", "contracts"]
    with pytest.raises(NotAllowed, match="centre-needed"):
        settle_flag(warned, flag.pk, note="", actor=acting(anna))


def test_a_card_that_came_back_is_never_clean_by_itself(anna, ewa):
    (card,) = cards(anna, 1)
    return_card(get_card(ewa, card.pk), questions={"contracts": "Ile?"}, seen_version=card.version, actor=ewa)
    actor = acting(anna)
    answer_questions(get_card(actor, card.pk), {card.questions.get().pk: Words("", "Dwa.")}, actor=actor)
    back = changed(card, anna, contracts={"value": "2"})
    assert looked(back)["came-back", "contracts"].evidence == {"answered": True, "changed": True}
    assert "Dwa" not in str(looked(back)["came-back", "contracts"].evidence)


def test_far_values_are_raised_beside_the_session_s_peers(anna):
    found = cards(anna, 12)
    for number, card in enumerate(found):
        changed(card, anna, consultations={"value": "900" if number == 11 else "4"})
    assert compute_peers(found[0].session) == 12
    peers = Peers.objects.get(item="consultations")
    assert (peers.cards, peers.spread) == (12, 0)
    far = get_card(MACHINE, found[11].pk)
    evidence = looked(far)["outlier", "consultations"].evidence
    assert (evidence["value"], evidence["median"], evidence["cards"]) == (900, 4, 12)
    assert datetime.fromisoformat(evidence["as_of"]) == NOW
    near = get_card(MACHINE, found[0].pk)
    assert ("outlier", "consultations") not in looked(near)


def test_peers_are_computed_again_only_after_a_change_and_a_while(anna, during):
    found = cards(anna, 3)
    session = changed(found[2], anna, consultations={"value": "7"}).session
    assert renew_peers(session) == 3
    during.shift(timedelta(hours=1))
    assert renew_peers(session) == 3  # submitted at the very moment of the first time: that may be newer
    during.shift(timedelta(hours=1))
    assert renew_peers(session) == 0  # nothing changed
    changed(found[0], anna, consultations={"value": "9"})
    assert renew_peers(session) == 3
    changed(found[1], anna, consultations={"value": "8"})
    during.shift(2 * PEERS_HOLD)
    assert renew_peers(session) == 0  # it is too early for three cards
    during.shift(PEERS_HOLD)
    assert renew_peers(session) == 3
    assert Peers.objects.get(item="consultations").computed_at == clock.now()


def test_a_settled_flag_stays_settled_where_only_the_moment_of_its_peers_is_newer(anna, ewa, during):
    found = cards(anna, 12)
    for number, card in enumerate(found):
        changed(card, anna, consultations={"value": "900" if number == 11 else "4"})
    compute_peers(found[0].session)
    far = get_card(MACHINE, found[11].pk)
    flag = looked(far)["outlier", "consultations"]
    settle_flag(far, flag.pk, note="Zadzwoniłam.", actor=ewa)
    during.shift(timedelta(hours=1))
    compute_peers(found[0].session)
    again = looked(far)["outlier", "consultations"]
    assert (again.pk, again.settled_by, again.note) == (flag.pk, ewa.user_id, "Zadzwoniłam.")
    assert again.evidence["as_of"] > flag.evidence["as_of"]


def test_looking_through_costs_the_same_queries_for_few_and_many(anna, django_assert_num_queries):
    found = cards(anna, 8)
    look_through(found[:1], session=found[0].session)
    Flag.objects.all().delete()
    Review.objects.all().delete()
    for many in (found[:2], found[2:]):
        with django_assert_num_queries(14):
            look_through(many, session=found[0].session)


def test_the_clock_has_new_cards_looked_through_within_a_minute_and_again_each_night(anna, during):
    (card,) = cards(anna, 1)
    assert tick()[1] == 1
    assert tick()[1] == 0  # one is under way
    run(Job.objects.get().pk)
    assert Job.objects.get().facts == {"cards": 1}
    assert Review.objects.get().submission_id == card.filed_id
    during.shift(timedelta(minutes=5))
    assert tick()[1] == 0  # nothing is new
    move_session(card.session, "verify", actor=MACHINE)
    assert tick()[1] == 1
    run(Job.objects.first().pk)
    assert tick()[1] == 0
    during.shift(timedelta(days=1))
    assert tick()[1] == 1


def test_of_a_session_that_is_being_closed_nothing_falls_due(anna):
    (card,) = cards(anna, 1)
    type(card.session).objects.update(closing_since=NOW)
    assert tick()[1] == 0


def test_accepting_all_clean_cards_can_be_a_job_of_who_asks(anna, ewa):
    found = cards(anna, 3)
    look_through_waiting(found[0].session, again=False)
    Review.objects.update(open_flags=0)
    arguments = {"session": "2026-1", "cards": 3}
    job = Job.objects.create(
        kind="accept-clean", key="accept", arguments=arguments, asked_by=ewa.user_id, asked_at=NOW
    )  # fmt: skip
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.facts) == ("done", {"cards": 3})
    assert set(Card.objects.values_list("state", "changed_by")) == {("accepted", ewa.user_id)}
