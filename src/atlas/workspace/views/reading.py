"""What readers read: how far the cards of a session have come in their territory; counts only, no participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.fieldwork.access import get_session_to_read
from atlas.fieldwork.following.choices import choices_of
from atlas.fieldwork.following.territory import followed, shown
from atlas.kernel import clock

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest


@require_safe
@login_required
def completeness(request: ActorRequest, session_code: str, *, area: str = "") -> HttpResponse:
    """Show the completeness of a territory: the reader's own, or one within it."""
    own, choices, today = request.actor.reads_territory, choices_of(request.GET), clock.day_of(clock.now())
    code = area or own
    session = get_session_to_read(request.actor, session_code, territory=code)
    found = followed(session, code, choices=choices, today=today, states=False).below(own)
    facts = shown(session, found, choices=choices, today=today) | {"address": "workspace:reader-completeness-of"}
    return render(request, "workspace/completeness.html", facts)
