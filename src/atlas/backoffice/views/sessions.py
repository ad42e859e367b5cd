"""A session's first page for the Centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.backoffice.access import get_session

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest


@require_safe
@login_required
def session(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show where a session stands."""
    found = get_session(request.actor, session_code)
    return render(request, "backoffice/session.html", {"session": found, "here": "session"})
