"""The only door from a request to results: they are the Centre's alone, for they hold what is withheld from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.errors import NotFound
from atlas.results.models import ResultRun
from atlas.results.store import folder_of

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor
    from atlas.monitoring.models import Session


def visible_runs(actor: Actor, session: Session) -> QuerySet[ResultRun]:
    """Return a session's runs, newest first; none for anybody outside the Centre."""
    runs = ResultRun.objects.filter(session=session).order_by("-id")
    return runs if actor.in_centre else runs.none()


def get_result_file(actor: Actor, session: Session, *, run_id: int, name: str) -> Path:
    """Return a file that a run of the session wrote (1 query).

    Raises:
        NotFound: 'results-not-found'.
    """
    run = visible_runs(actor, session).filter(pk=run_id).first()
    if run is None or name not in run.files:
        raise NotFound("results-not-found")
    path = folder_of(run.folder) / name
    if not path.is_file():
        raise NotFound("results-not-found")
    return path
