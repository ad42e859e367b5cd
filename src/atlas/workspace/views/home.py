"""The first page after logging in: one's cards, the Centre's sessions, or what a reader may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.cards.access import visible_cards
from atlas.cards.selectors import cards_of_invitations
from atlas.fieldwork.access import sessions_to_read
from atlas.kernel import clock
from atlas.monitoring.access import visible_invitations, visible_sessions
from atlas.monitoring.selectors import invitation_lists, sessions_with_counts, sessions_with_points
from atlas.registry.access import visible_participants
from atlas.workspace.rows import card_rows
from atlas.workspace.selectors import form_totals

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest


@require_safe
@login_required
def home(request: ActorRequest) -> HttpResponse:
    """Show what this person comes for."""
    actor = request.actor
    if actor.in_centre:
        return render(request, "workspace/sessions.html", {"sessions": sessions_with_counts(visible_sessions(actor))})
    if actor.reads_territory and not actor.represents:
        return render(request, "workspace/reader.html", {"sessions": sessions_to_read(actor)})
    lists, today = invitation_lists(visible_invitations(actor)), clock.day_of(clock.now())
    cards, totals = cards_of_invitations(visible_cards(actor)), form_totals([*lists.running, *lists.finished])
    facts = {
        "running": card_rows(lists.running, cards, totals=totals, on=today),
        "finished": card_rows(lists.finished, cards, totals=totals, on=today),
        "participants": visible_participants(actor),
        "sessions": sessions_with_points(lists.running),
    }
    return render(request, "workspace/cards.html", facts)
