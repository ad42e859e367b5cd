"""The list of cards that a session asked for, with the state of each: filtered, sorted and cut into pages in SQL.

Karty NGO and IZUS stand for invitations, territory statistics for gminas; nothing here holds contact data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import BigIntegerField, Case, F, FilteredRelation, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from atlas.cards.models import Card, CardVersion
from atlas.cards.rules import CardKind, receipt_number
from atlas.fieldwork.following.counting import asked_for_statistics, within
from atlas.fieldwork.following.tallies import NOT_FILED, Standing
from atlas.fieldwork.models import Dispatch
from atlas.fieldwork.rules import Purpose
from atlas.kernel.teryt import COUNTRY
from atlas.monitoring.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from atlas.monitoring.models import Session

Found = dict[str, Any]
"""A row of the list as the database gives it."""
NOT_FILED_YET: Final = "not_filed"
"""Stands for all states in which the Centre waits for a card."""
ORDERS: Final = {
    "gmina": ("its_gmina", "place", "its_name", "key"),
    "name": ("its_name", "its_gmina", "place", "key"),
    "state": ("rank", "its_gmina", "place", "its_name", "key"),
}
AT_ONCE: Final = 2000
_PLACES: Final = {kind.value: place for place, kind in enumerate((CardKind.IZUS, CardKind.STATISTICS, CardKind.NGO))}
_COLUMNS: Final = (
    "its_kind", "its_gmina", "its_gmina_name", "its_powiat", "its_voivodeship", "its_who", "its_code", "its_name",
    "its_card", "standing", "place", "rank", "key",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which cards are asked about: of a territory, of a kind ('' is every), in a state, by a part of a name."""

    area: str = COUNTRY
    kind: str = ""
    standing: str = ""
    name: str = ""
    order: str = "gmina"


@dataclass(frozen=True)
class AskedCard:
    """One card that was asked for: whose it is, how it stands since when, its receipt.

    `participant` is None for statistics, `card` where none was begun, `since` and `receipt` where there is none.
    """

    kind: CardKind
    standing: Standing
    gmina: str
    gmina_name: str
    powiat_name: str
    voivodeship_name: str
    participant: int | None
    code: str
    name: str
    card: int | None
    since: datetime | None = None
    submission: int | None = None
    receipt: str = ""

    @property
    def can_be_reminded(self) -> bool:
        """Whether the Centre waits for a participant's card, or for a returned one to be corrected."""
        return self.participant is not None and self.standing in {*NOT_FILED, Standing.RETURNED}


def asked_cards(session: Session, wanted: Wanted) -> QuerySet[Any, Found]:
    """Return the rows of the list in their order (1 query, and 1 to count them); `with_cards` reads them."""
    parts = []
    if wanted.kind != CardKind.STATISTICS:
        parts.append(_of_participants(session, wanted))
    if wanted.kind in {"", CardKind.STATISTICS}:
        parts.append(_of_gminas(session, wanted))
    rows = parts[0] if len(parts) == 1 else parts[0].union(parts[1], all=True)
    return rows.order_by(*ORDERS.get(wanted.order, ORDERS["gmina"]))


def with_cards(session: Session, rows: Iterable[Found]) -> list[AskedCard]:
    """Return rows of the list with what their cards say of times and receipts (1 query)."""
    held = list(rows)
    last = CardVersion.objects.filter(card=OuterRef("pk"), event=OuterRef("state")).order_by("-number").values("at")
    cards = Card.objects.filter(pk__in=[one["its_card"] for one in held if one["its_card"]]).order_by()
    facts = cards.annotate(since=Subquery(last[:1])).values(
        "pk", "state", "started_at", "changed_at", "since", "filed", "filed__number"
    )
    by_card: dict[int, Found] = {one["pk"]: dict(one) for one in facts}
    return [_asked(session, one, card=by_card.get(one["its_card"])) for one in held]


def in_batches(session: Session, wanted: Wanted) -> Iterator[AskedCard]:
    """Give the whole list, so many rows at once (1 query, and 1 for each batch)."""
    held: list[Found] = []
    for one in asked_cards(session, wanted).iterator(chunk_size=AT_ONCE):
        held.append(one)
        if len(held) == AT_ONCE:
            yield from with_cards(session, held)
            held = []
    yield from with_cards(session, held)


