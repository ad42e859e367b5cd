"""What falls due: sessions whose closing was given up by the clock are let go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.closing.jobs import LET_GO
from atlas.closing.services.asking import key_of
from atlas.jobs.kinds import Due
from atlas.jobs.rules import JobState
from atlas.jobs.selectors import newest_job
from atlas.monitoring.models import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def closings_given_up(_moment: datetime) -> Iterator[Due]:
    """Give the sessions that are said to be closed just now, though the job that did it failed."""
    for session in Session.objects.filter(closing_since__isnull=False).defer("remind_on"):
        job = newest_job(key_of(session))
        if job is not None and job.state == JobState.FAILED:
            yield Due(f"{LET_GO}:{job.pk}", LET_GO, session.code, {"session_id": session.pk, "job_id": job.pk})


DUE = (closings_given_up,)
