"""Entering a card on a participant's behalf: opened with a channel, ended by submitting or by leaving it. Without an
entry of their own nobody of the Centre changes a card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.cards.access import is_entered_by
from atlas.cards.models import Card, OnBehalf, Submission
from atlas.cards.rules import (
    ON_BEHALF,
    CardKind,
    CardState,
    Channel,
    Event,
    must_open_on_behalf,
    must_take_cards,
)
from atlas.cards.selectors import people_of
from atlas.cards.services.keeping import keep_version, locked, must_be_editable
from atlas.cards.services.sources import keep_all, looked_at
from atlas.cards.services.starting import begin_card, card_asked_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.services import queue_message
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState, must_not_be_closing

_OF_THE_CENTRE = (Event.RETURNED, Event.ACCEPTED, Event.SET_ASIDE)
"""What the Centre does to a card is no beginning of its participant's."""

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.services.sources import Sources
    from atlas.monitoring.models import Invitation


@dataclass(frozen=True)
class Opening:
    """How a card came that the Centre enters, and why; the words are needed where the participant has begun it."""

    channel: Channel
    reason: str = ""


def open_on_behalf(invitation: Invitation, opening: Opening, *, kind: CardKind, actor: Actor) -> Card:
    """Open a card to enter it for its participant; it is begun where nobody has, else gone on with as it is.

    An entry of a colleague ends by this. Where the participant has begun the card, their people get a letter.

    Args:
        invitation: Fetched through `monitoring.access.get_invitation`; statistics by one to a Karta IZUS.
        opening: How the card came, and why the Centre enters it.
        kind: The invitation's kind of card, or its gmina's statistics.
        actor: Somebody of the Centre, who then enters it.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'channel-not-on-behalf', 'takeover-reason-needed', 'card-of-other-kind', 'card-is-filed',
            'session-not-open-yet', 'session-over', 'session-closed-early', 'session-being-closed'.
    """
    must_work_in_centre(actor)
    _must_be_of_kind(invitation, kind)
    with transaction.atomic():
        session = Session.objects.select_for_update(no_key=True).get(pk=invitation.session_id)
        must_not_be_closing(session.code, since=session.closing_since)
        at = clock.now()
        known = card_asked_for(invitation, kind=kind)
        if known is None:
            must_open_on_behalf(opening.channel, reason=opening.reason, takes_over=False)
            card = begin_card(session, invitation, kind=kind, channel=opening.channel, actor=actor, at=at)
            _open(card, opening, took_over=False, actor=actor, at=at)
            return card
        return _gone_on_with(locked(known), opening, session=session, actor=actor, at=at)


def enter_on_behalf(
    invitation: Invitation, opening: Opening, *, kind: CardKind, sources: Sources, actor: Actor
) -> Card:  # fmt: skip
    """Open a card on its participant's behalf and keep what it is entered from, or change nothing at all.

    Args:
        invitation: As for `open_on_behalf`.
        opening: How the card came, and why the Centre enters it.
        kind: The invitation's kind of card, or its gmina's statistics.
        sources: What was sent along; it may be nothing, and be attached later.
        actor: Somebody of the Centre, who then enters it.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: those of `open_on_behalf`, `sources.looked_at` and `sources.keep_all`.
    """
    must_work_in_centre(actor)
    pieces = looked_at(sources)  # before anything is locked: pictures take a while
    with transaction.atomic():
        card = open_on_behalf(invitation, opening, kind=kind, actor=actor)
        keep_all(card, pieces, actor=actor)
    return card


def leave_entry(card: Card, *, actor: Actor) -> None:
    """End one's entry without submitting; what was typed stays in the draft.

    Raises:
        NotAllowed: 'card-not-opened'.
    """
    with transaction.atomic():
        held = locked(card)
        at = clock.now()
        if not is_entered_by(actor, held):
            raise NotAllowed("card-not-opened")
        OnBehalf.objects.filter(card=held, ended_at=None).update(ended_at=at)
        record("leave-card-on-behalf", about=held, by=actor.user_id, at=at, channel=held.entered_through)