def _of_participants(session: Session, wanted: Wanted) -> QuerySet[Any, Found]:
    invitations = Invitation.objects.filter(within(wanted.area, before="scope__"), session=session).order_by()
    if wanted.kind:
        invitations = invitations.filter(card_kind=wanted.kind)
    if wanted.name:
        named = Q(participant__name__icontains=wanted.name) | Q(participant__code__icontains=wanted.name)
        invitations = invitations.filter(named)
    own = Q(
        participant__cards__session=session.pk, participant__cards__scope=F("scope"),
        participant__cards__kind=F("card_kind"),
    )  # fmt: skip
    rows = invitations.annotate(
        held=FilteredRelation("participant__cards", condition=own),
        its_kind=F("card_kind"), its_gmina=F("scope__gmina"), its_gmina_name=F("scope__name"),
        its_powiat=F("scope__powiat_name"), its_voivodeship=F("scope__voivodeship_name"), its_who=F("participant_id"),
        its_code=F("participant__code"), its_name=F("participant__name"),
    )  # fmt: skip
    return _in_state(rows, wanted)


def _of_gminas(session: Session, wanted: Wanted) -> QuerySet[Any, Found]:
    gminas = asked_for_statistics(session).filter(within(wanted.area)).order_by()
    if wanted.name:
        gminas = gminas.filter(name__icontains=wanted.name)
    rows = gminas.annotate(
        held=FilteredRelation("cards", condition=Q(cards__session=session.pk, cards__kind=CardKind.STATISTICS)),
        its_kind=Value(CardKind.STATISTICS.value), its_gmina=F("gmina"), its_gmina_name=F("name"),
        its_powiat=F("powiat_name"), its_voivodeship=F("voivodeship_name"),
        its_who=Value(None, output_field=BigIntegerField()), its_code=Value(""), its_name=F("name"),
    )  # fmt: skip
    return _in_state(rows, wanted)


def _in_state(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any, Found]:
    """Add the card's columns, which are the same on both sides of the union, and keep the states asked about."""
    standings = [*(When(standing=one.value, then=Value(rank)) for rank, one in enumerate(Standing))]
    places = [When(its_kind=kind, then=Value(place)) for kind, place in _PLACES.items()]
    found = rows.annotate(
        its_card=F("held__pk"), standing=Coalesce("held__state", Value(Standing.NOT_STARTED.value)), key=F("pk"),
    ).annotate(rank=Case(*standings), place=Case(*places))  # fmt: skip
    if wanted.standing:
        states = [one.value for one in NOT_FILED] if wanted.standing == NOT_FILED_YET else [wanted.standing]
        found = found.filter(standing__in=states)
    return found.values(*_COLUMNS)


def _asked(session: Session, row: Found, *, card: Found | None) -> AskedCard:
    asked = AskedCard(
        kind=CardKind(row["its_kind"]), standing=Standing(row["standing"]), gmina=row["its_gmina"],
        gmina_name=row["its_gmina_name"], powiat_name=row["its_powiat"], voivodeship_name=row["its_voivodeship"],
        participant=row["its_who"], code=row["its_code"], name=row["its_name"], card=row["its_card"],
    )  # fmt: skip
    if card is None:
        return asked
    begun = card["started_at"] if card["state"] == Standing.DRAFT else card["changed_at"]
    number = card["filed__number"]
    receipt = receipt_number(session.code, number, kind=asked.kind.value) if number else ""
    return replace(asked, since=card["since"] or begun, submission=card["filed"], receipt=receipt)


def last_reminded(session: Session, participants: Iterable[str]) -> dict[str, date]:
    """Return the day on which each of some participants, by code, was last reminded; those never are left out
    (1 query).
    """
    letters = Dispatch.objects.filter(session=session, purpose=Purpose.REMINDER, participant__code__in=participants)
    days = letters.order_by().values_list("participant__code").annotate(Max("occasion"))
    return {code: date.fromisoformat(day) for code, day in days}
