"""Registers organisations and institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.registry.models import Institution, Organisation, Participant, Presence
from atlas.registry.rules import InstitutionType, ParticipantKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.registry.facts import OrganisationFacts


def register_organisations(facts: Iterable[OrganisationFacts], *, actor: Actor) -> list[Participant]:
    """Register organisations, all or none; one without a code gets the next free one.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'participant-known', 'number-known'.
    """
    _centre_only(actor)
    with transaction.atomic():
        at = clock.now()
        return [_organisation(one, at=at, by=actor.user_id) for one in facts]


def register_institution(
    *, code: str, name: str, institution_type: InstitutionType | None, seat_gmina: str = "",
    gminas: Iterable[str] = (), actor: Actor,
) -> Participant:  # fmt: skip
    """Register an institution with the gminas it serves.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'participant-known'.
    """
    _centre_only(actor)
    with transaction.atomic():
        at = clock.now()
        participant = _participant(code, ParticipantKind.IZUS, name=name, seat_gmina=seat_gmina, at=at)
        Institution.objects.create(participant=participant, institution_type=institution_type or "")
        add_presences(participant, gminas)
        record("register-institution", about=participant, by=actor.user_id, at=at, code=code)
    return participant


def add_presences(participant: Participant, gminas: Iterable[str]) -> None:
    """Note gminas where a participant is present; those known already stay."""
    rows = [Presence(participant=participant, gmina=gmina) for gmina in dict.fromkeys(gminas)]
    Presence.objects.bulk_create(rows, ignore_conflicts=True)


def _organisation(facts: OrganisationFacts, *, at: datetime, by: int | None) -> Participant:
    for name in ("krs", "regon", "nip"):
        number = getattr(facts, name)
        if number and Organisation.objects.filter(**{name: number}).exists():
            raise DomainError("number-known", number=number, name=facts.name)
    code = facts.code or _next_code()
    participant = _participant(code, ParticipantKind.NGO, name=facts.name, seat_gmina=facts.seat_gmina, at=at)
    Organisation.objects.create(
        participant=participant, legal_form=facts.legal_form, krs=facts.krs, regon=facts.regon, nip=facts.nip,
        specialisations=list(facts.specialisations),
    )  # fmt: skip
    add_presences(participant, facts.gminas)
    record("register-organisation", about=participant, by=by, at=at, code=code)
    return participant


def _participant(code: str, kind: ParticipantKind, *, name: str, seat_gmina: str, at: datetime) -> Participant:
    if Participant.objects.filter(code=code).exists():
        raise DomainError("participant-known", participant=code)
    return Participant.objects.create(code=code, kind=kind, name=name, seat_gmina=seat_gmina, registered_at=at)


def _next_code() -> str:
    """Return ORG- and a number above all that there are; a race is stopped by the unique code."""
    codes = Participant.objects.filter(code__regex=r"^ORG-[0-9]{1,9}$").values_list("code", flat=True)
    return f"ORG-{max((int(code[4:]) for code in codes), default=0) + 1:03d}"


def _centre_only(actor: Actor) -> None:
    if not actor.in_centre:
        raise NotAllowed("centre-needed")
