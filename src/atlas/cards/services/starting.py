"""Starting a card with one click, and from another gmina's card of the same participant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.models import User
from atlas.audit.services import record
from atlas.cards.contents import Contents
from atlas.cards.models import Card, Contact
from atlas.cards.rules import ON_BEHALF, CardKind, CardState, Channel, Event, must_take_cards
from atlas.cards.selectors import contents_of, document_of, form_for, with_session
from atlas.cards.services.keeping import keep_version
from atlas.definitions.card_document import EMPTY, CardDocument
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState
from atlas.registry.models import Institution, Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.form_lines import CardForm
    from atlas.monitoring.models import Invitation
    from atlas.registry.models import Participant

PREPARED_ON = "prepared_on"
"""The day belongs to each card by itself."""
_NAME_ITEMS = {CardKind.NGO: "organisation_name", CardKind.IZUS: "institution_name"}
_PART_ONE = "I"


def start_card(invitation: Invitation, *, actor: Actor, copy_of: Card | None = None) -> Card:
    """Start the card that an invitation asks for; the one that is there already is returned, so it may be asked twice.

    Part I is filled in from the copied card, else from the participant's last card, else from the register; figures
    never are. Part III is filled in from the copied card, else with the name and address of who starts: only what the
    form asks, so that a form without a Part III keeps no contact data.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'session-not-open-yet', 'session-over', 'copy-of-other-kind'.
    """
    if invitation.participant_id not in actor.represents:
        raise NotAllowed("card-not-yours")
    if copy_of is not None and (copy_of.participant_id, copy_of.kind) != (
        invitation.participant_id,
        invitation.card_kind,
    ):
        raise DomainError("copy-of-other-kind")
    return _started(invitation, kind=CardKind(invitation.card_kind), actor=actor, copy_of=copy_of)


def start_statistics(invitation: Invitation, *, actor: Actor) -> Card:
    """Start the statistics of a gmina, on behalf of an institution that was asked for its Karta IZUS.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'session-not-open-yet', 'session-over'.
    """
    if invitation.participant_id not in actor.represents or invitation.card_kind != CardKind.IZUS:
        raise NotAllowed("card-not-yours")
    return _started(invitation, kind=CardKind.STATISTICS, actor=actor)


def _started(invitation: Invitation, *, kind: CardKind, actor: Actor, copy_of: Card | None = None) -> Card:
    with transaction.atomic():
        session = Session.objects.select_for_update(no_key=True).get(pk=invitation.session_id)
        at = clock.now()
        found = card_asked_for(invitation, kind=kind)
        if found is not None:
            return found
        return begin_card(session, invitation, kind=kind, channel=Channel.ONLINE, actor=actor, at=at, copy_of=copy_of)


def card_asked_for(invitation: Invitation, *, kind: CardKind) -> Card | None:
    """Return the card that was begun for an invitation, or for its gmina's statistics (1 query)."""
    participant = None if kind == CardKind.STATISTICS else invitation.participant_id
    known = Card.objects.filter(
        session=invitation.session_id, kind=kind, scope=invitation.scope_id, participant=participant
    )
    return with_session(known).first()


def begin_card(
    session: Session, invitation: Invitation, *, kind: CardKind, channel: Channel, actor: Actor, at: datetime,
    copy_of: Card | None = None,
) -> Card:  # fmt: skip
    """Make the card that an invitation asks for; the caller has locked the session's row and found no card.

    Raises:
        DomainError: 'session-not-open-yet', 'session-over', 'session-closed-early'.
    """
    card = Card(
        session=session, kind=kind, scope=invitation.scope, started_at=at, changed_at=at, changed_by=actor.user_id,
        participant=None if kind == CardKind.STATISTICS else invitation.participant,
    )  # fmt: skip
    must_take_cards(
        SessionState(session.state), session.window, card=CardState.DRAFT, on=clock.day_of(at),
        extended=card.extended_until,
    )  # fmt: skip
    contents = _first_contents(card, actor=None if channel in ON_BEHALF else actor, copy_of=copy_of)
    card.content, card.answered = contents.document.to_json(), contents.answered(form_for(card))
    card.save(force_insert=True)  # the session's row is locked, so nobody else starts it meanwhile
    Contact.objects.create(card=card, details=dict(contents.contact))
    event = Event.COPIED if copy_of else Event.STARTED
    keep_version(card, event=event, channel=channel, actor=actor, at=at)
    facts = {"copy_of": copy_of.pk if copy_of else None, "channel": channel}
    record("start-card", about=card, by=actor.user_id, at=at, **facts)
    return card


def _first_contents(card: Card, *, actor: Actor | None, copy_of: Card | None) -> Contents:
    """Return what a card begins with; `actor` is who becomes its contact, None where the Centre enters it."""
    form = form_for(card)
    general = {
        key for line in form.lines.values() if form.section_of[line.code].part == _PART_ONE
        for key in (line.code, line.words) if key
    }  # fmt: skip
    if copy_of is not None:
        source = contents_of(copy_of)
        return Contents(
            _only(source.document, general),
            _asked_for(form, {code: one for code, one in source.contact.items() if code != PREPARED_ON}),
        )
    former = _former(card)
    document = _only(former, general) if former else EMPTY
    if card.participant is not None:
        document = replace(document, answers={**_registered(card.participant), **document.answers})
    known = {code: value for code, value in document.answers.items() if code in general}
    return Contents(replace(document, answers=known), _asked_for(form, _contact_of(actor)))


def _former(card: Card) -> CardDocument | None:
    """Return the participant's newest accepted card of any gmina."""
    if card.participant is None:
        return None
    of_participant = Card.objects.filter(kind=card.kind, participant=card.participant, session__is_trial=False)
    accepted = of_participant.filter(state=CardState.ACCEPTED)
    found = with_session(accepted).order_by("-session__sequence", "-changed_at").first()
    return None if found is None else document_of(found)


def _asked_for(form: CardForm, contact: Mapping[str, str]) -> dict[str, str]:
    return {code: contact[code] for code, line in form.lines.items() if line.is_personal and code in contact}


def _only(document: CardDocument, codes: set[str]) -> CardDocument:
    return CardDocument(answers={code: value for code, value in document.answers.items() if code in codes})


def _registered(participant: Participant) -> dict[str, object]:
    facts: dict[str, object] = {
        _NAME_ITEMS[CardKind(participant.kind)]: participant.name, "seat_gmina": participant.seat_gmina,
    }  # fmt: skip
    organisation = Organisation.objects.filter(participant=participant).first()
    if organisation is not None:
        facts |= {"legal_form": organisation.legal_form, "specialisations": tuple(organisation.specialisations)}
    institution = Institution.objects.filter(participant=participant).first()
    if institution is not None:
        facts["institution_type"] = institution.institution_type
    return {code: value for code, value in facts.items() if value}


def _contact_of(actor: Actor | None) -> dict[str, str]:
    user = None if actor is None or actor.user_id is None else User.objects.filter(pk=actor.user_id).first()
    return {"contact_name": user.name, "contact_email": user.email} if user else {}
