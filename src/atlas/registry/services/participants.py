"""Registers organisations and institutions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record, record_each
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.registry.models import Institution, Organisation, Participant, Presence
from atlas.registry.rules import InstitutionType, ParticipantKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.registry.facts import OrganisationFacts

_BATCH = 1000
_NUMBERED = re.compile(r"ORG-([0-9]{1,9})")


def register_organisations(facts: Iterable[OrganisationFacts], *, actor: Actor) -> list[Participant]:
    """Register organisations, all or none; one without a code gets the next free one.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'participant-known', 'number-known'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        at = clock.now()
        return _organisations(_with_codes(list(facts)), at=at, by=actor.user_id)


def register_institution(
    *, code: str, name: str, institution_type: InstitutionType | None, seat_gmina: str = "",
    gminas: Iterable[str] = (), actor: Actor,
) -> Participant:  # fmt: skip
    """Register an institution with the gminas it serves.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'participant-known'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        at = clock.now()
        participant = _participant(code, ParticipantKind.IZUS, name=name, seat_gmina=seat_gmina, at=at)
        Institution.objects.create(participant=participant, institution_type=institution_type or "")
        add_presences({participant: gminas})
        record("register-institution", about=participant, by=actor.user_id, at=at, code=code)
    return participant


def add_presences(gminas: Mapping[Participant, Iterable[str]]) -> None:
    """Note the gminas where participants are present; those known already stay."""
    rows = [Presence(participant=one, gmina=code) for one, codes in gminas.items() for code in dict.fromkeys(codes)]
    Presence.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)


def _organisations(facts: Mapping[str, OrganisationFacts], *, at: datetime, by: int | None) -> list[Participant]:
    """Write organisations by code, in a number of queries that depends on the number of batches alone."""
    _must_be_new(facts)
    made = Participant.objects.bulk_create(
        [
            Participant(
                code=code, kind=ParticipantKind.NGO, name=one.name, seat_gmina=one.seat_gmina, registered_at=at
            )
            for code, one in facts.items()
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    pairs = list(zip(made, facts.values(), strict=True))
    Organisation.objects.bulk_create(
        [
            Organisation(
                participant=participant, legal_form=one.legal_form, krs=one.krs, regon=one.regon, nip=one.nip,
                specialisations=list(one.specialisations),
            )
            for participant, one in pairs
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    add_presences({participant: one.gminas for participant, one in pairs})
    record_each("register-organisation", about=((one, {"code": one.code}) for one in made), by=by, at=at)
    return made


def _with_codes(facts: list[OrganisationFacts]) -> dict[str, OrganisationFacts]:
    """Return organisations by code; one without a code gets the next free one, ORG- and a number.

    A race for a number is stopped by the unique code.
    """
    found: dict[str, OrganisationFacts] = {}
    given = [one.code for one in facts if one.code]
    number = _last_number(given) if len(given) < len(facts) else 0
    for one in facts:
        number += not one.code
        code = one.code or f"ORG-{number:03d}"
        if code in found:
            raise DomainError("participant-known", participant=code)
        found[code] = one
    return found


def _must_be_new(facts: Mapping[str, OrganisationFacts]) -> None:
    for code in Participant.objects.in_bulk(list(facts), field_name="code"):
        raise DomainError("participant-known", participant=code)
    for name in ("krs", "regon", "nip"):
        numbers = [(getattr(one, name), one) for one in facts.values() if getattr(one, name)]
        seen = _known_numbers(name, [number for number, _one in numbers])
        for number, one in numbers:
            if number in seen:
                raise DomainError("number-known", number=number, name=one.name)
            seen.add(number)


def _known_numbers(name: str, numbers: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(numbers), _BATCH):
        among = {f"{name}__in": numbers[start : start + _BATCH]}
        known.update(Organisation.objects.filter(**among).values_list(name, flat=True))
    return known


def _participant(code: str, kind: ParticipantKind, *, name: str, seat_gmina: str, at: datetime) -> Participant:
    if Participant.objects.filter(code=code).exists():
        raise DomainError("participant-known", participant=code)
    return Participant.objects.create(code=code, kind=kind, name=name, seat_gmina=seat_gmina, registered_at=at)


def _last_number(given: Iterable[str]) -> int:
    """Return the highest number behind ORG- of those registered and those given."""
    known = Participant.objects.filter(code__startswith="ORG-").values_list("code", flat=True)
    return max((int(found[1]) for code in (*known, *given) if (found := _NUMBERED.fullmatch(code))), default=0)
