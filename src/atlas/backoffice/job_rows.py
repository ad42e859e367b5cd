"""What pages say of a job, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from atlas.jobs.kinds import job_kinds
from atlas.kernel.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.jobs.models import Job


@dataclass(frozen=True)
class JobRow:
    """One job: its title, its stage in words, who asked for it ('' for the clock), and what went wrong."""

    job: Job
    title: str
    stage: str
    asked_by: str
    problems: tuple[Problem, ...]


def job_row(job: Job, *, names: Mapping[int, str]) -> JobRow:
    """Return what a page says of a job; `names` are those of users by id."""
    kind = job_kinds().get(job.kind)
    return JobRow(
        job=job,
        title=gettext(kind.title) if kind else job.kind,
        stage=gettext(kind.stages.get(job.stage, "")) if kind and kind.stages.get(job.stage) else "",
        asked_by=names.get(job.asked_by or 0, ""),
        problems=tuple(Problem(str(one["code"]), facts=one["facts"]) for one in job.problems),
    )
