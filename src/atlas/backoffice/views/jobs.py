"""Long work: what waits, runs, is done or failed, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.accounts.selectors import names_of
from atlas.backoffice.access import get_job, visible_jobs
from atlas.backoffice.job_rows import job_row
from atlas.mail.selectors import waiting_counts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest

A_PAGE = 25


@require_safe
@login_required
def jobs(request: ActorRequest) -> HttpResponse:
    """List all work, newest first, and what the outbox holds."""
    page = Paginator(visible_jobs(request.actor), A_PAGE).get_page(request.GET.get("strona"))
    names = names_of(one.asked_by for one in page)
    rows = [job_row(one, names=names) for one in page]
    return render(request, "backoffice/jobs.html", {"page": page, "rows": rows, "letters": waiting_counts()})


@require_safe
@login_required
def job(request: ActorRequest, job_id: int) -> HttpResponse:
    """Show one piece of work; asked by HTMX, only the part of the page that changes."""
    found = get_job(request.actor, job_id)
    row = job_row(found, names=names_of([found.asked_by]))
    if "HX-Request" not in request.headers:
        return render(request, "backoffice/job.html", {"row": row})
    part = render(request, "backoffice/job_progress.html", {"row": row})
    if not found.is_unfinished:
        part["HX-Refresh"] = "true"  # what stands around it on the page is no longer so
    return part
