"""Imports organisations from a file: all of them or none, with everything that is wrong named at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.definitions.load import shipped_definitions
from atlas.kernel import clock
from atlas.kernel.errors import BadInput
from atlas.registry.models import Organisation, Participant
from atlas.registry.organisation_rows import Known, judge
from atlas.registry.selectors import territories_on
from atlas.registry.services.participants import register_organisations
from atlas.registry.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.accounts.actor import Actor
    from atlas.registry.facts import OrganisationFacts


def read_organisations(path: Path) -> list[OrganisationFacts]:
    """Read a file and hold it against the registers; nothing is written (the dry run; 5 queries).

    Raises:
        BadInput: every problem with row and column.
        DomainError: 'table-…' when the file is no table.
    """
    judged = judge(read_table(path), known=_known(), file=path.name)
    if judged.problems:
        raise BadInput(judged.problems)
    return judged.organisations


def import_organisations(path: Path, *, actor: Actor) -> list[Participant]:
    """Read a file and register its organisations.

    Raises:
        NotAllowed: 'centre-needed'.
        BadInput, DomainError: as `read_organisations`; nothing is registered then.
    """
    return register_organisations(read_organisations(path), actor=actor)


def _known() -> Known:
    registered = {name: _values(name) for name in ("krs", "regon", "nip")}
    registered["code"] = set(Participant.objects.values_list("code", flat=True))
    gminas = territories_on(clock.day_of(clock.now())).filter(level="gmina").values_list("code", flat=True)
    return Known(set(gminas), shipped_definitions().catalogues["legal_forms"].codes, registered)


def _values(name: str) -> set[str]:
    return set(Organisation.objects.exclude(**{name: ""}).values_list(name, flat=True))
