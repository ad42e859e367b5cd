"""Pages for organisations that were not invited: asking to take part, and the Centre's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.accounts.requests import must_not_hurry
from atlas.registry import access
from atlas.registry.services import joining as services
from atlas.workspace.forms.joining import JoinForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """Ask to take part."""
    form = JoinForm(request.POST or None)
    if request.method == "POST":
        must_not_hurry(request, action="join", most=5, seconds=3600)
        if form.is_valid():
            services.ask_to_join(form.facts())
            return redirect("workspace:join-asked")
    return render(request, "workspace/join.html", {"form": form})


@require_safe
def asked(request: ActorRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "workspace/join_asked.html")


@require_safe
@login_required
def requests(request: ActorRequest) -> HttpResponse:
    """Show the requests that wait for the Centre's answer."""
    return render(request, "workspace/join_requests.html", {"requests": access.waiting_requests(request.actor)})


@require_POST
@login_required
def accept(request: ActorRequest, request_id: int) -> HttpResponse:
    """Register the organisation and invite who asked."""
    participant = services.accept_request(
        request=access.get_join_request(request.actor, request_id), actor=request.actor
    )
    messages.success(request, gettext("%(name)s is registered and invited.") % {"name": participant.name})
    return redirect("workspace:join-requests")


@require_POST
@login_required
def refuse(request: ActorRequest, request_id: int) -> HttpResponse:
    """Put a request aside."""
    services.refuse_request(request=access.get_join_request(request.actor, request_id), actor=request.actor)
    return redirect("workspace:join-requests")
