"""What the list of a session's participants shows of each: their cards as they stand, and more time they were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from atlas.cards.models import Card
from atlas.cards.rules import EDITABLE, ON_BEHALF, CardKind
from atlas.cards.selectors import with_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from atlas.monitoring.models import Invitation, Session

_OF_GMINA = CardKind.STATISTICS
LISTS = ("", "more-time", "entered")


@dataclass(frozen=True)
class HelpRow:
    """One invitation, or the statistics that come with one to a Karta IZUS; `card` is None where none is begun."""

    asked: Invitation
    kind: str
    card: Card | None

    @property
    def can_be_entered(self) -> bool:
        """Whether the Centre may enter it, its day aside."""
        return self.card is None or self.card.state in EDITABLE


def asked_for(asked: QuerySet[Invitation], *, text: str, only: str) -> QuerySet[Invitation]:
    """Return invitations by gmina and name: those that a text is in, with more time, or whose card the Centre entered.

    Args:
        asked: A session's.
        text: Part of the participant's name or code, or of the gmina's name or code; '' for all.
        only: One of `LISTS`.
    """
    found = asked.select_related("scope", "participant", "extension")
    if text:
        named = Q(participant__name__icontains=text) | Q(participant__code__icontains=text)
        found = found.filter(named | Q(scope__name__icontains=text) | Q(scope__gmina__startswith=text))
    if only == "more-time":
        found = found.filter(extension__isnull=False)
    if only == "entered":
        entered = Card.objects.filter(scope=OuterRef("scope"), versions__channel__in=ON_BEHALF)
        found = found.filter(Exists(entered.filter(Q(participant=OuterRef("participant")) | Q(kind=_OF_GMINA))))
    return found.order_by("scope__name", "scope_id", "card_kind", "participant__name", "id")


def help_rows(session: Session, asked: Iterable[Invitation]) -> list[HelpRow]:
    """Return the rows of a page of invitations (1 query); a gmina's statistics stand at its first Karta IZUS."""
    page = list(asked)
    of_page = Card.objects.filter(session=session, scope__in={one.scope_id for one in page}).select_related("filed")
    cards = {(one.scope_id, one.kind, one.participant_id): one for one in with_entries(of_page.defer("content"))}
    rows, told = [], set[int]()
    for one in page:
        rows.append(HelpRow(one, one.card_kind, cards.get((one.scope_id, one.card_kind, one.participant_id))))
        if one.card_kind == CardKind.IZUS and one.scope_id not in told:
            told.add(one.scope_id)
            rows.append(HelpRow(one, CardKind.STATISTICS, cards.get((one.scope_id, CardKind.STATISTICS, None))))
    return rows
