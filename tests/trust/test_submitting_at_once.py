"""Five times the same submitting at once is one submission with one receipt and one letter."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.urls import reverse
from tests.trust.together import at_once
from tests.trust.world import World, must_be_whole
from tests.web.builders import logged_in

from atlas.cards.models import Submission
from atlas.kernel.errors import DomainError

pytestmark = pytest.mark.usefixtures("moving_clock")


def five_times(world, meeting):
    key = uuid4()
    meeting.of(5)
    outcomes = at_once([lambda: world.submit(world.card, key=key)] * 5)
    meeting.of(1)
    return outcomes


def must_be_one(outcomes, card):
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    assert {(one.pk, one.receipt) for one in outcomes} == {(outcomes[0].pk, "2026-1/NGO/0001")}
    must_be_whole(card, submitted=True)


def test_five_identical_requests_are_one_submission(meeting):
    world = World()
    must_be_one(five_times(world, meeting), world.card)


@pytest.mark.usefixtures("without_locks")
def test_control_without_locks_the_five_do_not_all_get_the_receipt(meeting):
    world = World()
    outcomes = five_times(world, meeting)
    with pytest.raises((AssertionError, DatabaseError, DomainError)):
        must_be_one(outcomes, world.card)
    assert Submission.objects.count() == 1  # the constraints and the version still let one through, whole
    must_be_whole(world.card, submitted=True)


def test_five_identical_requests_of_a_browser_all_come_to_the_same_receipt():
    world, key = World(), uuid4()
    browsers = [logged_in(world.users[0]) for _number in range(5)]
    sent = {"key": str(key), "version": str(world.card.version), "statement": "on"}
    address = reverse("workspace:check-card", args=[world.card.pk])
    answers = at_once([lambda browser=browser: browser.post(address, sent) for browser in browsers])
    assert {answer.status_code for answer in answers} == {302}
    submission = Submission.objects.get()
    assert {answer.url for answer in answers} == {
        reverse("workspace:receipt", args=[world.card.pk, submission.pk])
    }  # fmt: skip
    must_be_whole(world.card, submitted=True)


def test_cards_submitted_at_once_get_a_number_each():
    world = World(cards=6)
    outcomes = at_once([lambda card=card: world.submit(card) for card in world.cards])
    assert sorted(one.number for one in outcomes) == [1, 2, 3, 4, 5, 6]
    for card in world.cards:
        must_be_whole(card, submitted=True)
