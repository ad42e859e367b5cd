"""`kill -9` in the middle of closing, and a full disk: no half package is ever sealed, and closing is completed."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import pytest
from django.conf import settings
from tests.trust.killing import kill_at
from tests.web.closing_world import ClosingWorld, run_all

from atlas.archive.models import SealedPackage
from atlas.archive.store import must_be_whole
from atlas.cards.models import Card
from atlas.closing.models import ClosingProtocol
from atlas.closing.services import sealing
from atlas.closing.services.asking import close_session
from atlas.engine.packages.writing import GatheredRows
from atlas.jobs.services.running import run
from atlas.jobs.services.timekeeping import tick
from atlas.results.models import ResultRun

pytestmark = pytest.mark.usefixtures("moving_clock")
SILENT_SECONDS = 200


@pytest.fixture
def world(real_db):
    made = ClosingWorld(cards=1)
    made.accept()
    made.verify()
    return made


def ask(world):
    return close_session(world.session, typed=world.session.code, actor=world.analyst)


def killed_at(point, job):
    """Let a worker close the session as far as a point, and kill it there without a warning."""
    kill_at(point, job.pk, module="tests.trust.closing_killed")


def must_be_sealed_once(world):
    seal = SealedPackage.objects.get()
    must_be_whole(seal.sha256)
    assert world.now().state == "closed"
    assert world.now().closing_since is None
    assert (ClosingProtocol.objects.count(), Card.objects.filter(is_baseline=True).count()) == (1, 1)
    left = [path.name for path in settings.ARCHIVE_ROOT.iterdir()]
    assert left == [seal.sha256]  # what the killed worker wrote is swept away


@pytest.mark.parametrize("point", ["written", "kept", "seal", "closed", "sealed"])
def test_a_worker_killed_while_it_closes_leaves_no_half_seal_and_the_clock_has_it_completed(world, moving_clock, point):
    job = ask(world)
    killed_at(point, job)
    assert SealedPackage.objects.count() == (point == "sealed")
    if point != "sealed":
        assert world.now().state == "verification"
    assert tick() == (0, 0)  # it may still be alive
    moving_clock.shift(SILENT_SECONDS)
    assert tick() == (1, 0)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.problems) == ("done", 2, [])
    must_be_sealed_once(world)
    assert ResultRun.objects.count() == 1


def test_three_killed_workers_are_enough_and_cards_move_again(world, moving_clock):
    job = ask(world)
    for _attempt in range(3):
        killed_at("kept", job)
        moving_clock.shift(SILENT_SECONDS)
        tick()
        job.refresh_from_db()
    assert (job.state, job.problems[0]["code"]) == ("failed", "job-lost")
    tick()
    assert [one.kind for one in run_all()] == ["let-session-go-on"]
    assert (world.now().state, world.now().closing_since) == ("verification", None)
    ask(world)
    assert [one.state for one in run_all()] == ["done"]
    must_be_sealed_once(world)


@contextmanager
def files_no_larger_than(number):
    """The kernel refuses to write more into any file, as a full disk does."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (number, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.mark.parametrize(("place", "step"), [(GatheredRows, "write"), (sealing, "keep")], ids=["write", "keep"])
@pytest.mark.parametrize("room", [0, 1000, 20000])
def test_a_full_disk_is_said_clearly_and_nothing_is_sealed(world, monkeypatch, place, step, room):
    whole = getattr(place, step)  # where nothing is written but files: the limit holds for the database's, too

    def without_room(*what, **how):
        with files_no_larger_than(room):
            return whole(*what, **how)

    monkeypatch.setattr(place, step, without_room)
    ask(world)
    (job,) = run_all()
    assert (job.state, [one["code"] for one in job.problems]) == ("failed", ["closing-no-room"])
    assert not SealedPackage.objects.exists()
    assert list(settings.ARCHIVE_ROOT.iterdir()) == []
    assert (world.now().state, world.now().closing_since) == ("verification", None)
    monkeypatch.undo()
    ask(world)
    assert [one.state for one in run_all()] == ["done"]
    must_be_sealed_once(world)
