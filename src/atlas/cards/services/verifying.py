"""Decisions about submitted cards: accepting, setting aside, accepting all clean ones at once. What was submitted, and
was looked at, is what is accepted; two verifiers never decide at once. Returning with questions stands in `returning`;
in which order rows are locked, in `keeping`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record, record_each
from atlas.cards.models import Card, CardVersion, Review
from atlas.cards.review_rows import clean_cards
from atlas.cards.rules import CardKind, CardState, Channel, Event, next_state
from atlas.cards.services.keeping import keep_version, locked
from atlas.cards.services.reviewing import let_go, lock_reviews, locked_at_work, locked_review, must_be_free
from atlas.jobs.services.asking import ask_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.models import Submission
    from atlas.jobs.models import Job
    from atlas.monitoring.models import Session

BATCH = 500
"""Cards that are accepted in one transaction."""
_LONGEST_REASON = 500


def accept_card(card: Card, *, seen_version: int, actor: Actor) -> Card:
    """Accept a submitted card as the verifier saw it.

    Args:
        card: Fetched through `access.get_card`.
        seen_version: The card's version that was looked at.
        actor: A verifier of the Centre.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-being-closed', 'session-not-verified-now', 'card-transition', 'card-changed-meanwhile',
            'review-taken', 'izus-accepted-already'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held, at = locked_to_decide(card, action="accept", seen_version=seen_version, actor=actor)
        _must_be_the_gminas_only(held)
        decide(held, "accept", event=Event.ACCEPTED, actor=actor, at=at)
        record("accept-card", about=held, by=actor.user_id, at=at, version=held.version, submission=held.filed_id)
    return held


def set_aside(card: Card, *, reason: str, seen_version: int, actor: Actor) -> Card:
    """Keep a card out of the session's package, for a reason that the participant reads in the card's history.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: as for accepting, and 'set-aside-reason-needed'.
    """
    must_work_in_centre(actor)
    words = " ".join(reason.split())[:_LONGEST_REASON]
    if not words:
        raise DomainError("set-aside-reason-needed")
    with transaction.atomic():
        held, at = locked_to_decide(card, action="set-aside", seen_version=seen_version, actor=actor)
        decide(held, "set-aside", event=Event.SET_ASIDE, actor=actor, at=at, note=words)
        record("set-card-aside", about=held, by=actor.user_id, at=at, version=held.version, submission=held.filed_id)
    return held


def accept_clean(session: Session, *, actor: Actor, told: Callable[[int], None] = lambda _done: None) -> int:
    """Accept all submitted cards of a session that no flag speaks against and nobody is looking at; return how many.

    Cards are accepted in batches, each wholly or not at all, with a version of the history and an audit entry for each.

    Args:
        session: The session.
        actor: A verifier of the Centre.
        told: Called after each batch, outside transactions, with how many were accepted so far.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-being-closed', 'session-not-verified-now'.
    """
    must_work_in_centre(actor)
    done = 0
    while chosen := list(clean_cards(session, me=actor.user_id, at=clock.now()).values_list("pk", flat=True)[:BATCH]):
        done += _accepted_of(session, chosen, actor=actor)
        told(done)
    return done


def ask_to_accept_clean(session: Session, *, cards: int, actor: Actor) -> Job:
    """Have all clean cards accepted by a job; `cards` is how many there are now, for its progress.

    Raises:
        NotAllowed: 'centre-needed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        return ask_for(
            "accept-clean", key=f"accept-clean:{session.code}", about=session.code,
            arguments={"session": session.code, "cards": cards}, by=actor.user_id, at=clock.now(),
        )  # fmt: skip


def locked_to_decide(
    card: Card, *, action: str, seen_version: int, actor: Actor
) -> tuple[Card, datetime]:  # fmt: skip
    """Lock a card's review, its session and the card within the caller's transaction; return the card and the moment.

    A look through new submissions holds a batch of reviews for seconds: who waits for one holds no session yet.

    Raises:
        DomainError: 'session-being-closed', 'session-not-verified-now', 'card-transition', 'card-changed-meanwhile',
            'review-taken'.
    """
    review = locked_review(card)
    at = locked_at_work(card.session_id)
    held = locked(card)
    next_state(CardState(held.state), action)
    if held.version != seen_version:
        raise DomainError("card-changed-meanwhile")
    must_be_free(review, actor=actor, at=at)
    let_go(review)
    return held, at


def decide(card: Card, action: str, *, event: Event, actor: Actor, at: datetime, note: str = "") -> None:
    """Move a locked card on, with a version of its history; its submission stays."""
    card.state, card.version = next_state(CardState(card.state), action), card.version + 1
    card.changed_at, card.changed_by = at, actor.user_id
    card.save(update_fields=["state", "version", "changed_at", "changed_by"])
    keep_version(card, event=event, channel=Channel.ONLINE, actor=actor, at=at, note=note)


def filed_of(card: Card) -> Submission:
    """Return the submission of a card that the Centre has.

    Raises:
        DomainError: 'card-transition', should it have none.
    """
    if card.filed is None:
        raise DomainError("card-transition", state=card.state, action="return")
    return card.filed


def _must_be_the_gminas_only(card: Card) -> None:
    """Refuse a second Karta IZUS of a gmina: a package takes one, and what is accepted is not taken back."""
    accepted = Card.objects.filter(kind=CardKind.IZUS, scope=card.scope_id, state=CardState.ACCEPTED)
    if card.kind == CardKind.IZUS and accepted.exists():
        raise DomainError("izus-accepted-already", gmina=card.scope.name)


def _accepted_of(session: Session, chosen: Sequence[int], *, actor: Actor) -> int:
    """Accept those of the chosen cards that are still clean once nobody else can change them."""
    with transaction.atomic():
        lock_reviews(Review.objects.filter(card__in=chosen))
        at = locked_at_work(session.pk)
        rows = Card.objects.filter(pk__in=chosen).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
        still = clean_cards(session, me=actor.user_id, at=at).filter(pk__in=chosen)
        cards = list(still.only("pk", "version", "content", "filed"))
        _accept_all(cards, actor=actor, at=at)
    return len(cards)


def _accept_all(cards: Sequence[Card], *, actor: Actor, at: datetime) -> None:
    chosen = [card.pk for card in cards]
    moved = {"state": CardState.ACCEPTED, "changed_at": at, "changed_by": actor.user_id}
    Card.objects.filter(pk__in=chosen).update(version=F("version") + 1, **moved)
    Review.objects.filter(card__in=chosen).update(holder=None, held_since=None, held_until=None)
    CardVersion.objects.bulk_create([
        CardVersion(
            card=card, number=card.version + 1, event=Event.ACCEPTED, channel=Channel.ONLINE, content=card.content,
            begun_at=at, at=at, by=actor.user_id,
        )
        for card in cards
    ])  # fmt: skip
    facts = ((card, {"version": card.version + 1, "submission": card.filed_id, "clean": True}) for card in cards)
    record_each("accept-card", about=facts, by=actor.user_id, at=at)
