"""What many cards of one session are judged beside, now or at a moment past, read at once; for one card on a page see
`selectors`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Left

from atlas.cards.models import Card, CardVersion, Submission
from atlas.cards.rules import CardKind, CardState, Event
from atlas.cards.selectors import document_of, with_session
from atlas.definitions.answers import Context
from atlas.kernel import clock
from atlas.kernel.teryt import identity_of
from atlas.monitoring.lineages import gminas_over_time
from atlas.monitoring.models import ScopeGmina

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from atlas.definitions.answers import Answers
    from atlas.definitions.card_document import CardDocument
    from atlas.monitoring.models import Session

_OF_GMINAS = (CardKind.STATISTICS, CardKind.IZUS)
_DIGITS = len(identity_of("0000000"))
_ACCEPTED = (Event.ACCEPTED, Event.IMPORTED, Event.CORRECTED)
"""Events after which a card is accepted: it stays so, corrections change what it says."""
_AS_IT_IS: Mapping[int, CardDocument] = MappingProxyType({})


def contexts_of(
    cards: Sequence[Card], *, session: Session, at: datetime | None = None,
    instead: Mapping[int, CardDocument] = _AS_IT_IS,
) -> dict[int, Context]:  # fmt: skip
    """Return by card what it is judged beside once all cards of its session are decided (4 queries; 5 where
    gminas were renumbered).

    It is judged by the day on which it was filed, as it was then; an imported one, whose day nobody knows, by the last
    day of its session.

    Its predecessor is the same participant's last accepted card of the gmina; the statistics and the Karta IZUS are the
    gmina's last accepted ones, this session's before all others. A trial session looks at all but other trials.

    Args:
        cards: Of the session, with their gminas.
        session: The cards' own.
        at: The moment whose cards count, with what they said then; None for now.
        instead: Documents by card's id that count in place of what these cards say, as corrections do that wait.
    """
    over_time = gminas_over_time(session)
    identity = over_time.identity
    codes = over_time.codes({identity(card.scope) for card in cards})
    accepted = _accepted_in(codes, session=session, at=at)

    def answers_of(card: Card) -> Answers:
        return (instead.get(card.pk) or document_of(card, card.said)).answers  # type: ignore[attr-defined]

    kept = accepted.filter(kind__in=_OF_GMINAS)
    of_gminas = {(found.kind, identity(found.scope)): answers_of(found) for found in kept}
    earlier = accepted.filter(participant__in={card.participant_id for card in cards}).exclude(session=session)
    previous = {(found.kind, identity(found.scope), found.participant_id): answers_of(found) for found in earlier}
    days = _filed_on(cards)
    return {
        card.pk: Context(
            days.get(card.filed_id, session.closes_on),
            previous=previous.get((card.kind, identity(card.scope), card.participant_id), {}),
            statistics=of_gminas.get((CardKind.STATISTICS, identity(card.scope)), {}),
            latest_izus=of_gminas.get((CardKind.IZUS, identity(card.scope)), {}),
        ) for card in cards
    }  # fmt: skip


def _filed_on(cards: Sequence[Card]) -> dict[int | None, date]:
    """Return the days of the cards' submissions, by submission."""
    filed = Submission.objects.filter(pk__in=[card.filed_id for card in cards if card.filed_id is not None])
    return {pk: clock.day_of(at) for pk, at in filed.order_by().values_list("pk", "filed_at")}


def _accepted_in(gminas: set[str], *, session: Session, at: datetime | None) -> QuerySet[Card]:
    """Return the accepted cards of gminas (by their six digits) until a session, the newest last, with what each `said`
    at a moment.
    """
    scope = ScopeGmina.objects.annotate(identity=Left("gmina", _DIGITS)).filter(identity__in=gminas)
    until = Q(session__is_trial=False)
    if session.sequence is not None:
        until &= Q(session__sequence__lt=session.sequence)
    found = Card.objects.filter(Q(session=session) | until, scope__in=scope.values("pk"), state=CardState.ACCEPTED)
    if at is None:
        found = found.annotate(said=F("content"))
    else:
        then = CardVersion.objects.filter(card=OuterRef("pk"), at__lte=at).order_by("-number")
        found = found.annotate(said=Subquery(then.values("content")[:1]), event=Subquery(then.values("event")[:1]))
        found = found.filter(event__in=_ACCEPTED)
    # the one session without a place in the sequence is the trial itself, which comes after all others
    return with_session(found).order_by(F("session__sequence").asc(nulls_last=True), "id")
