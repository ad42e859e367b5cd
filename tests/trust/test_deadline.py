"""The deadline passes while cards come in: each is filed in time with a receipt, or refused with its draft kept."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from tests.trust.together import at_once, in_background, time_going_on
from tests.trust.world import World, must_be_whole

from atlas.accounts.actor import MACHINE
from atlas.audit.models import Entry
from atlas.cards.models import Card, Submission
from atlas.cards.selectors import document_of
from atlas.cards.services import submitting
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.services import move_session

pytestmark = pytest.mark.usefixtures("moving_clock")
DEADLINE = datetime(2026, 4, 30, 22, 0, tzinfo=UTC)  # midnight in Warsaw


def must_be_filed_or_kept(card, outcome, *, before):
    """A card is wholly in, with a receipt dated before a moment, or it is refused and its draft is as it was."""
    if isinstance(outcome, Submission):
        assert outcome.filed_at < before
        must_be_whole(card, submitted=True)
        return
    if not isinstance(outcome, DomainError) or outcome.code not in {"session-over", "session-closed-early"}:
        raise outcome
    must_be_whole(card, submitted=False)
    assert document_of(Card.objects.get(pk=card.pk)) == document_of(card)


def around_the_last_second(world):
    """Submit a card every 150 ms, from 1.5 s before the deadline to 1.5 s after it."""

    def later(pause, card):
        time.sleep(pause)
        return world.submit(card)

    with time_going_on(DEADLINE - timedelta(seconds=1.5)):
        return at_once([
            lambda place=place, card=card: later(place * 0.15, card) for place, card in enumerate(world.cards)
        ])  # fmt: skip


def check_all(world, outcomes, *, before):
    for card, outcome in zip(world.cards, outcomes, strict=True):
        must_be_filed_or_kept(card, outcome, before=before)


def test_around_the_last_second_each_card_is_in_time_or_refused():
    world = World(cards=20)
    outcomes = around_the_last_second(world)
    check_all(world, outcomes, before=DEADLINE)
    assert {type(outcome) for outcome in outcomes} == {Submission, DomainError}  # the deadline did pass


def test_control_without_the_rule_cards_are_filed_too_late(monkeypatch):
    monkeypatch.setattr(submitting, "must_take_cards", lambda *_session, **_card: None)
    world = World(cards=20)
    outcomes = around_the_last_second(world)
    with pytest.raises(AssertionError):
        check_all(world, outcomes, before=DEADLINE)


def waits_over_the_deadline(world):
    """Submit in time while somebody else holds the session until the deadline has passed."""
    with time_going_on(DEADLINE - timedelta(seconds=0.7)):
        with transaction.atomic():
            Session.objects.select_for_update().get(pk=world.session.pk)
            waiting = in_background(lambda: world.submit(world.card))
            time.sleep(1)
        return waiting.result()


def test_who_waits_for_the_session_is_judged_by_the_time_after_the_wait():
    world = World()
    outcome = waits_over_the_deadline(world)
    assert isinstance(outcome, DomainError)
    must_be_filed_or_kept(world.card, outcome, before=DEADLINE)


def test_control_with_the_time_read_before_the_wait_the_card_is_taken_too_late(monkeypatch):
    """The receipt then bears the time of the request, and the Centre's list changes after the deadline."""

    class Early:
        day_of = staticmethod(clock.day_of)
        now = staticmethod(lambda: DEADLINE - timedelta(seconds=0.6))

    monkeypatch.setattr(submitting, "clock", Early)
    world = World()
    assert isinstance(waits_over_the_deadline(world), Submission)


def submits_while_the_session_moves(world):
    return at_once([
        *(lambda card=card: world.submit(card) for card in world.cards[:5]),
        lambda: move_session(world.session, "verify", actor=MACHINE),
        *(lambda card=card: world.submit(card) for card in world.cards[5:]),
    ])  # fmt: skip


def moved_at(world):
    return Entry.objects.get(action="verify-session", subject_id=str(world.session.pk)).at


def test_a_session_that_ends_while_cards_come_in_has_each_of_them_wholly_or_not():
    world = World(cards=10)
    outcomes = submits_while_the_session_moves(world)
    assert outcomes.pop(5).state == "verification"
    check_all(world, outcomes, before=moved_at(world))


def dawdles_while_the_session_moves(world, monkeypatch):
    """Submit a card, stopping after the session was looked at until the session has moved, or for a second."""
    looked, moved, real = threading.Event(), threading.Event(), submitting.locked

    def dawdling(card):
        looked.set()
        moved.wait(1)
        return real(card)

    monkeypatch.setattr(submitting, "locked", dawdling)
    waiting = in_background(lambda: world.submit(world.card))
    assert looked.wait(10)
    move_session(world.session, "verify", actor=MACHINE)
    moved.set()
    return waiting.result()


def test_a_session_does_not_end_in_the_middle_of_a_submit(monkeypatch):
    world = World()
    outcome = dawdles_while_the_session_moves(world, monkeypatch)
    assert isinstance(outcome, Submission)
    must_be_filed_or_kept(world.card, outcome, before=moved_at(world))


def test_control_without_locks_a_session_ends_in_the_middle_of_a_submit(without_locks, monkeypatch):
    world = World()
    connections["default"].close()  # the next one begins its transactions without a lock
    outcome = dawdles_while_the_session_moves(world, monkeypatch)
    with pytest.raises((AssertionError, DatabaseError)):
        must_be_filed_or_kept(world.card, outcome, before=moved_at(world))
