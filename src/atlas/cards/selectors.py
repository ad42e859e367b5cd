"""Reads of cards. They are told which rows the reader may see."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Case, F, OuterRef, Subquery, When

from atlas.accounts.models import User
from atlas.cards.contents import Contents
from atlas.cards.firsts import SessionCards, first_gminas
from atlas.cards.form_lines import CardForm, form_of
from atlas.cards.models import Card, Contact, OnBehalf, SourceDocument
from atlas.cards.rules import FILED, CardKind, CardState
from atlas.definitions.answers import Context
from atlas.definitions.card_document import CardDocument, document_from_json
from atlas.definitions.checks import Words
from atlas.instruments.models import InstrumentSet
from atlas.instruments.selectors import definitions_of
from atlas.monitoring.lineages import gminas_over_time
from atlas.monitoring.models import Extension, Invitation, ScopeGmina, Session
from atlas.monitoring.rules import SessionState
from atlas.sheets.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from django.db.models import QuerySet

    from atlas.cards.models import CardVersion, Submission
    from atlas.definitions.models import Definitions
    from atlas.engine.lineage import Change
    from atlas.monitoring.lineages import GminasOverTime


@dataclass(frozen=True)
class Instruments:
    """What a session's cards are asked and judged by; made once in a process for each set."""

    definitions: Definitions
    words: Words
    forms: Mapping[CardKind, CardForm]


def instruments_of(instruments: InstrumentSet) -> Instruments:
    """Return a set's definitions with the forms and vocabularies made of them (1 query the first time)."""
    return _instruments(instruments.sha256)


