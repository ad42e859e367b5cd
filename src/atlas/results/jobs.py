"""The job that computes a session's results again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.accounts.services.job_letters import tell_who_asked
from atlas.jobs.kinds import JobKind
from atlas.kernel.language import _
from atlas.monitoring.models import Session
from atlas.results.services import COMPUTING, KEEPING, KIND, READING, compute_results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.jobs.services.running import Progress


def work(progress: Progress, *, session_id: int) -> Mapping[str, object]:
    """Compute, keep, and return the number of the run."""
    session = Session.objects.select_related("instruments").get(pk=session_id)
    run = compute_results(
        session, by=progress.asked_by, tell=lambda stage, done, total: progress.tell(stage, done=done, total=total),
        hold=progress.must_hold,
    )  # fmt: skip
    return {"run": run.pk}


STAGES = {
    READING: _("checking the packages"),
    COMPUTING: _("computing the indicators"),
    KEEPING: _("keeping the results"),
}
KINDS = (JobKind(KIND, _("Computing the results"), work, STAGES, tell_who_asked),)
