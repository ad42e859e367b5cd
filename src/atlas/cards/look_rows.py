"""Reads for flags: what a batch of submitted cards is looked at beside, with the same queries however large it is."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.db.models.functions import Substr

from atlas.cards.flags import Asked, Filing, Lookout, PeerFigures, Sides, Surroundings
from atlas.cards.models import Card, Peers, Question
from atlas.cards.rules import FILED, CardKind, CardState, Channel
from atlas.cards.selectors import document_of, instruments_of, submitted_document, with_session
from atlas.definitions.answers import Context
from atlas.kernel import clock
from atlas.monitoring.lineages import gminas_over_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from atlas.cards.flags import Raised
    from atlas.definitions.answers import Answers
    from atlas.definitions.card_document import CardDocument
    from atlas.monitoring.lineages import GminasOverTime
    from atlas.monitoring.models import Session

ON_BEHALF = frozenset({Channel.EMAIL, Channel.PHONE, Channel.PAPER})


@dataclass(frozen=True)
class Looked:
    """A card with the document that was submitted and what asks for a look on it."""

    card: Card
    document: CardDocument
    flags: Sequence[Raised]


def peers_of(session: Session) -> dict[str, dict[str, PeerFigures]]:
    """Return the session's figures of peers, by kind and item (1 query)."""
    found: dict[str, dict[str, PeerFigures]] = defaultdict(dict)
    for one in Peers.objects.filter(session=session):
        found[one.kind][one.item] = PeerFigures(one.cards, one.middle, one.spread, as_of=_minute(one.computed_at))
    return found


def looked_at(
    cards: Sequence[Card], *, session: Session, peers: Mapping[str, Mapping[str, PeerFigures]]
) -> list[Looked]:
    """Return what asks for a look on submitted cards of a session (5 queries; 6 where
    gminas were renumbered).

    Args:
        cards: Fetched by `with_session`, each with its submission.
        session: Their session.
        peers: From `peers_of`.
    """
    batch = _Batch.of(cards, session=session)
    found = []
    for card in cards:
        if card.filed is None:
            continue
        document = submitted_document(card, card.filed)
        beside = batch.beside(card, document, peers=peers.get(card.kind, {}))
        found.append(Looked(card, document, _lookout(card).flags(document, beside)))
    return found


@dataclass(frozen=True)
class _Batch:
    """What was read for a batch: cards of its gminas, former cards of its participants, questions."""

    session: Session
    over_time: GminasOverTime
    of_gmina: Mapping[str, Sequence[Card]]
    former: Mapping[tuple[str, str, int | None], Card]
    asked: Mapping[int, Sequence[Question]]

    @classmethod
    def of(cls, cards: Sequence[Card], *, session: Session) -> _Batch:
        over_time = gminas_over_time(session)
        identity = over_time.identity
        codes = over_time.codes({identity(card.scope) for card in cards})
        of_gmina = defaultdict(list)
        for one in _cards_in(codes, session=session):
            of_gmina[identity(one.scope)].append(one)
        former = {(one.kind, identity(one.scope), one.participant_id): one for one in _former(cards, codes)}
        asked = defaultdict(list)
        for question in Question.objects.filter(card__in=cards).select_related("submission"):
            asked[question.card_id].append(question)
        return cls(session, over_time, of_gmina, former, asked)

    def beside(self, card: Card, document: CardDocument, *, peers: Mapping[str, PeerFigures]) -> Surroundings:
        identity = self.over_time.identity(card.scope)
        former = self.former.get((card.kind, identity, card.participant_id))
        others = [one for one in self.of_gmina.get(identity, ()) if one.pk != card.pk]
        newest = {one.kind: one for one in others}
        own = [one for one in others if one.session_id == card.session_id]
        filed_on = clock.day_of(card.filed.filed_at) if card.filed else None
        context = Context(
            filed_on or clock.day_of(clock.now()),
            previous=document_of(former).answers if former else {},
            statistics=_said(newest.get(CardKind.STATISTICS)),
            latest_izus=_said(newest.get(CardKind.IZUS)),
        )
        sides = Sides(
            ngo=[_said(one) for one in own if one.kind == CardKind.NGO],
            izus=_said(next((one for one in own if one.kind == CardKind.IZUS), None)),
        )
        channel = card.filed.channel if card.filed else ""
        filing = Filing(
            channel, filed_on.isoformat() if filed_on else "", self.session.closes_on.isoformat(), channel in ON_BEHALF
        )
        asked = [_back(one, document, card=card) for one in _last_round(self.asked.get(card.pk, ()), card)]
        return Surroundings(context, peers, sides, asked, filing)


def _minute(moment: datetime) -> str:
    return moment.astimezone(clock.WARSAW).isoformat(timespec="minutes")


def _cards_in(gminas: set[str], *, session: Session) -> QuerySet[Card]:
    """Return the filed statistics and Karty IZUS of gminas, this session's last, and its Karty NGO there."""
    here = Q(session=session)
    before = Q(session__sequence__isnull=False)
    if session.sequence is not None:
        before = Q(session__sequence__lt=session.sequence)
    wanted = here | (before & Q(kind__in=[CardKind.STATISTICS, CardKind.IZUS]))
    found = _of_gminas(gminas).filter(wanted, state__in=FILED)
    return found.order_by(F("session__sequence").asc(nulls_last=True), "id")


def _former(cards: Sequence[Card], gminas: set[str]) -> list[Card]:
    """Return the accepted cards of the same participants in gminas from earlier sessions, the newest last."""
    if not cards:
        return []
    participants = {card.participant_id for card in cards if card.participant_id is not None}
    theirs = Q(participant__in=participants)
    if any(card.participant_id is None for card in cards):
        theirs |= Q(kind=CardKind.STATISTICS)
    session = cards[0].session
    earlier = Q(session__is_trial=False) & ~Q(session=session)
    if session.sequence is not None:
        earlier &= Q(session__sequence__lt=session.sequence)
    found = _of_gminas(gminas).filter(theirs, earlier, state=CardState.ACCEPTED)
    return list(found.order_by("session__sequence"))


def _of_gminas(gminas: set[str]) -> QuerySet[Card]:
    """Return cards of gminas, by the first six digits of their codes."""
    return with_session(Card.objects.alias(identity=Substr("scope__gmina", 1, 6)).filter(identity__in=gminas))


def _said(card: Card | None) -> Answers:
    """Return what a card says to others: one that is being corrected, what was submitted."""
    if card is None:
        return {}
    if card.state == CardState.RETURNED and card.filed is not None:
        return submitted_document(card, card.filed).answers
    return document_of(card).answers


def _last_round(questions: Sequence[Question], card: Card) -> list[Question]:
    """Return the questions of the newest round, unless the card was submitted with them unread by anybody."""
    last = max((one.round for one in questions), default=0)
    return [one for one in questions if one.round == last and one.submission_id != card.filed_id]


def _back(question: Question, document: CardDocument, *, card: Card) -> Asked:
    before = document_of(card, json.loads(question.submission.content))
    is_changed = _at(before, question.item) != _at(document, question.item)
    return Asked(question.item, bool(question.answer), is_changed)


def _at(document: CardDocument, item: str) -> object:
    """Return all that a document says at a line; a table's row by its key."""
    table, colon, row = item.partition(":")
    if colon:
        rows = document.answers.get(table, ())
        return next((one for one in rows if row in one.values()), None)
    return document.answers.get(item), document.reasons.get(item), document.sources.get(item)


def _lookout(card: Card) -> Lookout:
    known = instruments_of(card.session.instruments)
    return Lookout(known.forms[CardKind(card.kind)], known.definitions, known.words)
