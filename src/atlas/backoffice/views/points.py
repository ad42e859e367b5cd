"""Points of receipt: the list, adding, changing and taking one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.backoffice.access import get_point, get_session
from atlas.backoffice.forms.points import PointForm, point_of
from atlas.kernel.errors import DomainError
from atlas.monitoring import services

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest


@require_safe
@login_required
def points(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show where and how cards of a session are handed over."""
    found = get_session(request.actor, session_code)
    facts = {"session": found, "here": "plan", "step": "plan-points", "points": list(found.points.all())}
    return render(request, "backoffice/plan_points.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: ActorRequest, session_code: str) -> HttpResponse:
    """Add a point."""
    found = get_session(request.actor, session_code)
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_point(found, form.facts(), actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("The point is added."))
            return redirect("backoffice:plan-points", found.code)
    facts = {"session": found, "here": "plan", "step": "plan-points", "form": form}
    return render(request, "backoffice/point.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: ActorRequest, session_code: str, *, point_id: int) -> HttpResponse:
    """Change a point."""
    point = get_point(request.actor, session_code, point_id=point_id)
    form = PointForm(request.POST or None, initial=point_of(point))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_point(point, form.facts(), actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("backoffice:plan-points", session_code)
    facts = {"session": point.session, "here": "plan", "step": "plan-points", "form": form, "point": point}
    return render(request, "backoffice/point.html", facts)


@require_POST
@login_required
def remove(request: ActorRequest, session_code: str, *, point_id: int) -> HttpResponse:
    """Take a point away."""
    services.remove_point(get_point(request.actor, session_code, point_id=point_id), actor=request.actor)
    messages.success(request, gettext("The point is taken away."))
    return redirect("backoffice:plan-points", session_code)
