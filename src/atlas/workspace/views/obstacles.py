"""Reporting that a card cannot be handed over, from the card or by an invitation's link; the Centre's list of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.requests import must_not_hurry
from atlas.accounts.selectors import names_of
from atlas.cards.access import get_card, must_edit
from atlas.fieldwork import access
from atlas.fieldwork.rules import ANSWER_WORKING_DAYS
from atlas.fieldwork.selectors import obstacles_shown, with_contacts
from atlas.fieldwork.services import obstacles as services
from atlas.workspace.forms.obstacles import ObstacleForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest

A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: ActorRequest, card_id: int) -> HttpResponse:
    """Report an obstacle from a card's page."""
    card = get_card(request.actor, card_id)
    must_edit(request.actor, card)
    form = ObstacleForm(request.POST or None, user=request.user)
    if request.method == "POST":
        must_not_hurry(request, action="obstacle", most=20, seconds=3600)
        if form.is_valid():
            services.report_obstacle(card, form.report(), actor=request.actor)
            return redirect("workspace:obstacle-reported")
    obstacles = obstacles_shown(card, user_id=request.actor.user_id)
    return render(request, "workspace/card/obstacle.html", {"card": card, "form": form, "obstacles": obstacles})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_by_link(request: ActorRequest, token: str) -> HttpResponse:
    """Report an obstacle by an invitation's link, without an account."""
    must_not_hurry(request, action="obstacle-by-link", most=20, seconds=600)
    invitation = access.invitation_of(token)
    form = ObstacleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.report_obstacle_by_link(invitation, form.report())
        return redirect("workspace:obstacle-reported")
    facts = {"participant": invitation.participant, "form": form}
    return render(request, "workspace/obstacle_by_link.html", facts)


@require_safe
def reported(request: ActorRequest) -> HttpResponse:
    """Say what happens next, and by when."""
    return render(request, "workspace/obstacle_reported.html", {"days": ANSWER_WORKING_DAYS})


@require_safe
@login_required
def obstacles(request: ActorRequest) -> HttpResponse:
    """Show the Centre what keeps participants from handing over their cards, and how to reach them."""
    found = with_contacts(access.visible_obstacles(request.actor))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("strona"))
    names = names_of(one.reported_by for one in page)
    rows = [(one, names.get(one.reported_by or 0)) for one in page]
    return render(request, "workspace/obstacles.html", {"page": page, "rows": rows})
