"""TERYT codes that changed since earlier sessions: what the register proposes, telling and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from atlas.backoffice.access import get_session, get_territory_change
from atlas.backoffice.forms.codes import CodesForm
from atlas.kernel.errors import DomainError
from atlas.monitoring import services
from atlas.monitoring.renumbered import gone_codes, told_gminas, with_candidates
from atlas.monitoring.rules import OVER

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.monitoring.models import Session

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def codes(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show which codes changed; tell of one that did."""
    found = get_session(request.actor, session_code)
    form = CodesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.tell_renumbering(found, form.renumbering(), actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Entered. The gmina goes on with its former baseline."))
            return redirect("backoffice:plan-codes", found.code)
    return _page(request, found, form=form)


@require_POST
@login_required
def take_back(request: ActorRequest, session_code: str, *, change_id: int) -> HttpResponse:
    """Take back what was told of a gmina."""
    change = get_territory_change(request.actor, session_code, change_id=change_id)
    services.take_back_renumbering(change, actor=request.actor)
    messages.success(request, gettext("Taken back. The gmina begins a new baseline."))
    return redirect("backoffice:plan-codes", session_code)


def _page(request: ActorRequest, session: Session, *, form: CodesForm) -> HttpResponse:
    page = Paginator(gone_codes(session), A_PAGE).get_page(request.GET.get("strona"))
    may_change = session.state not in OVER and session.closing_since is None
    facts = {
        "session": session, "here": "plan", "step": "plan-codes", "form": form, "may_change": may_change,
        "told": told_gminas(session), "page": page, "gone": with_candidates(session, list(page)),
    }  # fmt: skip
    return render(request, "backoffice/plan_codes.html", facts)
