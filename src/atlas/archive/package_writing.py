"""Writes a session's accepted cards from the database as a session package (session-package.md).

No contact data and no free text: they are no part of what a package's contract takes from a card.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.db.models import TextField
from django.db.models.functions import Cast, Coalesce

from atlas.archive.session_tables import session_row, tables_about
from atlas.cards.contexts import contexts_of
from atlas.cards.models import Card
from atlas.cards.package_rows import PackagedCard, rows_of_document
from atlas.cards.rules import CardKind, CardState
from atlas.cards.selectors import instruments_of
from atlas.definitions.answers import broken_rules
from atlas.definitions.card_document import document_from_json
from atlas.engine.packages.writing import GatheredRows
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from atlas.cards.selectors import Instruments
    from atlas.definitions.answers import BrokenRule, Context
    from atlas.definitions.card_document import CardDocument
    from atlas.monitoring.models import Session

    Tables = Mapping[str, Sequence[Mapping[str, Any]]]

_NO_CARD = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, pa.ArrowException)
"""What comes of reading a row that somebody changed by hand: the services write no such row."""
BATCH = 1000
"""Cards that are held as objects at once."""
_ALWAYS: Tables = {
    "cards_ngo": [], "cards_izus": [], "services": [], "territory_statistics": [], "missing_reasons": [], "notes": [],
    "statistics_sources": [],
}  # fmt: skip
"""Resources that a package of the product has even where they hold no row."""


@dataclass(frozen=True)
class Revision:
    """Which revision of a session's package is written.

    `supersedes` is the hash of the one before (`sha256:…`), empty for the first. `instead` holds documents by card's id
    that stand in it instead of what the card says; `besides` rows of optional resources, e.g. `errata`.

    `sealed_at` is when the cards' rows were first sealed, `corrected_at` by card's id when a later revision wrote them
    anew: each card's notes are those of its moment, whatever was corrected since. Without them a card is judged now.
    """

    number: int = 1
    supersedes: str = ""
    instead: Mapping[int, CardDocument] = field(default_factory=dict)
    besides: Tables = field(default_factory=dict)
    sealed_at: datetime | None = None
    corrected_at: Mapping[int, datetime] = field(default_factory=dict)


def write_session_package(
    session: Session, folder: Path, *, revision: Revision = Revision(),
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Counter[CardKind]:  # fmt: skip
    """Write the package of a session's accepted cards; return how many of each kind.

    The same cards give the same bytes. Cards are read a thousand at a time and held as Arrow: 100,000 of them take some
    hundred megabytes.

    Args:
        session: With its instruments.
        folder: Where to; made, all files together or none.
        revision: Which revision it is.
        progress: Called with cards done and all cards, after each batch.

    Raises:
        DomainError: 'cannot-write' where the disk is full.
    """
    counts, gathered = _gathered(session, revision, progress=progress)
    gathered.write(folder)
    return counts


def tables_in_database(session: Session, *, revision: Revision = Revision()) -> dict[str, pa.Table]:
    """Return the tables of the package that would be written now, by resource, in the order of their keys.

    Raises:
        DomainError: 'card-unreadable' names the first card whose row is no card any more.
    """
    return _gathered(session, revision, progress=lambda _done, _total: None)[1].tables()


def _gathered(
    session: Session, revision: Revision, *, progress: Callable[[int, int], None]
) -> tuple[Counter[CardKind], GatheredRows]:
    writer = _Writer(session, instruments_of(session.instruments), revision)
    gathered = GatheredRows(writer.instruments.definitions)
    gathered.add(writer.frame())
    keys = list(accepted_cards(session).values_list("pk", flat=True))
    counts: Counter[CardKind] = Counter()
    for begin in range(0, len(keys), BATCH):
        cards = writer.cards(keys[begin : begin + BATCH])
        try:
            gathered.add(writer.rows(cards))
        except _NO_CARD as error:
            raise _unreadable(cards, writer) from error
        counts.update(CardKind(card.kind) for card in cards)
        progress(counts.total(), len(keys))
    return counts, gathered


def _unreadable(cards: Sequence[Card], writer: _Writer) -> DomainError:
    """Name the first of some cards that cannot be read one by one either."""
    for card in cards:
        try:
            alone = GatheredRows(writer.instruments.definitions)
            alone.add(writer.rows([card]))
        except _NO_CARD as error:
            respondent = card.participant.code if card.participant else ""
            return DomainError(
                "card-unreadable", card=card.pk, kind=card.kind, gmina=card.scope.gmina, respondent=respondent,
                reason=f"{type(error).__name__}: {error}",
            )  # fmt: skip
    return DomainError("card-unreadable", card="", kind="", gmina="", respondent="", reason="")


def accepted_cards(session: Session) -> QuerySet[Card]:
    """Return the cards that stand in a session's package, gmina by gmina."""
    return Card.objects.filter(session=session, state=CardState.ACCEPTED).order_by("scope__gmina", "pk")


