"""Reads of results: which packages a session's results are computed from, and which run is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.archive.models import SealedPackage
from atlas.results.models import ResultRun

if TYPE_CHECKING:
    from atlas.monitoring.models import Session

PackageFacts = dict[str, object]


def packages_for(session: Session) -> list[PackageFacts]:
    """Return the newest sealed revision of each session up to this one, in sequence (1 query).

    A trial session stands outside the sequence: it is computed by itself. Empty where this session has no package.
    """
    seals = SealedPackage.objects.select_related("session").order_by("session__sequence", "revision")
    if session.is_trial:
        found = seals.filter(session=session)
    else:
        found = seals.filter(session__is_trial=False, session__sequence__lte=session.sequence)
    newest = {one.session.code: one for one in found}
    if session.code not in newest:
        return []
    return [{"session": code, "revision": one.revision, "sha256": one.sha256} for code, one in newest.items()]


def current_run(session: Session) -> ResultRun | None:
    """Return a session's newest results (1 query)."""
    return ResultRun.objects.filter(session=session).order_by("-id").first()


def is_overtaken(run: ResultRun, session: Session) -> bool:
    """Whether a package was sealed since that these results do not know (1 query)."""
    return run.packages != packages_for(session)
