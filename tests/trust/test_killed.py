"""`kill -9` in the middle of a submit: everything of it is there, or nothing; the same key again completes it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.trust.killing import kill_at
from tests.trust.world import World, must_be_whole, traces

pytestmark = pytest.mark.usefixtures("moving_clock")


def killed_at(point, world, *, key):
    """Let another process submit as far as a point, and kill it there without a warning."""
    kill_at(point, world.card.pk, world.users[0].pk, key, module="tests.trust.killed")


@pytest.mark.parametrize("point", ["filed", "version", "entry", "letter"])
def test_a_process_killed_before_the_end_leaves_nothing_and_the_same_key_submits_again(point):
    world, key = World(), uuid4()
    killed_at(point, world, key=key)
    must_be_whole(world.card, submitted=False)
    assert world.submit(world.card, key=key).number == 1
    must_be_whole(world.card, submitted=True)


def test_a_process_killed_at_the_end_leaves_everything_and_the_same_key_finds_it():
    world, key = World(), uuid4()
    killed_at("committed", world, key=key)
    must_be_whole(world.card, submitted=True)
    assert world.submit(world.card, key=key).number == 1
    must_be_whole(world.card, submitted=True)


def test_control_without_a_transaction_half_of_it_is_left():
    world = World()
    killed_at("bare-version", world, key=uuid4())
    assert traces(world.card)["submission"] == 1
    for whole in (True, False):
        with pytest.raises(AssertionError):
            must_be_whole(world.card, submitted=whole)
