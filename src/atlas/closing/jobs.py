"""The job that closes a session, and the one that lets a session go on whose closing was given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError

from atlas.archive.models import SealedPackage
from atlas.closing.services.asking import KIND
from atlas.closing.services.sealing import KEEPING, SEALING, VERIFYING, WRITING, let_go_on, seal_session
from atlas.jobs.kinds import JobKind
from atlas.jobs.services.running import JobTaken
from atlas.kernel.language import _
from atlas.monitoring.models import Session
from atlas.results.jobs import STAGES as RESULTS_STAGES
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


def let_go(_progress: Progress, *, session_id: int) -> None:
    """Let a session go on: the clock asks for this where a closing was given up, its worker killed again and again."""
    let_go_on(Session.objects.get(pk=session_id), by=None)


def _sealed(session: Session, *, progress: Progress) -> SealedPackage:
    try:
        return seal_session(session, by=progress.asked_by, tell=_teller(progress), hold=progress.must_hold)
    except (JobTaken, OperationalError, InterfaceError):
        raise  # the job goes on elsewhere, or is begun again
    except Exception:
        let_go_on(session, by=progress.asked_by, hold=progress.must_hold)
        raise


def _teller(progress: Progress, prefix: str = "") -> Callable[[str, int, int], None]:
    return lambda stage, done, total: progress.tell(prefix + stage, done=done, total=total)


STAGES = {
    WRITING: _("writing the package"),
    VERIFYING: _("checking the package"),
    KEEPING: _("putting the package into the archive"),
    SEALING: _("sealing the package"),
    **{f"results-{stage}": title for stage, title in RESULTS_STAGES.items()},
}
KINDS = (
    JobKind(KIND, _("Closing the session"), close, STAGES),
    JobKind(LET_GO, _("Letting a session go on that could not be closed"), let_go),
)
