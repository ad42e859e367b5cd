"""Counts of a session's cards, made by the database: as many queries for a hundred cards as for a hundred thousand."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast, Substr

from atlas.cards.models import Card, Submission
from atlas.cards.rules import CardKind
from atlas.fieldwork.following.tallies import FILED, KINDS, Place, tally_of
from atlas.kernel.clock import day_of
from atlas.kernel.teryt import level_of
from atlas.monitoring.models import Invitation, ScopeGmina

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from atlas.fieldwork.following.tallies import Tally
    from atlas.monitoring.models import Session

_FIELDS = {"voivodeship": "voivodeship", "powiat": "powiat", "gmina": "gmina"}
_HOUR = 13  # of '2026-03-02 11:00:00', as both databases write a moment in UTC


def within(area: str, *, before: str = "") -> Q:
    """Return the condition that a gmina of a scope lies in a territory; `before` leads to the gmina, as `scope__`."""
    name = _FIELDS.get(level_of(area) or "")
    return Q(**{f"{before}{name}": area}) if name else Q()


def asked_for_statistics(session: Session) -> QuerySet[ScopeGmina]:
    """Return the gminas whose statistics were asked for: an institution was invited that can fill them in, or did."""
    office = Invitation.objects.filter(session=session, scope=OuterRef("pk"), card_kind=CardKind.IZUS)
    card = Card.objects.filter(session=session, scope=OuterRef("pk"), kind=CardKind.STATISTICS)
    return ScopeGmina.objects.filter(Exists(office) | Exists(card), session=session)


def counted(session: Session, area: str) -> list[tuple[Place, Mapping[CardKind, Tally]]]:
    """Return the gminas of a territory that the session covers, with their tallies by kind (4 queries)."""
    lies = within(area, before="scope__")
    asked: Counter[tuple[int, str]] = Counter(
        {(scope, CardKind.STATISTICS): 1 for scope in asked_for_statistics(session).values_list("pk", flat=True)}
    )
    invitations = Invitation.objects.filter(lies, session=session).order_by().values_list("scope", "card_kind")
    asked.update({(scope, kind): count for scope, kind, count in invitations.annotate(Count("pk"))})
    cards: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    there = Card.objects.filter(lies, session=session).order_by().values_list("scope", "kind", "state")
    for scope, kind, state, count in there.annotate(Count("pk")):
        cards[scope, kind][state] = count
    rows = ScopeGmina.objects.filter(within(area), session=session).values_list(
        "pk", "gmina", "name", "powiat", "powiat_name", "voivodeship", "voivodeship_name"
    )
    return [
        (Place(*names), {kind: tally_of(asked[scope, kind], cards.get((scope, kind), {})) for kind in KINDS})
        for scope, *names in rows
    ]


def filings(session: Session, area: str) -> dict[tuple[CardKind, date], int]:
    """Return how many of the cards that the Centre has were first handed over on each day in Warsaw (1 query).

    Cards of imported sessions bring no day. The database counts by hours in UTC, which lie within one day in Warsaw.
    """
    earlier = Submission.objects.filter(card=OuterRef("card"), version__lt=OuterRef("version"))
    held = Q(within(area, before="card__scope__"), card__session=session, card__state__in=FILED)
    firsts = Submission.objects.filter(held, ~Exists(earlier)).order_by()
    counts: Counter[tuple[CardKind, date]] = Counter()
    grouped = firsts.values_list("card__kind", Substr(Cast("filed_at", TextField()), 1, _HOUR))
    for kind, hour, count in grouped.annotate(Count("pk")):
        counts[CardKind(kind), day_of(datetime.fromisoformat(hour).replace(tzinfo=UTC))] += count
    return dict(counts)
