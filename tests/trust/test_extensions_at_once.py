"""A participant's own last day passes, or is given, while cards come in; a card is entered by two people at once."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.trust.test_deadline import check_all, must_be_filed_or_kept
from tests.trust.together import at_once, time_going_on
from tests.trust.world import World
from tests.web.builders import acting, make_centre_user

from atlas.accounts.actor import MACHINE
from atlas.cards.models import OnBehalf, Submission
from atlas.cards.rules import CardKind, Channel
from atlas.cards.services import submitting
from atlas.cards.services.entries import Opening, open_on_behalf
from atlas.cards.services.extending import extend
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Extension, Invitation
from atlas.monitoring.services import move_session

pytestmark = pytest.mark.usefixtures("moving_clock")
OWN_DEADLINE = datetime(2026, 5, 8, 22, 0, tzinfo=UTC)  # midnight in Warsaw
AFTER_ALL = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def extended(card):
    asked = Invitation.objects.get(participant=card.participant)
    return extend(asked, until=date(2026, 5, 8), reason="zalana siedziba", actor=MACHINE)


def around_the_own_last_second(world):
    """Submit a card every 200 ms, from 1 s before the cards' own deadline to 1 s after it, in verification."""

    def later(pause, card):
        time.sleep(pause)
        return world.submit(card)

    with time_going_on(AFTER_ALL):
        for card in world.cards:
            extended(card)
        move_session(world.session, "verify", actor=MACHINE)
    with time_going_on(OWN_DEADLINE - timedelta(seconds=1)):
        return at_once([
            lambda place=place, card=card: later(place * 0.2, card) for place, card in enumerate(world.cards)
        ])  # fmt: skip


def test_around_the_own_last_second_each_card_is_in_time_or_refused():
    world = World(cards=10)
    outcomes = around_the_own_last_second(world)
    check_all(world, outcomes, before=OWN_DEADLINE)
    assert {type(outcome) for outcome in outcomes} == {Submission, DomainError}  # the day did pass


def test_control_without_the_rule_extended_cards_are_filed_too_late(monkeypatch):
    monkeypatch.setattr(submitting, "must_take_cards", lambda *_session, **_card: None)
    world = World(cards=10)
    outcomes = around_the_own_last_second(world)
    with pytest.raises(AssertionError):
        check_all(world, outcomes, before=OWN_DEADLINE)


def test_a_card_that_comes_while_more_time_is_given_is_filed_or_kept():
    world = World(cards=6)
    with time_going_on(AFTER_ALL):
        outcomes = at_once([
            call for card in world.cards
            for call in (lambda card=card: world.submit(card), lambda card=card: extended(card))
        ])  # fmt: skip
    assert Extension.objects.count() == 6
    for card, outcome in zip(world.cards, outcomes[::2], strict=True):
        must_be_filed_or_kept(card, outcome, before=OWN_DEADLINE)


def test_two_analysts_who_open_a_card_at_once_have_one_entry():
    world = World()
    asked = Invitation.objects.get()
    analysts = [acting(make_centre_user(f"{name}@example.org")) for name in ("jan", "ela")]
    opening = Opening(Channel.PAPER, "przyszła pocztą")
    outcomes = at_once([
        lambda actor=actor: open_on_behalf(asked, opening, kind=CardKind.NGO, actor=actor) for actor in analysts * 2
    ])  # fmt: skip
    assert [one.pk for one in outcomes] == [world.card.pk] * 4
    assert OnBehalf.objects.filter(ended_at=None).count() == 1
