"""Asking for work: the job and its place in the queue are written in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.jobs.kinds import job_kinds
from atlas.jobs.models import Job
from atlas.jobs.rules import UNFINISHED
from atlas.jobs.tasks import run_job

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any


def ask_for(
    kind: str, *, key: str, about: str, arguments: Mapping[str, Any], by: int | None, at: datetime
) -> Job:  # fmt: skip
    """Put a job into the queue of long work; the unfinished one of the same key is returned, so it may be asked twice.

    Args:
        kind: A code of `job_kinds`.
        key: What the work is about; of one key one job is unfinished at a time, e.g. 'close:2026-1'.
        about: What the job's page names, e.g. a session's code.
        arguments: What `work` is called with besides its progress; JSON, no contact data.
        by: Id of the user who asks; None for the clock and the machine.
        at: The operation's moment.
    """
    known = job_kinds()[kind]
    facts = {"kind": known.code, "about": about, "arguments": dict(arguments), "asked_by": by, "asked_at": at}
    with transaction.atomic():
        job, is_new = Job.objects.get_or_create(key=key, state__in=UNFINISHED, defaults=facts)
        return queued(job) if is_new else job


def queued(job: Job) -> Job:
    """Put a waiting job into the queue, within the caller's transaction."""
    job.task = run_job.enqueue(job.pk).id
    job.save(update_fields=["task"])
    return job
