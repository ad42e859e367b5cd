"""Choosing a session's gminas on the tree of territories: the country's voivodeships, then one of them, or a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.backoffice.access import get_session
from atlas.kernel.errors import NotFound
from atlas.monitoring import overviews, services
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest

_LONGEST_SEARCH = 100
_MOST_NAMED = 20


@require_safe
@login_required
def scope(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show voivodeships with what is covered of each, and the gminas that a search finds."""
    found = get_session(request.actor, session_code)
    text = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    gone = overviews.gone_gminas(found)
    facts = {
        "session": found, "here": "plan", "step": "plan-scope", "text": text,
        "is_planned": found.state == SessionState.PLANNED,
        "voivodeships": overviews.voivodeship_rows(found),
        "found": overviews.gminas_like(found, text) if text else [],
        "most": overviews.MOST_FOUND,
        "gone": list(gone[:_MOST_NAMED]),
    }  # fmt: skip
    return render(request, "backoffice/plan_scope.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def within(request: ActorRequest, session_code: str, *, voivodeship: str) -> HttpResponse:
    """Show a voivodeship's powiats and gminas, and take what is chosen there."""
    found = get_session(request.actor, session_code)
    name = overviews.voivodeship_name(found, voivodeship)
    if not name:
        raise NotFound("voivodeship-not-found", voivodeship=voivodeship)
    if request.method == "POST":
        gminas, whole = request.POST.getlist("gmina"), request.POST.getlist("powiat")
        services.set_scope(found, gminas, within=voivodeship, whole=whole, actor=request.actor)
        messages.success(request, gettext("The choice is saved."))
        return redirect("backoffice:plan-scope", found.code)
    facts = {
        "session": found, "here": "plan", "step": "plan-scope", "name": name, "code": voivodeship,
        "powiats": overviews.powiat_rows(found, voivodeship), "is_planned": found.state == SessionState.PLANNED,
    }  # fmt: skip
    return render(request, "backoffice/plan_scope_within.html", facts)


@require_POST
@login_required
def change(request: ActorRequest, session_code: str) -> HttpResponse:
    """Cover whole territories, or take them out."""
    found = get_session(request.actor, session_code)
    if request.POST.getlist("narrow"):
        asked = found.invitations.count()
        changed = services.narrow_scope(found, request.POST.getlist("narrow"), actor=request.actor)
        told = gettext("Gminas taken out of the scope: %(n)s. Invitations that went with them: %(asked)s.")
        messages.success(request, told % {"n": changed, "asked": asked - found.invitations.count()})
    else:
        changed = services.widen_scope(found, request.POST.getlist("widen"), actor=request.actor)
        messages.success(request, gettext("Gminas added to the scope: %(n)s.") % {"n": changed})
    return redirect("backoffice:plan-scope", found.code)
