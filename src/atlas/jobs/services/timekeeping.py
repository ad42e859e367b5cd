"""What the clock does each minute: begins lost jobs again, and sets going what is due, each occurrence once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from atlas.jobs.kinds import due_at
from atlas.jobs.models import Job, Occurrence
from atlas.jobs.rules import LOST_AFTER, MOST_ATTEMPTS, JobState
from atlas.jobs.services.asking import ask_for, queued
from atlas.jobs.services.running import say_that_it_ended
from atlas.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.jobs.kinds import Due


def tick() -> tuple[int, int]:
    """Do what a minute asks for; return how many jobs were begun again or given up, and how many things were due."""
    at = clock.now()
    reclaimed = sum(_reclaimed(job, at=at) for job in _lost(at))
    return reclaimed, sum(_set_going(due, at=at) for due in due_at(at))


def _lost(at: datetime) -> list[Job]:
    """Return running jobs that were silent too long, and waiting ones that no queue holds any more."""
    silent = Job.objects.filter(state=JobState.RUNNING, beat_at__lt=at - LOST_AFTER)
    waiting = Job.objects.filter(state=JobState.WAITING, asked_at__lt=at - LOST_AFTER)
    in_queue = set(DBTaskResult.objects.ready().values_list("id", flat=True)) if waiting else set()
    return [*silent, *(job for job in waiting if job.task not in in_queue)]


def _reclaimed(job: Job, *, at: datetime) -> bool:
    """Put a lost job into the queue again, or give it up; False where another clock was first."""
    given_up = job.attempt >= MOST_ATTEMPTS
    lost = {"code": "job-lost", "facts": {"attempts": job.attempt}}
    facts = (
        {"state": JobState.FAILED, "ended_at": at, "problems": [lost]} if given_up else {"state": JobState.WAITING}
    )  # fmt: skip
    with transaction.atomic():
        same = Job.objects.filter(
            pk=job.pk, state=job.state, attempt=job.attempt, task=job.task, beat_at=job.beat_at, asked_at=job.asked_at
        )  # whoever was waited for and beat meanwhile is alive
        if not same.update(**facts, asked_at=at):
            return False
        if given_up:
            say_that_it_ended(job.pk, at=at)
        else:
            queued(job)
    return True


def _set_going(due: Due, *, at: datetime) -> bool:
    with transaction.atomic():
        _, is_new = Occurrence.objects.get_or_create(key=due.key, defaults={"at": at})
        if is_new:
            ask_for(due.kind, key=due.key, about=due.about, arguments=due.arguments, by=None, at=at)
    return is_new
