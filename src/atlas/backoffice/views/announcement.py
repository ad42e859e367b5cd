"""A session's announcement: where it stands, announcing, sending it to addresses that have come since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.accounts.selectors import names_of
from atlas.backoffice.access import get_session
from atlas.backoffice.job_rows import job_row
from atlas.backoffice.letter_rows import count_rows, text_rows
from atlas.fieldwork.announcing.audience import audience_of
from atlas.fieldwork.announcing.sent import letter_counts
from atlas.fieldwork.services.announcements import announce_session, announcement_key, send_announcement_again
from atlas.jobs.selectors import newest_job

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.backoffice.job_rows import JobRow

HERE = "announcement"


@require_safe
@login_required
def announcement(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show texts, whom the letters go to, how far they are, and what can be done."""
    session = get_session(request.actor, session_code)
    context = {
        "session": session,
        "here": HERE,
        "texts": text_rows(session),
        "audience": audience_of(session),
        "counts": count_rows(letter_counts(session)),
        "row": newest_row(announcement_key(session)),
    }
    return render(request, "backoffice/announcement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def announce(request: ActorRequest, session_code: str) -> HttpResponse:
    """Say what announcing does and ask whether to; then announce and lead to the job's page."""
    session = get_session(request.actor, session_code)
    if request.method == "POST":
        return redirect("backoffice:job", announce_session(session, actor=request.actor).pk)
    context = {"session": session, "here": HERE, "audience": audience_of(session)}
    return render(request, "backoffice/announce.html", context)


@require_POST
@login_required
def send_again(request: ActorRequest, session_code: str) -> HttpResponse:
    """Send the announcement to addresses that have not had it, and lead to the job's page."""
    session = get_session(request.actor, session_code)
    return redirect("backoffice:job", send_announcement_again(session, actor=request.actor).pk)


def newest_row(key: str) -> JobRow | None:
    """Return what the page says of the newest job of a key, None before there was one (2 queries)."""
    job = newest_job(key)
    return None if job is None else job_row(job, names=names_of([job.asked_by]))