def must_have_source(card: Card, *, actor: Actor) -> None:
    """Refuse what the Centre enters without a document that the answers were taken from (1 query for the Centre).

    Raises:
        DomainError: 'source-needed-first'.
    """
    if is_entered_by(actor, card) and not card.sources.filter(submission=None).exists():
        raise DomainError("source-needed-first")


def end_entries(card: Card, *, submission: Submission, at: datetime) -> None:
    """End what is entered of a card that was submitted; what it was entered from belongs to the submission now."""
    if card.entered_by is None:
        return
    OnBehalf.objects.filter(card=card, ended_at=None).update(ended_at=at)
    if submission.channel in ON_BEHALF:
        card.sources.filter(submission=None).update(submission=submission)


def _must_be_of_kind(invitation: Invitation, kind: CardKind) -> None:
    of_gmina = kind == CardKind.STATISTICS and invitation.card_kind == CardKind.IZUS
    if kind != invitation.card_kind and not of_gmina:
        raise DomainError("card-of-other-kind", kind=kind, participant=invitation.participant.code)


def _gone_on_with(card: Card, opening: Opening, *, session: Session, actor: Actor, at: datetime) -> Card:
    takes_over = card.versions.exclude(channel__in=ON_BEHALF).exclude(event__in=_OF_THE_CENTRE).exists()
    must_open_on_behalf(opening.channel, reason=opening.reason, takes_over=takes_over)
    must_be_editable(card)
    must_take_cards(
        SessionState(session.state), session.window, card=CardState(card.state), on=clock.day_of(at),
        extended=card.extended_until,
    )  # fmt: skip
    if is_entered_by(actor, card) and card.entered_through == opening.channel:
        return card
    is_told = takes_over and card.entered_by is None
    OnBehalf.objects.filter(card=card, ended_at=None).update(ended_at=at)
    card.version, card.changed_at, card.changed_by = card.version + 1, at, actor.user_id
    card.save(update_fields=["version", "changed_at", "changed_by"])
    keep_version(card, event=Event.ENTERED, channel=opening.channel, actor=actor, at=at)
    _open(card, opening, took_over=takes_over, actor=actor, at=at)
    if is_told:
        _tell_people(card, opening, at=at)
    return locked(card)


def _open(card: Card, opening: Opening, *, took_over: bool, actor: Actor, at: datetime) -> None:
    if actor.user_id is None:  # the machine enters no card: it would be nobody's word
        raise NotAllowed("centre-needed")
    entry = OnBehalf.objects.create(
        card=card, channel=opening.channel, reason=opening.reason.strip(), took_over=took_over, opened_at=at,
        opened_by=actor.user_id,
    )  # fmt: skip
    facts = {"entry": entry.pk, "channel": opening.channel, "took_over": took_over}
    record("open-card-on-behalf", about=card, by=actor.user_id, at=at, **facts)


def _tell_people(card: Card, opening: Opening, *, at: datetime) -> None:
    """Write to who represents the participant that the Centre goes on with their card, and why."""
    facts = {
        "gmina": card.scope.name, "session": card.session.name, "reason": opening.reason.strip(),
        "address": settings.ATLAS_BASE_URL + reverse("workspace:card-history", args=[card.pk]),
    }  # fmt: skip
    for user in people_of(card):
        with override(user.letter_language):
            subject = gettext("The Monitoring Centre goes on with your card: %(gmina)s") % facts
            body = (
                gettext(
                    "The Monitoring Centre goes on with the card that you began, on your behalf.\n\n"
                    "Gmina: %(gmina)s\nSession: %(session)s\nReason: %(reason)s\n\n"
                    "Nothing that you typed is lost: each version stands in the card's history: %(address)s\n\n"
                    "You can still read the card and type in it. Write to us if this is a mistake.\n"
                )
                % facts
            )
        queue_message(to=user.email, subject=subject, body=body, at=at)
