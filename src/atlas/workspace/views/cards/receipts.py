"""The receipt of a submitted card: on the page, as a PDF, and the answers that its hash is of; withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from atlas.cards import access
from atlas.cards.files import number_in_names
from atlas.cards.services.submitting import withdraw_card
from atlas.kernel import clock
from atlas.workspace.card_page import not_taken

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest
    from atlas.cards.models import Card


@require_safe
@login_required
def receipt(request: ActorRequest, card_id: int, *, submission_id: int) -> HttpResponse:
    """Show a receipt."""
    card = access.get_card(request.actor, card_id)
    submission = access.get_submission(card, submission_id)
    facts = {"card": card, "submission": submission, "may_withdraw": _may_withdraw(request, card)}
    return render(request, "workspace/card/receipt.html", facts)


@require_safe
@login_required
def answers(request: ActorRequest, card_id: int, *, submission_id: int) -> HttpResponse:
    """Hand out the very bytes that a receipt's SHA-256 is of; contact data are not among them."""
    submission = access.get_submission(access.get_card(request.actor, card_id), submission_id)
    name = f"{number_in_names(submission)}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(submission.content.encode(), content_type="application/json", headers=headers)


@require_POST
@login_required
def withdraw(request: ActorRequest, card_id: int) -> HttpResponse:
    """Take a submitted card back."""
    withdraw_card(access.get_card(request.actor, card_id), actor=request.actor)
    return redirect("workspace:check-card", card_id)


def _may_withdraw(request: ActorRequest, card: Card) -> bool:
    today = clock.day_of(clock.now())
    return card.state == "submitted" and access.may_edit(request.actor, card) and not not_taken(card, on=today)
