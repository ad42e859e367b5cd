"""Changes what is registered of organisations and institutions. Their codes never change: packages name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.registry.models import Institution, Organisation, Participant, Presence
from atlas.registry.services.participants import add_presences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.accounts.actor import Actor
    from atlas.registry.facts import OrganisationFacts
    from atlas.registry.rules import InstitutionType

_NUMBERS = ("krs", "regon", "nip")


def change_organisation(organisation: Organisation, facts: OrganisationFacts, *, actor: Actor) -> Organisation:
    """Change an organisation's name, seat, legal form, numbers and gminas; code and specialisations stay.

    The log has which of them changed. What is the same is not written.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'number-known'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        participant = _locked(organisation.pk)
        organisation = Organisation.objects.get(pk=participant.pk)
        at = clock.now()
        _must_be_its_own(facts, participant)
        details = {"legal_form": facts.legal_form} | {name: getattr(facts, name) for name in _NUMBERS}
        changed = _set(participant, {"name": facts.name, "seat_gmina": facts.seat_gmina}) + _set(organisation, details)
        changed += _presences(participant, facts.gminas)
        if changed:
            record("change-organisation", about=participant, by=actor.user_id, at=at, changed=sorted(changed))
    return organisation


def change_institution(
    institution: Institution, *, name: str, institution_type: InstitutionType | None, seat_gmina: str,
    gminas: Iterable[str], actor: Actor,
) -> Institution:  # fmt: skip
    """Change an institution's name, type, seat and the gminas that it serves; its code stays.

    Raises:
        NotAllowed: 'centre-needed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        participant = _locked(institution.pk)
        institution = Institution.objects.get(pk=participant.pk)
        at = clock.now()
        changed = _set(participant, {"name": name, "seat_gmina": seat_gmina})
        changed += _set(institution, {"institution_type": institution_type or ""})
        changed += _presences(participant, gminas)
        if changed:
            record("change-institution", about=participant, by=actor.user_id, at=at, changed=sorted(changed))
    return institution


def _locked(participant_id: int) -> Participant:
    return Participant.objects.select_for_update().get(pk=participant_id)


def _set(row: Participant | Organisation | Institution, values: Mapping[str, object]) -> list[str]:
    """Write the values that differ, and return their names."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def _presences(participant: Participant, gminas: Iterable[str]) -> list[str]:
    wanted = set(gminas)
    known = set(Presence.objects.filter(participant=participant).values_list("gmina", flat=True))
    if wanted == known:
        return []
    Presence.objects.filter(participant=participant, gmina__in=known - wanted).delete()
    add_presences({participant: sorted(wanted - known)})
    return ["gminas"]


def _must_be_its_own(facts: OrganisationFacts, participant: Participant) -> None:
    for name in _NUMBERS:
        number = getattr(facts, name)
        others = Organisation.objects.exclude(pk=participant.pk).filter(**{name: number})
        if number and others.exists():
            raise DomainError("number-known", number=number, name=facts.name)