def with_session(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Return cards with their session, gmina, participant, submission and contact, with their own last day and who
    enters them on behalf, and with the hash of their instruments, whose content is large and is read once in a process.
    """
    related = cards.select_related("session__instruments", "scope", "participant", "filed__session", "contact")
    of_gmina = Extension.objects.filter(invitation__scope=OuterRef("scope")).order_by("-until")
    statistics = of_gmina.filter(invitation__card_kind=CardKind.IZUS)
    own = of_gmina.filter(invitation__card_kind=OuterRef("kind"), invitation__participant=OuterRef("participant"))
    last = Case(
        When(kind=CardKind.STATISTICS, then=Subquery(statistics.values("until")[:1])),
        default=Subquery(own.values("until")[:1]),
    )
    related = related.annotate(extended_until=last)  # type: ignore[no-redef]  # it takes the cached property's place
    return with_entries(related).defer("session__instruments__content")


def with_entries(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Return cards with who of the Centre enters them on behalf now, and through which channel."""
    entry = OnBehalf.objects.filter(card=OuterRef("pk"), ended_at=None)
    return cards.annotate(  # type: ignore[no-redef]  # they take the cached properties' places
        entered_by=Subquery(entry.values("opened_by")[:1]), entered_through=Subquery(entry.values("channel")[:1])
    )


def form_for(card: Card) -> CardForm:
    """Return a card's form."""
    return instruments_of(card.session.instruments).forms[CardKind(card.kind)]


def document_of(card: Card, content: Mapping[str, Any] | None = None) -> CardDocument:
    """Return what a card says, or what one of its versions (by its `content`) said."""
    definitions = instruments_of(card.session.instruments).definitions
    template = definitions.templates[CardKind(card.kind).value]
    return document_from_json(card.content if content is None else content, template)


def submitted_document(card: Card, submission: Submission) -> CardDocument:
    """Return what a card said when it was submitted."""
    return document_of(card, json.loads(submission.content))


def contents_of(card: Card) -> Contents:
    """Return a card's document and contact (1 query unless the contact was fetched along)."""
    try:
        details = card.contact.details
    except Contact.DoesNotExist:
        details = {}
    return Contents(document_of(card), details)


def last_accepted(card: Card) -> CardDocument | None:
    """Return the same respondent's last accepted card of the gmina from an earlier session, if there is one (1 query).

    A gmina is known again by its first six digits, so that a change of its kind does not hide its card, and by what
    sessions tell of renumberings (1 query more; 2 where there are any).
    """
    over_time = gminas_over_time(card.session)
    earlier = _earlier(card, over_time)
    theirs = earlier.filter(kind=card.kind, participant=card.participant_id, state=CardState.ACCEPTED)
    found = (one for one in theirs.order_by("-session__sequence") if _is_same_gmina(one, card, over_time=over_time))
    newest = next(found, None)
    return None if newest is None else document_of(newest)


def context_of(card: Card, *, previous: CardDocument | None, today: date) -> Context:
    """Return what a card is judged beside: its predecessor, the gmina's statistics and its last Karta IZUS (2
    queries; 3 where gminas were renumbered).

    Statistics of the same session count as soon as they are submitted; a returned card counts as it was submitted,
    whatever its correction says so far.
    """
    over_time = gminas_over_time(card.session)
    of_gmina = Card.objects.filter(
        kind__in=[CardKind.STATISTICS, CardKind.IZUS], scope__gmina__in=_codes_of(card, over_time), state__in=FILED
    ).exclude(pk=card.pk)
    rows = with_session(of_gmina).order_by(F("session__sequence").asc(nulls_last=True), "id")
    same = (found for found in rows if _not_later(found, card) and _is_same_gmina(found, card, over_time=over_time))
    newest = {found.kind: found for found in same}
    answers = {kind: _as_the_centre_has_it(found).answers for kind, found in newest.items()}
    return Context(
        today,
        previous=previous.answers if previous else {},
        statistics=answers.get(CardKind.STATISTICS, {}),
        latest_izus=answers.get(CardKind.IZUS, {}),
    )


def submissions_of(card: Card) -> QuerySet[Submission]:
    """Return a card's submissions, newest first, with their session (1 query)."""
    return card.submissions.select_related("session")


def versions_of(card: Card) -> QuerySet[CardVersion]:
    """Return a card's versions, newest first, without their contents (1 query)."""
    return card.versions.defer("content")


def extension_of(card: Card) -> Extension | None:
    """Return why and until when a card may come later than others, for those who verify it (1 query)."""
    return card.extensions().order_by("-until").first()


def people_of(card: Card) -> QuerySet[User]:
    """Return who represents a card's participant and can log in; for statistics all institutions asked (1 query)."""
    asked = Invitation.objects.filter(scope=card.scope_id, card_kind=CardKind.IZUS).values("participant")
    whose = asked if card.participant_id is None else [card.participant_id]
    held = {"memberships__participant__in": whose, "memberships__ended_at": None}
    return User.objects.filter(is_active=True, **held).distinct().order_by("pk")


def entry_of(card: Card) -> OnBehalf | None:
    """Return by whom, how and why a card is entered now, or was last, on its participant's behalf (1 query)."""
    return card.entries.order_by(F("ended_at").desc(nulls_first=True), "-id").first()


def sources_of(card: Card) -> QuerySet[SourceDocument]:
    """Return what a card was entered from, oldest first, with the submission that was made of it (1 query)."""
    return card.sources.select_related("submission__session")


@dataclass(frozen=True)
class Asked:
    """An organisation that was asked for a Karta NGO of a gmina, and whether it has filed one."""

    name: str
    has_filed: bool


def asked_in(scope: ScopeGmina) -> list[Asked]:
    """Return whom the session asked for a Karta NGO of a gmina and who has filed it, by name (2 queries).

    That a card was filed may be known to the institution; what stands on it may not.
    """
    filed = set(
        Card.objects.filter(scope=scope, kind=CardKind.NGO, state__in=FILED).values_list("participant", flat=True)
    )
    asked = Invitation.objects.filter(scope=scope, card_kind="NGO").select_related("participant")
    return [Asked(one.participant.name, one.participant_id in filed) for one in asked.order_by("participant__name")]


def cards_of_invitations(visible: QuerySet[Card]) -> dict[tuple[int, str, int | None], Card]:
    """Return cards by gmina in scope, kind and participant, without their contents (1 query)."""
    rows = with_entries(visible.defer("content")).select_related("filed__session", "scope")
    return {(card.scope_id, card.kind, card.participant_id): card for card in rows}


def _as_the_centre_has_it(card: Card) -> CardDocument:
    """Return what a card says to others: a returned one, while it is being corrected, what was submitted."""
    if card.state == CardState.RETURNED and card.filed is not None:
        return submitted_document(card, card.filed)
    return document_of(card)


def _codes_of(card: Card, over_time: GminasOverTime) -> list[str]:
    return over_time.gminas(over_time.identity(card.scope))


def _is_same_gmina(found: Card, card: Card, *, over_time: GminasOverTime) -> bool:
    return over_time.identity(found.scope) == over_time.identity(card.scope)


def _earlier(card: Card, over_time: GminasOverTime) -> QuerySet[Card]:
    of_gmina = Card.objects.filter(scope__gmina__in=_codes_of(card, over_time), session__is_trial=False)
    found = with_session(of_gmina)
    if card.session.sequence is not None:
        found = found.filter(session__sequence__lt=card.session.sequence)
    return found.exclude(session=card.session_id)


def _not_later(found: Card, card: Card) -> bool:
    """Whether a card belongs to the same session or one before; a trial looks at all but other trials."""
    if found.session_id == card.session_id:
        return True
    sequence, own = found.session.sequence, card.session.sequence
    return sequence is not None and (own is None or sequence < own)


@lru_cache(maxsize=8)
def _instruments(sha256: str) -> Instruments:
    """Read a set by the hash of its content: the same hash is the same content, whatever happens to the row."""
    definitions = definitions_of(InstrumentSet.objects.get(sha256=sha256))
    forms = {kind: form_of(definitions, kind.value) for kind in CardKind}
    return Instruments(definitions, Words.of(definitions), forms)


def identity_of_card(card: Card) -> Identity:
    """Return whose card it is, as forms off line have it."""
    session, participant = card.session, card.participant
    return Identity(
        session=session.code, session_name=session.name, period=(session.period_from, session.period_to),
        closes_on=card.last_day, respondent=participant.code if participant else "",
        respondent_name=participant.name if participant else "", gmina=card.scope.gmina, gmina_name=card.scope.name,
    )  # fmt: skip


def baseline_gminas(session: Session, *, changes: Mapping[int, Sequence[Change]]) -> dict[str, frozenset[str]]:
    """Return by kind (NGO, IZUS) the gminas whose accepted cards of a session are, or would be now, some territory's
    first; none for a trial (3 queries).

    Args:
        session: Closed or about to be; only closed ones before it in the sequence count beside it.
        changes: Renumberings by the sequence of the session whose package tells them.
    """
    if session.sequence is None:
        return {}
    over = Session.objects.filter(
        state__in=[SessionState.CLOSED, SessionState.PUBLISHED], sequence__lt=session.sequence
    )
    before = {pk: place for pk, place in over.values_list("pk", "sequence") if place is not None}
    sequences = before | {session.pk: session.sequence}
    scope: dict[int, list[str]] = defaultdict(list)
    for pk, gmina in ScopeGmina.objects.filter(session__in=sequences).values_list("session", "gmina"):
        scope[pk].append(gmina)
    cards: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    accepted = Card.objects.filter(session__in=sequences, state=CardState.ACCEPTED, participant__isnull=False)
    for pk, kind, gmina in accepted.order_by().values_list("session", "kind", "scope__gmina").distinct():
        cards[pk][kind].add(gmina)
    return first_gminas(
        SessionCards(
            sequence, scope[pk], {kind: frozenset(found) for kind, found in cards[pk].items()},
            changes=changes.get(sequence, ()),
        )
        for pk, sequence in sorted(sequences.items(), key=lambda one: one[1])
    )  # fmt: skip
