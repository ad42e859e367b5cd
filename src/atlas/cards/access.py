"""The only door from a request to a card. What an actor may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from atlas.cards.models import Card, CardVersion, SourceDocument, Submission
from atlas.cards.rules import FILED, CardKind
from atlas.cards.selectors import with_session
from atlas.kernel.errors import NotAllowed, NotFound
from atlas.monitoring.models import Invitation, ScopeGmina

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.accounts.actor import Actor


def visible_cards(actor: Actor) -> QuerySet[Card]:
    """Return all cards for the Centre, else those of participants whom the actor represents and the statistics of the
    gminas for which one of them was asked for a Karta IZUS.
    """
    if actor.in_centre:
        return Card.objects.all()
    return Card.objects.filter(
        Q(participant__in=actor.represents) | Q(kind=CardKind.STATISTICS, scope__in=_gminas_of(actor))
    )


def get_card(actor: Actor, card_id: int) -> Card:
    """Return a card that the actor may see, with its session, instruments, gmina, participant and submission.

    Raises:
        NotFound: 'card-not-found'.
    """
    card = with_session(visible_cards(actor)).filter(pk=card_id).first()
    if card is None:
        raise NotFound("card-not-found")
    return card


def get_submission(card: Card, submission_id: int) -> Submission:
    """Return a submission of a card that was fetched by `get_card`.

    Raises:
        NotFound: 'card-not-found'.
    """
    found = Submission.objects.select_related("session").filter(card=card, pk=submission_id).first()
    if found is None:
        raise NotFound("card-not-found")
    return found


def get_version(card: Card, number: int) -> CardVersion:
    """Return a version of a card that was fetched by `get_card`.

    Raises:
        NotFound: 'version-not-found'.
    """
    found = CardVersion.objects.filter(card=card, number=number).first()
    if found is None:
        raise NotFound("version-not-found")
    return found


def get_source(actor: Actor, card: Card, *, document_id: int) -> SourceDocument:
    """Return what a card was entered from, for the Centre alone: a scan may name anybody.

    Raises:
        NotFound: 'card-not-found'.
    """
    found = SourceDocument.objects.filter(card=card, pk=document_id).first() if actor.in_centre else None
    if found is None:
        raise NotFound("card-not-found")
    return found


def is_entered_by(actor: Actor, card: Card) -> bool:
    """Whether the actor enters the card now on its participant's behalf, for the Centre."""
    return actor.in_centre and actor.user_id is not None and card.entered_by == actor.user_id


def may_edit(actor: Actor, card: Card) -> bool:
    """Whether the actor may change a card: who represents its participant; for statistics who represents an institution
    that was asked for a Karta IZUS of the gmina (1 query for statistics); of the Centre who enters it on their behalf.
    """
    if is_entered_by(actor, card):
        return True
    if card.participant_id is None:
        return _gminas_of(actor).filter(pk=card.scope_id).exists()
    return card.participant_id in actor.represents


def sees_contact(actor: Actor, card: Card) -> bool:
    """Whether contact data are shown to the actor: who may change the card, and the Centre once it has the card."""
    return (actor.in_centre and card.state in FILED) or may_edit(actor, card)


def must_edit(actor: Actor, card: Card) -> None:
    """Refuse who may not change a card.

    Raises:
        NotAllowed: 'card-not-yours', for the Centre 'card-not-opened'.
    """
    if not may_edit(actor, card):
        raise NotAllowed("card-not-opened" if actor.in_centre else "card-not-yours")


def _gminas_of(actor: Actor) -> QuerySet[ScopeGmina]:
    asked = Invitation.objects.filter(participant__in=actor.represents, card_kind="IZUS")
    return ScopeGmina.objects.filter(invitations__in=asked)
