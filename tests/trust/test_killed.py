"""`kill -9` in the middle of a submit: everything of it is there, or nothing; the same key again completes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections
from tests.trust.world import World, must_be_whole, traces

pytestmark = pytest.mark.usefixtures("moving_clock")
ROOT = Path(__file__).parents[2]


def database_url():
    facts = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def killed_at(point, world, *, key):
    """Let another process submit as far as a point, and kill it there without a warning."""
    surroundings = {
        **os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.web_settings",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    arguments = map(str, (world.card.pk, world.users[0].pk, key))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.trust.killed", point, *arguments],
        env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL


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
