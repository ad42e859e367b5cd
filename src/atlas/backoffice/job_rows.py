"""What pages say of a job, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from atlas.backoffice.tabs import TABS
from atlas.closing.services.asking import KIND as CLOSE
from atlas.closing.services.correcting import PREVIEW, REVISE
from atlas.fieldwork.services.announcements import ANNOUNCE
from atlas.fieldwork.services.intents import SEND_INTENTS
from atlas.fieldwork.timetable import REMIND
from atlas.jobs.kinds import job_kinds
from atlas.kernel.errors import Problem
from atlas.results.services import KIND as COMPUTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.jobs.models import Job


_TABS = {
    ANNOUNCE: "announcement", REMIND: "announcement", SEND_INTENTS: "letters-of-intent",
    "accept-clean": "verification", CLOSE: "closing", COMPUTE: "results", PREVIEW: "errata",
    REVISE: "errata",
}  # fmt: skip
"""The page of its session on which what a kind of work did is seen; of other kinds the first."""


@dataclass(frozen=True)
class JobRow:
    """One job: its title, its stage in words while it lasts, who asked for it ('' for the clock), what went wrong,
    and the address and title of the page that shows what it did ('' where it is about no session).
    """

    job: Job
    title: str
    stage: str
    asked_by: str
    problems: tuple[Problem, ...]
    address: str
    page: str


def job_row(job: Job, *, names: Mapping[int, str]) -> JobRow:
    """Return what a page says of a job; `names` are those of users by id."""
    kind, tab = job_kinds().get(job.kind), _TABS.get(job.kind, "session")
    stage = kind.stages.get(job.stage) if kind and job.is_unfinished else None
    return JobRow(
        job=job,
        title=gettext(kind.title) if kind else job.kind,
        stage=gettext(stage) if stage else "",
        asked_by=names.get(job.asked_by or 0, ""),
        problems=tuple(Problem(str(one["code"]), facts=one["facts"]) for one in job.problems),
        address=reverse(f"backoffice:{tab}", args=[job.about]) if job.about else "",
        page=gettext(dict(TABS)[tab]),
    )
