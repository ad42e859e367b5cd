"""Closing a session: the check list, the confirmation, the job's progress, what was sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from atlas.accounts.selectors import names_of
from atlas.archive.selectors import seals_of
from atlas.backoffice.access import get_session
from atlas.backoffice.closing_rows import ABOUT_CODES, CHECKS, item_row, point_row, title_of
from atlas.backoffice.forms.closing import ClosingForm
from atlas.backoffice.job_rows import job_row
from atlas.closing.access import find_seal, get_protocol
from atlas.closing.protocol import protocol_pdf
from atlas.closing.protocol_facts import sealed_session
from atlas.closing.rules import Check
from atlas.closing.selectors import accepted_counts, accepted_mark, baseline_parts, check_list, items
from atlas.closing.services.asking import close_session, key_of
from atlas.closing.texts import TEXTS
from atlas.jobs.selectors import newest_job
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotFound
from atlas.kernel.language import as_language
from atlas.kernel.wording import problem_text
from atlas.monitoring.rules import OVER, SessionState
from atlas.monitoring.selectors import missing_before

if TYPE_CHECKING:
    from typing import Any

    from atlas.accounts.requests import ActorRequest
    from atlas.monitoring.models import Session

A_PAGE = 50
MOST_NAMED = 60
"""Gminas that are named in the confirmation; more stand in a list of their own."""


@require_safe
@login_required
def closing(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show what closing means, how far it is, or what was sealed."""
    return _page(request, get_session(request.actor, session_code))


@require_POST
@login_required
def close(request: ActorRequest, session_code: str) -> HttpResponse:
    """Ask for the session to be closed; what refuses it is said at the confirmation."""
    session, form = get_session(request.actor, session_code), ClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, session, form=form)
    try:
        close_session(session, actor=request.actor, **form.cleaned_data)
    except DomainError as error:
        if error.code == "session-being-closed":
            return redirect("backoffice:closing", session_code)  # says how far it is
        if error.code not in TEXTS:
            raise
        form.add_error("typed", problem_text(error.problems[0], TEXTS, language=as_language(get_language())))
        return _page(request, session, form=form)
    return redirect("backoffice:closing", session_code)


@require_safe
@login_required
def point(request: ActorRequest, session_code: str, *, check: str) -> HttpResponse:
    """List what a point of the check list counts."""
    session = get_session(request.actor, session_code)
    if check not in CHECKS:
        raise NotFound("centre-page-not-found")
    found = items(session, CHECKS[check], on=clock.day_of(clock.now()))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("strona"))
    context = {
        "session": session, "here": "closing", "page": page, "rows": [item_row(one) for one in page],
        "title": title_of(CHECKS[check]), "is_about_codes": CHECKS[check] in ABOUT_CODES,
        "decides": CHECKS[check] == Check.UNDECIDED,
    }  # fmt: skip
    return render(request, "backoffice/closing_point.html", context)


@require_safe
@login_required
def gminas(request: ActorRequest, session_code: str) -> HttpResponse:
    """List the gminas with accepted cards: which get their baseline, which are compared with theirs."""
    session = get_session(request.actor, session_code)
    parts = baseline_parts(session)
    page = Paginator(parts.by_gmina, A_PAGE).get_page(request.GET.get("strona"))
    return render(request, "backoffice/closing_gminas.html", {"session": session, "here": "closing", "page": page})


@require_safe
@login_required
def protocol(request: ActorRequest, session_code: str) -> HttpResponse:
    """Hand out the protocol of a closed session as a PDF."""
    session = get_session(request.actor, session_code)
    found = get_protocol(request.actor, session)
    sealed = sealed_session(found, by=names_of([found.by]).get(found.by or 0, ""))
    content = protocol_pdf(sealed, language=as_language(get_language()))
    headers = {"Content-Disposition": f'attachment; filename="protokol-{session.code}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _page(request: ActorRequest, session: Session, *, form: ClosingForm | None = None) -> HttpResponse:
    job = newest_job(key_of(session))
    row = job_row(job, names=names_of([job.asked_by])) if job else None
    context: dict[str, Any] = {"session": session, "here": "closing", "row": row}
    if session.state in OVER:
        context |= {"seal": find_seal(request.actor, session), "seals": seals_of(session)}
    elif job is None or not job.is_unfinished:
        context |= _before(session, form=form)
    status = 409 if form is not None else 200
    return render(request, "backoffice/closing.html", context, status=status)


def _before(session: Session, *, form: ClosingForm | None) -> dict[str, Any]:
    """Return what stands on the page before the session is closed."""
    points = [point_row(one) for one in check_list(session, on=clock.day_of(clock.now()))]
    missing, parts = missing_before(session.sequence), baseline_parts(session)
    may_close = session.state == SessionState.VERIFICATION and not missing and not any(one.refuses for one in points)
    new = list(parts.new_gminas.items())
    if form is not None:  # the page shows the list anew, so what is confirmed next is this one
        form.data = dict(form.data.items()) | {"seen": accepted_mark(session)}
    return {
        "points": points, "missing": ", ".join(map(str, missing)), "accepted": accepted_counts(session),
        "parts": parts, "named": new[:MOST_NAMED], "unnamed": max(0, len(new) - MOST_NAMED),
        "may_close": may_close, "is_verified": session.state == SessionState.VERIFICATION,
        "form": (form or ClosingForm(initial={"seen": accepted_mark(session)})) if may_close or form else None,
    }  # fmt: skip
