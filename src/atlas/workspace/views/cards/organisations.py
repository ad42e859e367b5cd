"""Which organisations were invited in a card's gmina and which of them have filed; what they filed is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.cards import access
from atlas.cards.rules import CardKind
from atlas.cards.selectors import asked_in
from atlas.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest


@require_safe
@login_required
def organisations(request: ActorRequest, card_id: int) -> HttpResponse:
    """Show whom the session asked for a Karta NGO in the gmina; only from an institution's card or the statistics."""
    card = access.get_card(request.actor, card_id)
    if card.kind == CardKind.NGO:
        raise NotFound("card-not-found")
    asked = asked_in(card.scope)
    filed = sum(one.has_filed for one in asked)
    return render(request, "workspace/card/organisations.html", {"card": card, "asked": asked, "filed": filed})
