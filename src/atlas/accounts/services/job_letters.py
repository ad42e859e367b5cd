"""A short letter to who asked for long work, once it is over: what happened, where to look. No figures, no causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from atlas.accounts.selectors import people_of_centre
from atlas.jobs.kinds import job_kinds
from atlas.jobs.rules import JobState
from atlas.mail.services import queue_message

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.jobs.models import Job


def tell_who_asked(job: Job, *, at: datetime) -> None:
    """Put the letter about a job that is over into the outbox, within the transaction in which it ends.

    Nobody is written to about what the clock asked for, and nobody who has left the Centre.
    """
    user = people_of_centre().filter(pk=job.asked_by or 0).first()
    if user is None:
        return
    with override(user.letter_language):
        facts = {
            "work": gettext(job_kinds()[job.kind].title),
            "about": job.about,
            "link": settings.ATLAS_BASE_URL + reverse("backoffice:job", args=[job.pk]),
        }
        subject, body = _done() if job.state == JobState.DONE else _failed()
        queue_message(to=user.email, subject=subject % facts, body=body % facts, at=at)


def _done() -> tuple[str, str]:
    return gettext("Done: %(work)s, %(about)s"), gettext(
        "Good morning,\n\nThe work that you asked for is done: %(work)s, %(about)s.\n\nWhat came of it: %(link)s\n"
    )


def _failed() -> tuple[str, str]:
    return gettext("Stopped: %(work)s, %(about)s"), gettext(
        "Good morning,\n\nThe work that you asked for has stopped before its end: %(work)s, %(about)s.\n\n"
        "Why, and what to do next: %(link)s\n"
    )
