"""Who looks at a card: one verifier at a time, until they leave, decide, or are silent for `LEASE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localtime

from atlas.accounts.access import must_work_in_centre
from atlas.accounts.selectors import names_of
from atlas.audit.services import record
from atlas.cards.models import Review
from atlas.cards.rules import LEASE, is_held_by_other, must_be_verified_now
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor
    from atlas.cards.models import Card


def locked_at_work(session_id: int) -> datetime:
    """Lock a session whose cards can be decided about now, within the caller's transaction; return the moment.

    Raises:
        DomainError: 'session-being-closed', 'session-not-verified-now'.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    at = clock.now()
    must_be_verified_now(SessionState(session.state), code=session.code, closing_since=session.closing_since)
    return at


def take_review(card: Card, *, actor: Actor, over: bool = False) -> Review:
    """Give a card to a verifier, or give them more time; while another has it, only `over` takes it from them.

    Returns:
        The review as it is now: whoever has it stands in `holder`.

    Raises:
        NotAllowed: 'centre-needed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        review = locked_review(card)
        at = clock.now()
        is_others = is_held_by_other(review.holder, review.held_until, me=actor.user_id, at=at)
        if is_others and not over:
            return review
        if is_others:
            record("take-review-over", about=card, by=actor.user_id, at=at, before=review.holder)
        goes_on = not is_others and review.holder == actor.user_id and review.held_until and review.held_until > at
        review.held_since = review.held_since if goes_on else at
        review.holder, review.held_until = actor.user_id, at + LEASE
        review.save(update_fields=["holder", "held_since", "held_until"])
    return review


def leave_review(card: Card, *, actor: Actor) -> None:
    """Let a card go that the verifier has; another's stays theirs.

    Raises:
        NotAllowed: 'centre-needed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        review = locked_review(card)
        if review.holder == actor.user_id:
            let_go(review)


def let_go(review: Review) -> None:
    """End the lease of a locked review."""
    review.holder = review.held_since = review.held_until = None
    review.save(update_fields=["holder", "held_since", "held_until"])


def must_be_free(review: Review, *, actor: Actor, at: datetime) -> None:
    """Refuse to decide about a card that another verifier has; its review is locked.

    Raises:
        DomainError: 'review-taken', with who has it and since when.
    """
    if is_held_by_other(review.holder, review.held_until, me=actor.user_id, at=at):
        name = names_of([review.holder]).get(review.holder or 0, "")
        since = localtime(review.held_since, clock.WARSAW).strftime("%H:%M")
        raise DomainError("review-taken", name=name, since=since)


def locked_review(card: Card) -> Review:
    """Return a card's review as it is now, its row locked until the transaction ends; made where there is none."""
    Review.objects.get_or_create(card_id=card.pk)
    return Review.objects.select_for_update().get(card_id=card.pk)


def lock_reviews(reviews: QuerySet[Review]) -> None:
    """Lock several reviews, not their cards, until the transaction ends, in the order in which everybody does."""
    list(reviews.order_by("pk").select_for_update(of=["self"]).values_list("pk", flat=True))
