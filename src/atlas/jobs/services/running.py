"""Running a job: it is claimed, says how far it is and that it is alive, and ends with what it found or what failed.

A fault of the database is left to the clock, which begins the job again; a killed worker looks the same.
"""

from __future__ import annotations

import errno
import logging
import threading
import time
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from atlas.jobs.kinds import job_kinds
from atlas.jobs.models import Job
from atlas.jobs.rules import BEAT, JobState
from atlas.kernel import clock
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

LOG = logging.getLogger(__name__)
_BETWEEN_WRITES_SECONDS = 0.5


class JobTaken(Exception):
    """Another worker has this job now: whoever gets this stops and keeps nothing."""


class Progress:
    """How far a running job is. What it is told is written twice a second at most, and never inside a transaction:
    there the heartbeat, which has a connection of its own, tells it.
    """

    def __init__(self, job: Job) -> None:
        self.job_id, self.attempt = job.pk, job.attempt
        self.asked_by = job.asked_by
        self._told: dict[str, object] = {}
        self._written_at = 0.0

    def tell(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        """Say how far the work is: a stage of its kind, and of how many steps so many are done.

        Raises:
            JobTaken: another worker has the job.
        """
        is_new_stage = self._told.get("stage") != stage
        self._told = {"stage": stage, "done": done, "total": total}
        due = is_new_stage or done >= total or time.monotonic() - self._written_at > _BETWEEN_WRITES_SECONDS
        if due and not connection.in_atomic_block:
            self.write()

    def write(self) -> None:
        """Write down what was told, and that the job is alive.

        Raises:
            JobTaken: another worker has the job.
        """
        self._written_at = time.monotonic()
        if not self._mine().update(**self._told, beat_at=clock.now()):
            raise JobTaken

    def must_hold(self) -> None:
        """Lock the job within the caller's transaction: what is written there is this worker's, or nobody's.

        Raises:
            JobTaken: another worker has the job.
        """
        if self._mine().select_for_update().first() is None:
            raise JobTaken

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job_id, attempt=self.attempt, state=JobState.RUNNING)


def run(job_id: int) -> None:
    """Run a waiting job to its end; one that is not waiting any more is somebody else's, and left alone."""
    job = _claimed(job_id)
    if job is None:
        return
    progress = Progress(job)
    stop = threading.Event()
    heart = threading.Thread(target=_beat, args=(progress, stop), daemon=True)
    heart.start()
    try:
        _work(job, progress)
    finally:
        stop.set()
        heart.join()


def _claimed(job_id: int) -> Job | None:
    at = clock.now()
    waiting = Job.objects.filter(pk=job_id, state=JobState.WAITING)
    begun = waiting.update(state=JobState.RUNNING, attempt=F("attempt") + 1, begun_at=at, beat_at=at)
    return Job.objects.get(pk=job_id) if begun else None


def _work(job: Job, progress: Progress) -> None:
    try:
        facts = job_kinds()[job.kind].work(progress, **job.arguments)
    except JobTaken:
        LOG.warning("job %s went on in another worker", job.pk)
    except (OperationalError, InterfaceError):
        LOG.exception("job %s lost its database; the clock begins it again", job.pk)
    except DomainError as error:
        problems = [{"code": one.code, "facts": _plain(one.facts)} for one in error.problems]
        _end(progress, JobState.FAILED, problems=problems)
    except Exception as error:  # whatever it was, the job ends and says so
        LOG.exception("job %s failed", job.pk)
        full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
        _end(progress, JobState.FAILED, problems=[{"code": "disk-full" if full else "job-fault", "facts": {}}])
    else:
        _end(progress, JobState.DONE, facts=_plain(facts or {}))


def _end(progress: Progress, state: JobState, **found: object) -> None:
    with transaction.atomic():
        at = clock.now()
        mine = Job.objects.filter(pk=progress.job_id, attempt=progress.attempt, state=JobState.RUNNING)
        if mine.update(state=state, ended_at=at, **found):
            say_that_it_ended(progress.job_id, at=at)


def say_that_it_ended(job_id: int, *, at: datetime) -> None:
    """Tell whoever its kind names that a job is over, within the transaction in which it ends."""
    job = Job.objects.get(pk=job_id)
    kind = job_kinds().get(job.kind)
    if kind is not None and kind.at_end is not None:
        kind.at_end(job, at=at)


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: one if isinstance(one, int | str | list | dict) else str(one) for name, one in facts.items()}


def _beat(progress: Progress, stop: threading.Event) -> None:
    """Say again and again that the job is alive, by a connection of this thread's own."""
    while not stop.wait(BEAT.total_seconds()):
        try:
            progress.write()
        except JobTaken:
            break
        except OperationalError:
            LOG.warning("the heartbeat of job %s found the database busy", progress.job_id)
    connection.close()
