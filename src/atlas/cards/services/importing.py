"""Taking in the cards of a session that was closed elsewhere, with its package: accepted as they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.services import record
from atlas.cards.contents import Contents
from atlas.cards.models import Card, CardVersion
from atlas.cards.rules import CardState, Channel, Event
from atlas.cards.selectors import instruments_of
from atlas.kernel import clock
from atlas.kernel.errors import NotAllowed
from atlas.monitoring.models import Invitation, ScopeGmina, Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.form_lines import CardForm
    from atlas.cards.package_rows import PackagedCard
    from atlas.cards.rules import CardKind

BATCH = 1000
"""Cards that are held and written at once."""


def import_cards(session: Session, cards: Iterable[PackagedCard], *, actor: Actor) -> Counter[CardKind]:
    """Keep the cards of a session's verified package, accepted, each with one version; return how many of each kind.

    The number of queries depends on the number of batches alone.

    Args:
        session: The package's, with its scope and invitations; it has no cards yet.
        cards: May be a generator: a batch is held at a time.
        actor: An administrator or the machine.

    Raises:
        NotAllowed: 'administrator-needed'.
    """
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    counts: Counter[CardKind] = Counter()
    with transaction.atomic():
        held = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        at = clock.now()
        writer = _Writer.of(held, at=at, by=actor.user_id)
        remaining = iter(cards)
        while batch := list(islice(remaining, BATCH)):
            writer.write(batch)
            counts.update(one.kind for one in batch)
        facts = {kind.value: count for kind, count in sorted(counts.items())}
        record("import-cards", about=held, by=actor.user_id, at=at, cards=facts)
    return counts


@dataclass(frozen=True)
class _Writer:
    """Writes cards of one session; knows the ids of its gminas and participants by their codes."""

    session: Session
    scope: Mapping[str, int]
    participants: Mapping[str, int]
    forms: Mapping[CardKind, CardForm]
    at: datetime
    by: int | None

    @classmethod
    def of(cls, session: Session, *, at: datetime, by: int | None) -> _Writer:
        asked = Invitation.objects.filter(session=session).order_by().values_list("participant__code", "participant")
        scope = ScopeGmina.objects.filter(session=session).values_list("gmina", "pk")
        forms = instruments_of(session.instruments).forms
        return cls(session, dict(scope), dict(asked.distinct()), forms, at, by)

    def write(self, batch: Sequence[PackagedCard]) -> None:
        cards = Card.objects.bulk_create([self._card(one) for one in batch])
        CardVersion.objects.bulk_create([
            CardVersion(
                card=card, number=card.version, event=Event.IMPORTED, channel=Channel.PACKAGE, content=card.content,
                begun_at=self.at, at=self.at, by=self.by,
            )
            for card in cards
        ])  # fmt: skip

    def _card(self, one: PackagedCard) -> Card:
        return Card(
            session=self.session, kind=one.kind, scope_id=self.scope[one.gmina],
            participant_id=self.participants[one.respondent] if one.respondent else None, state=CardState.ACCEPTED,
            content=one.document.to_json(), answered=Contents(one.document).answered(self.forms[one.kind]),
            started_at=self.at, changed_at=self.at, changed_by=self.by,
        )  # fmt: skip
