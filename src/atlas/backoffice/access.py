"""The only door from a request to what the Centre's pages show. For anybody else these pages are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.archive.selectors import waiting_corrections
from atlas.jobs.selectors import newest_jobs
from atlas.kernel.errors import NotFound
from atlas.monitoring.access import visible_sessions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor
    from atlas.archive.models import Correction
    from atlas.jobs.models import Job
    from atlas.monitoring.models import Session


def must_be_of_centre(actor: Actor) -> None:
    """Show these pages to nobody else.

    Raises:
        NotFound: 'centre-page-not-found'.
    """
    if not actor.in_centre:
        raise NotFound("centre-page-not-found")


def get_session(actor: Actor, session_code: str) -> Session:
    """Return a session by its code, for the Centre (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'session-not-found'.
    """
    must_be_of_centre(actor)
    visible = visible_sessions(actor).select_related("instruments").defer("instruments__content")
    found = visible.filter(code=session_code).first()
    if found is None:
        raise NotFound("session-not-found", session=session_code)
    return found


def get_correction(actor: Actor, session: Session, *, correction_id: int) -> Correction:
    """Return a correction of a session's card that waits for a revision (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'correction-not-found'.
    """
    must_be_of_centre(actor)
    found = waiting_corrections(session).filter(pk=correction_id).first()
    if found is None:
        raise NotFound("correction-not-found")
    return found


def visible_jobs(actor: Actor) -> QuerySet[Job]:
    """Return all work, newest first, for the Centre.

    Raises:
        NotFound: 'centre-page-not-found'.
    """
    must_be_of_centre(actor)
    return newest_jobs()


def get_job(actor: Actor, job_id: int) -> Job:
    """Return one piece of work (1 query).

    Raises:
        NotFound: 'centre-page-not-found', 'job-not-found'.
    """
    found = visible_jobs(actor).filter(pk=job_id).first()
    if found is None:
        raise NotFound("job-not-found")
    return found
