"""Two verifiers decide at once, or a verifier and the participant: one decision holds, whole; the other is refused."""

from __future__ import annotations

from threading import Barrier, get_ident

import pytest
from django.db import DatabaseError
from tests.trust.together import at_once
from tests.trust.world import World
from tests.web.builders import acting, make_centre_user

from atlas.accounts.rules import CentreRole
from atlas.audit.models import Entry
from atlas.cards.access import get_card
from atlas.cards.models import Card, CardVersion, Question, Review
from atlas.cards.rules import next_state
from atlas.cards.services import submitting, verifying
from atlas.cards.services.returning import return_card
from atlas.cards.services.reviewing import take_review
from atlas.cards.services.submitting import withdraw_card
from atlas.cards.services.verifying import accept_card, accept_clean, set_aside
from atlas.kernel.errors import DomainError

pytestmark = pytest.mark.usefixtures("moving_clock")
EVENTS = {"accepted": "accepted", "returned": "returned", "set_aside": "set_aside", "withdrawn": "withdrawn"}
ACTIONS = {
    "accepted": "accept-card", "returned": "return-card", "set_aside": "set-card-aside", "withdrawn": "withdraw-card",
}  # fmt: skip


class Verified(World):
    """A submitted card and two verifiers of the Centre."""

    def __init__(self, *, cards=1):
        super().__init__(cards=cards)
        for card in self.cards:
            self.submit(card)
        self.cards = list(Card.objects.all())
        users = [make_centre_user(f"{name}@example.org", role=CentreRole.ANALYST) for name in ("jan", "ola")]
        self.verifiers = [acting(user) for user in users]

    def accept(self, who):
        card = get_card(self.verifiers[who], self.card.pk)
        return accept_card(card, seen_version=self.card.version, actor=self.verifiers[who])

    def send_back(self, who):
        card = get_card(self.verifiers[who], self.card.pk)
        asked = {"consultations": "Skąd?"}
        return return_card(card, questions=asked, seen_version=self.card.version, actor=self.verifiers[who])

    def put_aside(self, who):
        card = get_card(self.verifiers[who], self.card.pk)
        return set_aside(card, reason="Podwójna", seen_version=self.card.version, actor=self.verifiers[who])

    def withdraw(self):
        return withdraw_card(get_card(self.actor, self.card.pk), actor=self.actor)


def must_be_one_decision(outcomes, card):
    """One was done and left all its traces, once; the others were refused, and left none."""
    done = [one for one in outcomes if not isinstance(one, Exception)]
    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert len(done) == 1
    assert {type(one) for one in refused} <= {DomainError}
    now = Card.objects.get(pk=card.pk)
    assert (now.state, now.version) == (done[0].state, card.version + 1)
    newest = CardVersion.objects.filter(card=card, number__gt=card.version)
    assert [one.event for one in newest] == [EVENTS[now.state]]
    decided = Entry.objects.filter(action__in=ACTIONS.values(), subject_id=str(card.pk))
    assert [one.action for one in decided] == [ACTIONS[now.state]]
    assert Question.objects.filter(card=card).count() == int(now.state == "returned")
    assert (now.filed_id is None) is (now.state == "withdrawn")


PAIRS = {
    "both accept": lambda world: [lambda: world.accept(0), lambda: world.accept(1)],
    "accept and return": lambda world: [lambda: world.accept(0), lambda: world.send_back(1)],
    "both return": lambda world: [lambda: world.send_back(0), lambda: world.send_back(1)],
    "return and set aside": lambda world: [lambda: world.send_back(0), lambda: world.put_aside(1)],
    "accept and withdraw": lambda world: [lambda: world.accept(0), world.withdraw],
    "return and withdraw": lambda world: [lambda: world.send_back(0), world.withdraw],
}


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_decisions_at_once_one_holds(meeting, pair):
    world = Verified()
    meeting.of(2)
    outcomes = at_once(PAIRS[pair](world))
    meeting.of(1)
    must_be_one_decision(outcomes, world.card)


@pytest.mark.usefixtures("without_locks")
def test_control_without_locks_two_decisions_do_not_end_as_one(monkeypatch):
    """Both wait for one another once they have read the card, which the lock would not have let them."""
    world, both, have_read = Verified(), Barrier(2, timeout=10), set()

    def after_reading(state, action):
        if get_ident() not in have_read:
            have_read.add(get_ident())
            both.wait()
        return next_state(state, action)

    monkeypatch.setattr(verifying, "next_state", after_reading)
    monkeypatch.setattr(submitting, "next_state", after_reading)
    outcomes = at_once(PAIRS["accept and withdraw"](world))
    with pytest.raises((AssertionError, DatabaseError)):
        must_be_one_decision(outcomes, world.card)


def test_a_card_taken_by_two_at_once_is_one_s():
    world = Verified()
    outcomes = at_once([lambda who=who: take_review(world.card, actor=world.verifiers[who]) for who in (0, 1)])
    assert not [one for one in outcomes if isinstance(one, Exception)]
    holder = Review.objects.get().holder
    assert {one.holder for one in outcomes} == {holder}
    assert holder in {one.user_id for one in world.verifiers}


def test_all_clean_cards_accepted_twice_at_once_while_one_is_withdrawn():
    world = Verified(cards=6)
    for card in world.cards:
        Review.objects.create(card=card, submission=card.filed)
    outcomes = at_once([
        lambda: accept_clean(world.session, actor=world.verifiers[0]),
        lambda: accept_clean(world.session, actor=world.verifiers[1]),
        world.withdraw,
    ])  # fmt: skip
    accepted = [one for one in outcomes[:2] if not isinstance(one, Exception)]
    assert len(accepted) == 2
    withdrawn = not isinstance(outcomes[2], Exception)
    assert sum(accepted) == 6 - withdrawn
    states = sorted(Card.objects.values_list("state", flat=True))
    assert states == ["accepted"] * (6 - withdrawn) + ["withdrawn"] * withdrawn
    assert Entry.objects.filter(action="accept-card").count() == 6 - withdrawn
    assert CardVersion.objects.filter(event="accepted").count() == 6 - withdrawn
