"""Reads for closing a session: the check list and its items, where in the sequence it stands, what it is built of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum

from atlas.cards.models import Card
from atlas.cards.rules import CardKind, CardState
from atlas.cards.selectors import baseline_gminas
from atlas.closing.rules import REFUSING, Check
from atlas.engine.packages.contract import CARD_KINDS
from atlas.fieldwork.models import Obstacle
from atlas.fieldwork.rules import ObstacleState
from atlas.monitoring.lineages import changes_by_sequence
from atlas.monitoring.models import Extension, Invitation, ScopeGmina, Session, TerritoryChange
from atlas.monitoring.renumbered import gone_codes, new_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from django.db.models import Model, QuerySet

_UNDECIDED = (CardState.SUBMITTED, CardState.RETURNED)
_DRAFTS = (CardState.DRAFT, CardState.WITHDRAWN)


@dataclass(frozen=True)
class Point:
    """A point of the check list: how many things it counts, and whether closing is refused because of them."""

    check: Check
    count: int

    @property
    def refuses(self) -> bool:
        """Whether the session cannot be closed like this."""
        return self.count > 0 and self.check in REFUSING


def check_list(session: Session, *, on: date) -> list[Point]:
    """Return all points of a session's check list (11 queries).

    Args:
        session: Any.
        on: The day in Warsaw; an extension until it or later is running.
    """
    return [Point(check, items(session, check, on=on).count()) for check in Check]


def items(session: Session, check: Check, *, on: date) -> QuerySet[Model]:
    """Return what a point counts: cards, invitations, gminas in scope, obstacles or extensions, gmina by gmina."""
    return _ITEMS[check](session, on)


def accepted_counts(session: Session) -> dict[str, int]:
    """Return how many accepted cards a session has, by kind (1 query)."""
    return _by_kind(Card.objects.filter(session=session, state=CardState.ACCEPTED), "kind")


def set_aside_counts(session: Session) -> dict[str, int]:
    """Return how many cards of a session were set aside, by kind (1 query)."""
    return _by_kind(Card.objects.filter(session=session, state=CardState.SET_ASIDE), "kind")


def invited_counts(session: Session) -> dict[str, int]:
    """Return how many cards a session asked for, by kind (1 query)."""
    return _by_kind(Invitation.objects.filter(session=session), "card_kind")


def accepted_mark(session: Session) -> str:
    """Return a text that is another one as soon as a card was accepted, or a renumbering told, since (2 queries)."""
    accepted = Card.objects.filter(session=session, state=CardState.ACCEPTED)
    found = accepted.aggregate(cards=Count("pk"), versions=Sum("version"))
    told = TerritoryChange.objects.filter(session=session).aggregate(number=Count("pk"), last=Max("pk"))
    return f"{found['cards']}-{found['versions'] or 0}-{told['number']}-{told['last'] or 0}"


def _by_kind(rows: QuerySet[Card] | QuerySet[Invitation], column: str) -> dict[str, int]:
    found: Mapping[str, int] = dict(rows.order_by().values_list(column).annotate(number=Count("pk")))
    return {kind.value: found.get(kind.value, 0) for kind in CardKind if column == "kind" or kind.value in found}


def _cards(session: Session, states: tuple[CardState, ...]) -> QuerySet[Card]:
    found = Card.objects.filter(session=session, state__in=states).select_related("scope", "participant")
    return found.defer("content").order_by("scope__gmina", "kind", "pk")


def _gminas_without(session: Session, kind: CardKind) -> QuerySet[ScopeGmina]:
    accepted = Card.objects.filter(scope=OuterRef("pk"), kind=kind, state=CardState.ACCEPTED)
    return ScopeGmina.objects.filter(~Exists(accepted), session=session)


def _gminas_with_two(session: Session) -> QuerySet[ScopeGmina]:
    accepted = Q(cards__kind=CardKind.IZUS, cards__state=CardState.ACCEPTED)
    counted = ScopeGmina.objects.filter(session=session).annotate(number=Count("cards", filter=accepted))
    return counted.filter(number__gt=1)


def _invited_without_card(session: Session) -> QuerySet[Invitation]:
    card = Card.objects.filter(
        session=session, kind=OuterRef("card_kind"), scope=OuterRef("scope"), participant=OuterRef("participant")
    )
    found = Invitation.objects.filter(~Exists(card), session=session).select_related("scope", "participant")
    return found.order_by("scope__gmina", "card_kind", "pk")


def _open_obstacles(session: Session) -> QuerySet[Obstacle]:
    found = Obstacle.objects.filter(session=session, state=ObstacleState.OPEN).select_related("scope", "participant")
    return found.order_by(F("scope__gmina").asc(nulls_last=True), "pk")


def _running_extensions(session: Session, on: date) -> QuerySet[Extension]:
    """Extensions that still run of cards that are not decided about."""
    decided = Card.objects.filter(
        session=session, kind=OuterRef("invitation__card_kind"), scope=OuterRef("invitation__scope"),
        participant=OuterRef("invitation__participant"), state__in=[CardState.ACCEPTED, CardState.SET_ASIDE],
    )  # fmt: skip
    found = Extension.objects.filter(~Exists(decided), invitation__session=session, until__gte=on)
    return found.select_related("invitation__scope", "invitation__participant").order_by(
        "invitation__scope__gmina", "pk"
    )


_ITEMS: dict[Check, Callable[[Session, date], QuerySet[Model]]] = {
    Check.UNDECIDED: lambda session, _on: _cards(session, _UNDECIDED),
    Check.TWO_IZUS: lambda session, _on: _gminas_with_two(session),
    Check.DRAFTS: lambda session, _on: _cards(session, _DRAFTS),
    Check.NO_CARD: lambda session, _on: _invited_without_card(session),
    Check.NO_STATISTICS: lambda session, _on: _gminas_without(session, CardKind.STATISTICS),
    Check.NO_IZUS: lambda session, _on: _gminas_without(session, CardKind.IZUS),
    Check.OBSTACLES: lambda session, _on: _open_obstacles(session),
    Check.EXTENSIONS: _running_extensions,
    Check.CODES_GONE: lambda session, _on: ScopeGmina.objects.none() if session.is_trial else gone_codes(session),
    Check.CODES_NEW: lambda session, _on: new_codes(session),
}


@dataclass(frozen=True)
class BaselineParts:
    """Gminas by kind of card (NGO, IZUS), each with its name by code: whose baseline a session's accepted cards are, or
    will be once it is closed, and which are compared with an earlier one. A trial has neither.
    """

    new: Mapping[str, Mapping[str, str]]
    compared: Mapping[str, Mapping[str, str]]

    @property
    def by_gmina(self) -> list[tuple[str, str, dict[str, str]]]:
        """Return code, name and, by kind, 'new' or 'compared' of all gminas, in the order of their codes."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for sign, parts in (("new", self.new), ("compared", self.compared)):
            for kind, gminas in parts.items():
                for gmina in gminas.items():
                    found.setdefault(gmina, {})[kind] = sign
        return [(*gmina, signs) for gmina, signs in sorted(found.items())]

    @property
    def new_gminas(self) -> dict[str, str]:
        """Return the names by code of all gminas that get a baseline for at least one kind."""
        return dict(sorted({code: name for found in self.new.values() for code, name in found.items()}.items()))


def baseline_parts(session: Session) -> BaselineParts:
    """Return whose baseline a session is, by rule 5 (5 queries)."""
    cards = Card.objects.filter(session=session, state=CardState.ACCEPTED, participant__isnull=False).order_by()
    accepted: dict[str, dict[str, str]] = {kind: {} for kind in CARD_KINDS}
    for kind, code, name in sorted(cards.values_list("kind", "scope__gmina", "scope__name").distinct()):
        accepted[kind][code] = name
    first = baseline_gminas(session, changes=changes_by_sequence())
    new = {
        kind: {code: found[code] for code in found if code in first.get(kind, ())} for kind, found in accepted.items()
    }
    if session.is_trial:
        return BaselineParts(new, {})
    rest = {kind: {code: found[code] for code in found if code not in new[kind]} for kind, found in accepted.items()}
    return BaselineParts(new, rest)
