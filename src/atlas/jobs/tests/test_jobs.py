"""Jobs: asked for once, run with progress, failing in words, begun again when their worker was killed, set going by
the clock exactly once.
"""

from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, transaction
from django_tasks_db.models import DBTaskResult
from tests.web.parallel import at_once

from atlas.jobs import kinds
from atlas.jobs.kinds import Due, JobKind
from atlas.jobs.models import Job, Occurrence
from atlas.jobs.rules import LOST_AFTER, JobState
from atlas.jobs.services import timekeeping
from atlas.jobs.services.asking import ask_for
from atlas.jobs.services.running import JobTaken, Progress, run
from atlas.jobs.services.timekeeping import tick
from atlas.kernel.errors import DomainError

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as travel:
        yield travel


@pytest.fixture
def work(monkeypatch):
    """Lets a test say what the kind 'try' does."""

    def set_to(does):
        monkeypatch.setattr("atlas.jobs.services.running.job_kinds", lambda: {"try": JobKind("try", "Try", does)})
        monkeypatch.setattr("atlas.jobs.services.asking.job_kinds", lambda: {"try": JobKind("try", "Try", does)})

    set_to(lambda _progress, **arguments: {"sum": sum(arguments["numbers"])})
    return set_to


def asked(key="try:1", *, numbers=(1, 2)):
    return ask_for("try", key=key, about="2026-1", arguments={"numbers": numbers}, by=None, at=AT)


def now(job):
    return Job.objects.get(pk=job.pk)


def test_a_worker_runs_what_waits_and_keeps_what_it_found(committed_db, work):
    job = asked()
    call_command("run-jobs", "--once", verbosity=0)
    assert (now(job).state, now(job).facts, now(job).attempt) == (JobState.DONE, {"sum": 3}, 1)


def test_of_one_key_one_job_is_unfinished_at_a_time(committed_db, work):
    first = asked()
    assert asked() == first
    assert asked("try:2") != first
    assert DBTaskResult.objects.count() == 2
    run(first.pk)
    assert asked() != first


def test_a_job_that_was_claimed_is_not_run_twice(committed_db, work):
    times = []
    work(lambda _progress, **_more: times.append(1))
    job = asked()
    run(job.pk)
    run(job.pk)
    assert times == [1]


def test_progress_is_seen_while_the_work_goes_on(committed_db, work):
    seen = []

    def does(progress, **_more):
        for done in range(3):
            progress.tell("counting", done=done, total=3)
        progress.tell("writing")
        seen.append((now(job).stage, now(job).done))
        progress.tell("writing", done=3, total=3)
        seen.append((now(job).done, now(job).total, now(job).percent))

    work(does)
    job = asked()
    run(job.pk)
    assert seen == [("writing", 0), (3, 3, 100)]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (DomainError("session-known", session="2026-1"), "session-known"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk-full"),
        (RuntimeError("a secret of somebody"), "job-fault"),
    ],
)
def test_work_that_fails_says_why_and_no_more(committed_db, work, fault, code):
    def does(_progress, **_more):
        raise fault

    work(does)
    job = asked()
    run(job.pk)
    assert now(job).state == JobState.FAILED
    assert [one["code"] for one in now(job).problems] == [code]
    assert "secret" not in str(now(job).problems)


def test_a_job_that_lost_its_database_is_begun_again_by_the_clock(committed_db, work, clock):
    faults = [OperationalError("the server closed the connection")]

    def does(_progress, **_more):
        if faults:
            raise faults.pop()
        return {"sum": 3}

    work(does)
    job = asked()
    run(job.pk)
    assert now(job).state == JobState.RUNNING
    clock.shift(LOST_AFTER)
    assert tick() == (0, 0)
    clock.shift(timedelta(seconds=1))
    assert tick() == (1, 0)
    call_command("run-jobs", "--once", verbosity=0)
    assert (now(job).state, now(job).attempt) == (JobState.DONE, 2)


def test_the_worker_that_lost_its_job_keeps_nothing(committed_db, work, clock):
    job = asked()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1, beat_at=AT)
    slow = Progress(now(job))
    clock.shift(LOST_AFTER + timedelta(seconds=1))
    tick()
    run(job.pk)
    with pytest.raises(JobTaken):
        slow.tell("late")
    with pytest.raises(JobTaken), transaction.atomic():
        slow.must_hold()
    assert now(job).facts == {"sum": 3}


def test_a_job_whose_workers_die_again_and_again_is_given_up(committed_db, work, clock):
    job = asked()
    for attempt in range(1, 4):
        assert now(job).state == JobState.WAITING
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=attempt, beat_at=AT)
        clock.shift(LOST_AFTER + timedelta(seconds=1))
        Job.objects.filter(pk=job.pk).update(beat_at=AT)
        tick()
    assert now(job).state == JobState.FAILED
    assert now(job).problems == [{"code": "job-lost", "facts": {"attempts": 3}}]


def test_a_job_that_fell_out_of_the_queue_is_put_back(committed_db, work, clock):
    job = asked()
    DBTaskResult.objects.update(status="RUNNING")  # claimed by a worker that was killed before the job began
    clock.shift(LOST_AFTER + timedelta(seconds=1))
    assert tick() == (1, 0)
    call_command("run-jobs", "--once", verbosity=0)
    assert now(job).state == JobState.DONE


def test_a_job_in_a_long_queue_is_left_waiting(committed_db, work, clock):
    asked()
    clock.shift(timedelta(hours=5))
    assert tick() == (0, 0)


def test_what_is_due_is_set_going_once(committed_db, work, monkeypatch, clock):
    due = Due("open:2026-1", "try", "2026-1", {"numbers": [4]})
    monkeypatch.setattr(timekeeping, "due_at", lambda _moment: [due])
    assert [tick(), tick()] == [(0, 1), (0, 0)]
    call_command("run-jobs", "--once", verbosity=0)
    clock.shift(timedelta(days=1))
    assert tick() == (0, 0)
    assert Job.objects.get().facts == {"sum": 4}


def test_two_clocks_at_once_set_going_what_is_due_once(committed_db, work, monkeypatch):
    due = [Due(f"open:{number}", "try", "2026-1", {"numbers": [number]}) for number in range(5)]
    monkeypatch.setattr(timekeeping, "due_at", lambda _moment: due)
    at_once(*[tick] * 4)
    assert Job.objects.count() == Occurrence.objects.count() == 5


def test_every_kind_has_a_title_and_work():
    assert all(kind.title and callable(kind.work) for kind in kinds.job_kinds().values())
