"""Participants of a session file their cards again, by services: what they said last time, with one figure changed."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from tests.web.builders import acting, make_user

from atlas.cards.access import get_card
from atlas.cards.contents import Contents
from atlas.cards.judging import verdict_of
from atlas.cards.models import Card
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import CardKind, Channel, Event
from atlas.cards.selectors import contents_of, last_accepted
from atlas.cards.services.keeping import keep_contents, locked
from atlas.cards.services.starting import start_card, start_statistics
from atlas.cards.services.submitting import remarks_on, submit_card
from atlas.definitions.card_document import EMPTY
from atlas.kernel import clock
from atlas.monitoring.models import Invitation
from atlas.registry.models import Membership

CONTACT = {"contact_name": "Ola Wymyślona", "contact_phone": "81 123 45 67", "contact_email": "ola@example.org"}


def somebody_for_all(session):
    """One user who represents every participant of a session."""
    user, at = make_user("wszyscy@example.org", name="Ola Wymyślona"), clock.now()
    people = Invitation.objects.filter(session=session).values_list("participant", flat=True).order_by().distinct()
    Membership.objects.bulk_create(Membership(user=user, participant_id=one, since=at) for one in people)
    return acting(user)


def file_again(session, *, actor, but=()):
    """File every card and statistics that a session asks for, but those of some participants' codes."""
    asked = session.invitations.select_related("participant", "scope", "session").exclude(participant__code__in=but)
    for invitation in asked:
        file_card(start_card(invitation, actor=actor), actor=actor)
        if invitation.card_kind == CardKind.IZUS:
            file_card(start_statistics(invitation, actor=actor), actor=actor)


def file_card(card, *, actor):
    """Submit what the same participant said last, if it did, with a figure more, and with words about every warning."""
    at = clock.now()
    before = last_accepted(card)
    former = before or EMPTY
    contact = CONTACT | {"prepared_on": at.date().isoformat()} if card.participant_id else {}
    answers = {**former.answers, **contents_of(card).document.answers}
    if card.participant_id is not None:
        answers["seat_locality"] = card.scope.name  # packages hold no Part I
    numbers = [code for code, one in answers.items() if isinstance(one, int) and not isinstance(one, bool) and one]
    if numbers:
        answers[numbers[0]] += 1
    contents = Contents(replace(former, answers=answers), contact)
    card = keep_contents(locked(card), contents, event=Event.SAVED, channel=Channel.ONLINE, actor=actor, at=at)
    card = get_card(actor, card.pk)
    remarks = remarks_on(
        card, contents_of(card), previous=before, places=TerritoryPlaces(on=at.date()), today=at.date(), language="pl"
    )
    open_warnings = verdict_of(remarks, former.explanations).open_warnings
    assert verdict_of(remarks, {}).errors == []
    words = {one.line: "Tak było w tym roku (wyjaśnienie wymyślone)." for one in open_warnings}
    submit_card(card, key=uuid4(), seen_version=card.version, explanations=words, actor=actor)
    return Card.objects.get(pk=card.pk)