def accepted_digest(session: Session) -> str:
    """Return a SHA-256 of which cards are accepted and what they say: it tells whether any changed (1 query)."""
    digest = hashlib.sha256()
    for row in accepted_cards(session).order_by("pk").values_list("pk", "version", "filed__sha256").iterator():
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class _Writer:
    """Makes rows of one session's cards."""

    session: Session
    instruments: Instruments
    revision: Revision

    def frame(self) -> Tables:
        """Return the rows of everything but cards."""
        row = session_row(
            self.session, self.instruments.definitions, revision=self.revision.number,
            supersedes=self.revision.supersedes,
        )  # fmt: skip
        return {"session": [row], **tables_about(self.session), **_ALWAYS, **self.revision.besides}

    def cards(self, keys: Sequence[int]) -> list[Card]:
        """Return cards with gmina, participant and `said`: what was submitted, of an imported card what it says."""
        said = Coalesce("filed__content", Cast("content", TextField()))
        found = Card.objects.filter(pk__in=keys).annotate(said=said).defer("content")
        return list(found.select_related("scope", "participant").order_by("pk"))

    def rows(self, cards: Sequence[Card]) -> Tables:
        """Return the rows of some cards, by resource."""
        tables: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        documents = {card.pk: self._document(card) for card in cards}
        explained = [card for card in cards if card.participant_id is not None and documents[card.pk].explanations]
        broken = dict(self._broken(explained, documents=documents))
        for card in cards:
            respondent = card.participant.code if card.participant else ""
            one = PackagedCard(CardKind(card.kind), card.scope.gmina, respondent, documents[card.pk])
            found = rows_of_document(one, self.instruments.definitions, broken=broken.get(card.pk, ()))
            for name, rows in found.items():
                tables[name] += rows
        return tables

    def _document(self, card: Card) -> CardDocument:
        instead = self.revision.instead.get(card.pk)
        template = self.instruments.definitions.templates[CardKind(card.kind).value]
        return instead or document_from_json(json.loads(card.said), template)  # type: ignore[attr-defined]

    def _broken(
        self, cards: Sequence[Card], *, documents: Mapping[int, CardDocument]
    ) -> Iterator[tuple[int, list[BrokenRule]]]:
        """Give the rules that cards break; asked only of cards with words of explanation, which become notes."""
        contexts = self._contexts(cards)
        for card in cards:
            template = self.instruments.definitions.templates[CardKind(card.kind).value]
            answers, context = documents[card.pk].answers, contexts[card.pk]
            yield card.pk, broken_rules(template, answers, words=self.instruments.words, context=context)

    def _contexts(self, cards: Sequence[Card]) -> dict[int, Context]:
        """Give what each card was judged beside when its rows were written: some moments, as many as revisions."""
        moments: defaultdict[datetime | None, list[Card]] = defaultdict(list)
        for card in cards:
            moments[self.revision.corrected_at.get(card.pk, self.revision.sealed_at)].append(card)
        return {
            pk: context
            for at, some in moments.items()
            for pk, context in contexts_of(some, session=self.session, at=at).items()
        }
