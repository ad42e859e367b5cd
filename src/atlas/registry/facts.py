"""What is registered of an organisation, before it is a row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OrganisationFacts:
    """What is registered of an organisation; numbers are digits only, checked before (`identifiers`)."""

    name: str
    code: str = ""
    legal_form: str = ""
    seat_gmina: str = ""
    krs: str = ""
    regon: str = ""
    nip: str = ""
    gminas: tuple[str, ...] = ()
    specialisations: tuple[str, ...] = ()
