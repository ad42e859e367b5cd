"""The queue of submitted cards, the next one to look at, and accepting all clean ones at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.accounts.selectors import names_of
from atlas.backoffice.access import get_session, get_session_card
from atlas.cards import review_rows
from atlas.cards.review_rows import QueueFilter
from atlas.cards.rules import is_held_by_other
from atlas.cards.services.reviewing import leave_review
from atlas.cards.services.verifying import accept_clean, ask_to_accept_clean
from atlas.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.models import Card

A_PAGE = 25
AT_ONCE = 200
"""So many clean cards are accepted while one waits; more of them are a job."""


@require_safe
@login_required
def queue(request: ActorRequest, session_code: str) -> HttpResponse:
    """List submitted cards, oldest first, with what asks for a look and who has which open."""
    session = get_session(request.actor, session_code)
    asked = _asked(request)
    page = Paginator(review_rows.queue(session, asked), A_PAGE).get_page(request.GET.get("strona"))
    at, me = clock.now(), request.actor.user_id
    facts = {
        "session": session,
        "here": "verification",
        "counts": review_rows.queue_counts(session),
        "clean": review_rows.clean_cards(session, me=me, at=at).count(),
        "asked": asked,
        "query": urlencode({name: value for name, value in request.GET.items() if name in _FIELDS and value}),
        "voivodeships": review_rows.voivodeships_of(session),
        "page": page,
        "rows": _rows(list(page), at=at, me=me),
        "returned": review_rows.returned_cards(session)[:A_PAGE],
    }
    return render(request, "backoffice/verification.html", facts)


@require_POST
@login_required
def next_card(request: ActorRequest, session_code: str) -> HttpResponse:
    """Open the oldest card that no other verifier has; the one that is named is left first."""
    session = get_session(request.actor, session_code)
    left = request.POST.get("left", "")
    after = int(left) if left.isascii() and left.isdigit() and len(left) <= _DIGITS else None
    if after is not None:
        _, card = get_session_card(request.actor, session_code, card_id=after)
        leave_review(card, actor=request.actor)
    found = review_rows.next_waiting(session, me=request.actor.user_id, at=clock.now(), after=after)
    if found is None:
        messages.info(request, gettext("No other card waits that nobody has open."))
        return redirect("backoffice:verification", session.code)
    return redirect("backoffice:review", session.code, found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def clean(request: ActorRequest, session_code: str) -> HttpResponse:
    """Say how many cards are clean, and accept them all once that is confirmed."""
    session = get_session(request.actor, session_code)
    count = review_rows.clean_cards(session, me=request.actor.user_id, at=clock.now()).count()
    if request.method != "POST":
        facts = {"session": session, "here": "verification", "count": count, "at_once": AT_ONCE}
        return render(request, "backoffice/accept_clean.html", facts)
    if count > AT_ONCE:
        job = ask_to_accept_clean(session, cards=count, actor=request.actor)
        return redirect("backoffice:job", job.pk)
    done = accept_clean(session, actor=request.actor)
    said = ngettext("%(count)s card was accepted.", "%(count)s cards were accepted.", done)
    messages.success(request, said % {"count": done})
    return redirect("backoffice:verification", session.code)


_FIELDS = ("rodzaj", "wojewodztwo", "gmina", "uwagi")
_DIGITS = 9


def _asked(request: ActorRequest) -> QueueFilter:
    return QueueFilter(*(request.GET.get(name, "").strip()[:80] for name in _FIELDS))


def _rows(cards: list[Card], *, at: datetime, me: int | None) -> list[dict[str, Any]]:
    """Return cards with the name of who else has each open."""
    held = {card.pk: one for card in cards if (one := _holder(card, at=at, me=me)) is not None}
    names = names_of(held.values())
    return [
        {"card": card, "is_held": card.pk in held, "holder": names.get(held.get(card.pk, 0), "")} for card in cards
    ]  # fmt: skip


def _holder(card: Card, *, at: datetime, me: int | None) -> int | None:
    review = getattr(card, "review", None)
    if review is None or not is_held_by_other(review.holder, review.held_until, me=me, at=at):
        return None
    return int(review.holder)
