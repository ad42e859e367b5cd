"""Reads for verification: cards that wait for a decision, clean ones, who looks at what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Value, When

from atlas.cards.models import Card, Flag, Question
from atlas.cards.rules import FILED, CardKind, CardState
from atlas.monitoring.models import ScopeGmina

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from atlas.monitoring.models import Session


MARKS = ("clean", "flagged", "unlooked", "back")


def waiting_cards(session: Session) -> QuerySet[Card]:
    """Return a session's submitted cards, oldest first."""
    return Card.objects.filter(session=session, state=CardState.SUBMITTED).order_by("filed__filed_at", "pk")


def looked_through(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Return the cards whose newest submission was looked through for flags."""
    return cards.filter(review__submission=F("filed"))


def clean_cards(session: Session, *, me: int | None, at: datetime) -> QuerySet[Card]:
    """Return submitted cards without any open flag that no other verifier has open.

    Where the Centre has two Karty IZUS of a gmina, neither is clean: a package takes one of them.
    """
    of_gmina = Card.objects.filter(kind=CardKind.IZUS, scope=OuterRef("scope"), state__in=FILED)
    is_only_one = ~Q(kind=CardKind.IZUS) | ~Exists(of_gmina.exclude(pk=OuterRef("pk")))
    clean = looked_through(waiting_cards(session)).filter(is_only_one, review__open_flags=0)
    return unleased(clean, me=me, at=at)


def unleased(cards: QuerySet[Card], *, me: int | None, at: datetime) -> QuerySet[Card]:
    """Return the cards that no verifier but oneself has open at a moment."""
    free = Q(review=None) | Q(review__holder=None) | Q(review__held_until__lte=at)
    return cards.filter(free if me is None else free | Q(review__holder=me))


@dataclass(frozen=True)
class QueueFilter:
    """What of the queue is asked for; an empty part asks for all."""

    kind: str = ""
    voivodeship: str = ""
    gmina: str = ""
    mark: str = ""


@dataclass(frozen=True)
class QueueCounts:
    """How many cards wait; of those how many are clean, flagged, not looked through yet, back after questions; and how
    many are with their participants.
    """

    waiting: int
    clean: int
    flagged: int
    unlooked: int
    back: int
    returned: int


def queue(session: Session, asked: QueueFilter) -> QuerySet[Card]:
    """Return the submitted cards that a filter asks for, oldest first, with gmina, participant, submission, review and
    whether they came back after questions, without their contents (1 query).
    """
    found = _marked(waiting_cards(session))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.voivodeship:
        found = found.filter(scope__voivodeship=asked.voivodeship)
    if asked.gmina:
        found = found.filter(Q(scope__name__icontains=asked.gmina) | Q(scope__gmina__startswith=asked.gmina))
    if asked.mark in MARKS:
        found = found.filter(**{f"is_{asked.mark}": True})
    return found.select_related("scope", "participant", "filed__session", "review").defer("content")


def queue_counts(session: Session) -> QueueCounts:
    """Return how the session's queue stands (2 queries)."""
    rows = _marked(waiting_cards(session).order_by())
    counted = rows.aggregate(
        waiting=Count("pk"), **{mark: Count("pk", filter=Q(**{f"is_{mark}": True})) for mark in MARKS}
    )
    returned = Card.objects.filter(session=session, state=CardState.RETURNED).count()
    return QueueCounts(**counted, returned=returned)


def returned_cards(session: Session) -> QuerySet[Card]:
    """Return the cards that are with their participants, longest first, with gmina and participant (1 query)."""
    found = Card.objects.filter(session=session, state=CardState.RETURNED).order_by("changed_at", "pk")
    return found.select_related("scope", "participant", "filed__session").defer("content")


def voivodeships_of(session: Session) -> list[tuple[str, str]]:
    """Return the voivodeships of a session's scope, codes with names (1 query)."""
    rows = ScopeGmina.objects.filter(session=session).order_by("voivodeship")
    return list(rows.values_list("voivodeship", "voivodeship_name").distinct())


def next_waiting(session: Session, *, me: int | None, at: datetime, after: int | None = None) -> int | None:
    """Return the oldest submitted card that no other verifier has open, `after` itself aside (1 query)."""
    free = unleased(waiting_cards(session), me=me, at=at).exclude(pk=after or 0)
    return free.values_list("pk", flat=True).first()


def flags_of(card: Card) -> QuerySet[Flag]:
    """Return the flags of a card's newest submission (1 query)."""
    return Flag.objects.filter(card=card, submission=card.filed_id)


def questions_of(card: Card) -> QuerySet[Question]:
    """Return all that was asked about a card, with what it said then, oldest first (1 query)."""
    return Question.objects.filter(card=card).select_related("submission")


def questions_to_answer(card: Card) -> QuerySet[Question]:
    """Return what was asked when a card was returned last, while its people can still answer (1 query)."""
    return Question.objects.filter(card=card, submission=card.filed_id, submission__isnull=False)


def _marked(cards: QuerySet[Card]) -> QuerySet[Card]:
    looked = Q(review__submission=F("filed"))
    return cards.annotate(
        is_clean=_truth(looked & Q(review__open_flags=0)),
        is_flagged=_truth(looked & Q(review__open_flags__gt=0)),
        is_unlooked=_truth(Q(review=None) | Q(review__submission=None) | ~Q(review__submission=F("filed"))),
        is_back=Exists(Question.objects.filter(card=OuterRef("pk"))),
    )


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
