"""A session's first page for the Centre: where it stands, what comes next; and moving it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.forms.planning import ReasonForm
from atlas.backoffice.session_page import session_page
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.services import move_session

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest

BY_HAND = ("open", "verify", "reopen")
"""Steps of this page; announcing, closing and publishing have pages of their own."""


@require_safe
@login_required
def session(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show where a session stands and what comes next."""
    found = get_session(request.actor, session_code)
    facts = {"session": found, "here": "session", "stands": session_page(found, on=clock.day_of(clock.now()))}
    return render(request, "backoffice/session.html", facts | {"form": ReasonForm()})


@require_POST
@login_required
def move(request: ActorRequest, session_code: str) -> HttpResponse:
    """Move a session on, or reopen it with a reason."""
    found, action = get_session(request.actor, session_code), request.POST.get("action", "")
    if action not in BY_HAND:
        raise DomainError("session-transition", state=found.state, action=action)
    found = move_session(found, action, actor=request.actor, reason=request.POST.get("reason", ""))
    if action == "reopen" and clock.day_of(clock.now()) > found.closes_on:
        messages.warning(request, gettext("The session is open, but its deadline has passed. Move the deadline now."))
        return redirect("backoffice:plan-schedule", found.code)
    messages.success(request, gettext("Done. The session's new state stands on this page."))
    return redirect("backoffice:session", found.code)
