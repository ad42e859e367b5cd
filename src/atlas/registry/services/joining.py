"""Organisations that were not invited ask to take part; the Centre answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.registry.facts import OrganisationFacts
from atlas.registry.models import JoinRequest
from atlas.registry.rules import MemberFunction, RequestState
from atlas.registry.services.participants import register_organisations
from atlas.registry.services.people import invite_member

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor
    from atlas.registry.models import Participant


@dataclass(frozen=True)
class JoinFacts:
    """What an organisation says of itself when it asks; the KRS number is digits only, checked before."""

    organisation_name: str
    seat_gmina: str
    contact_name: str
    contact_email: str
    krs: str = ""
    message: str = ""


def ask_to_join(facts: JoinFacts) -> JoinRequest:
    """Note that an organisation asks to take part; asking twice is asking once."""
    with transaction.atomic():
        at = clock.now()
        asked, is_new = JoinRequest.objects.get_or_create(
            organisation_name=facts.organisation_name.strip(),
            contact_email=facts.contact_email.strip().lower(),
            state=RequestState.WAITING,
            defaults={
                "krs": facts.krs, "seat_gmina": facts.seat_gmina, "contact_name": facts.contact_name,
                "message": facts.message, "asked_at": at,
            },
        )  # fmt: skip
        if is_new:
            record("ask-to-join", about=asked, by=None, at=at)
    return asked


def accept_request(*, request: JoinRequest, actor: Actor) -> Participant:
    """Register the organisation that asked and invite who asked to represent and manage it.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'request-answered', 'number-known'.
    """
    with transaction.atomic():
        asked = _waiting(request, actor=actor)
        facts = OrganisationFacts(
            name=asked.organisation_name, seat_gmina=asked.seat_gmina, krs=asked.krs, gminas=(asked.seat_gmina,)
        )
        (participant,) = register_organisations([facts], actor=actor)
        invite_member(
            participant=participant, email=asked.contact_email, function=MemberFunction.NONE, may_manage=True,
            actor=actor,
        )  # fmt: skip
        _answer(asked, RequestState.ACCEPTED, actor=actor, participant=participant)
    return participant


def refuse_request(*, request: JoinRequest, actor: Actor) -> None:
    """Put a request aside.

    Raises:
        NotAllowed: 'administrator-needed'.
        DomainError: 'request-answered'.
    """
    with transaction.atomic():
        _answer(_waiting(request, actor=actor), RequestState.REFUSED, actor=actor, participant=None)


def _waiting(request: JoinRequest, *, actor: Actor) -> JoinRequest:
    if not actor.is_administrator:
        raise NotAllowed("administrator-needed")
    asked = JoinRequest.objects.select_for_update().get(pk=request.pk)
    if asked.state != RequestState.WAITING:
        raise DomainError("request-answered")
    return asked


def _answer(asked: JoinRequest, state: RequestState, *, actor: Actor, participant: Participant | None) -> None:
    at = clock.now()
    asked.state, asked.answered_at, asked.participant = state, at, participant
    asked.save(update_fields=["state", "answered_at", "participant"])
    record("answer-request", about=asked, by=actor.user_id, at=at, state=state)
