"""The job that closes a session, and the one that lets a session go on whose closing was given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError

from atlas.accounts.services.job_letters import tell_who_asked
from atlas.archive.models import SealedPackage
from atlas.closing.services.asking import KIND
from atlas.closing.services.correcting import PREVIEW, REVISE
from atlas.closing.services.revising import COMPARING, seal_revision
from atlas.closing.services.revising import preview as preview_corrections
from atlas.closing.services.sealing import KEEPING, SEALING, VERIFYING, WRITING, let_go_on, seal_session
from atlas.jobs.kinds import JobKind
from atlas.jobs.services.running import JobTaken
from atlas.kernel.language import _
from atlas.monitoring.models import Session
from atlas.results.jobs import STAGES as RESULTS_STAGES
from atlas.results.selectors import current_run, is_overtaken
from atlas.results.services import compute_results

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atlas.jobs.services.running import Progress

LET_GO = "let-session-go-on"


def close(progress: Progress, *, session_id: int) -> Mapping[str, object]:
    """Seal the session's package unless an earlier attempt did, then compute its results.

    Results that fail leave the seal as it is: they can be computed again.
    """
    session = Session.objects.select_related("instruments").get(pk=session_id)
    seal = SealedPackage.objects.filter(session=session, revision=1).first() or _sealed(session, progress=progress)
    session.refresh_from_db(fields=["state", "closing_since"])
    run = compute_results(session, by=progress.asked_by, tell=_teller(progress, "results-"), hold=progress.must_hold)
    return {"sha256": seal.sha256, "run": run.pk}


def let_go(_progress: Progress, *, session_id: int, job_id: int) -> None:
    """Let a session go on: the clock asks for this where a closing was given up, its worker killed again and again."""
    let_go_on(Session.objects.get(pk=session_id), job_id=job_id, by=None)


def _sealed(session: Session, *, progress: Progress) -> SealedPackage:
    try:
        return seal_session(session, by=progress.asked_by, tell=_teller(progress), hold=progress.must_hold)
    except (JobTaken, OperationalError, InterfaceError):
        raise  # the job goes on elsewhere, or is begun again
    except Exception:
        let_go_on(session, job_id=progress.job_id, by=progress.asked_by, hold=progress.must_hold)
        raise


def _teller(progress: Progress, prefix: str = "") -> Callable[[str, int, int], None]:
    return lambda stage, done, total: progress.tell(prefix + stage, done=done, total=total)


def preview(progress: Progress, *, session_id: int, mark: str) -> Mapping[str, object]:
    """Find what the waiting corrections change."""
    session = Session.objects.select_related("instruments").get(pk=session_id)
    return preview_corrections(session, mark=mark, tell=_teller(progress))


def revise(progress: Progress, *, session_id: int, mark: str, revision: int) -> Mapping[str, object]:
    """Seal the next revision unless an earlier attempt did, then compute the results that it changes.

    Args:
        progress: Of the job.
        session_id: Whose package is revised.
        mark: What waited when it was asked for.
        revision: Number of the revision to be made; no other job makes one of this session meanwhile.
    """
    session = Session.objects.select_related("instruments").get(pk=session_id)
    seal = SealedPackage.objects.filter(session=session, revision=revision).first() or seal_revision(
        session, mark=mark, by=progress.asked_by, tell=_teller(progress), hold=progress.must_hold
    )
    later = Session.objects.filter(packages__isnull=False, sequence__gt=session.sequence or 0).distinct()
    after = list(later.select_related("instruments").order_by("sequence")) if not session.is_trial else []
    for one in (session, *after):
        run = current_run(one)
        if run is None or is_overtaken(run, one):
            compute_results(one, by=progress.asked_by, tell=_teller(progress, "results-"), hold=progress.must_hold)
    return {"sha256": seal.sha256, "revision": seal.revision}


STAGES = {
    WRITING: _("writing the package"),
    VERIFYING: _("checking the package"),
    KEEPING: _("putting the package into the archive"),
    SEALING: _("sealing the package"),
    **{f"results-{stage}": title for stage, title in RESULTS_STAGES.items()},
}
REVISION_STAGES = {
    WRITING: _("writing the package"),
    COMPARING: _("comparing the indicators"),
    SEALING: _("sealing the package"),
    **{f"results-{stage}": title for stage, title in RESULTS_STAGES.items()},
}
KINDS = (
    JobKind(PREVIEW, _("Finding what corrections change"), preview, REVISION_STAGES),
    JobKind(REVISE, _("Sealing a new revision of the package"), revise, REVISION_STAGES, tell_who_asked),
    JobKind(KIND, _("Closing the session"), close, STAGES, tell_who_asked),
    JobKind(LET_GO, _("Letting a session go on that could not be closed"), let_go),
)
