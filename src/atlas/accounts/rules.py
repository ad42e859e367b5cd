"""The roles that a user has by themselves, apart from whom they represent, and how an invitation to one works."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from atlas.kernel.errors import DomainError

COUNTRY = "PL"
INVITATION_LASTS = timedelta(days=14)
_TOKEN_BYTES = 32
VOIVODESHIPS = {
    "02": "dolnośląskie", "04": "kujawsko-pomorskie", "06": "lubelskie", "08": "lubuskie", "10": "łódzkie",
    "12": "małopolskie", "14": "mazowieckie", "16": "opolskie", "18": "podkarpackie", "20": "podlaskie",
    "22": "pomorskie", "24": "śląskie", "26": "świętokrzyskie", "28": "warmińsko-mazurskie", "30": "wielkopolskie",
    "32": "zachodniopomorskie",
}  # fmt: skip
"""Official names by TERYT code (the act of 24 July 1998 on the division of the country); they change by an act only."""


class CentreRole(StrEnum):
    """A place in the Monitoring Centre."""

    NONE = ""
    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"


def is_readable_territory(code: str) -> bool:
    """Return whether a reader can be given this territory: a voivodeship, the country, or none.

    >>> is_readable_territory("06"), is_readable_territory("PL"), is_readable_territory("0605")
    (True, True, False)
    """
    return code in {"", COUNTRY} or code in VOIVODESHIPS


@dataclass(frozen=True)
class Place:
    """What somebody may do by themselves: a role in the Centre, a territory to read, or neither; never both."""

    role: CentreRole = CentreRole.NONE
    territory: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no place.

        Raises:
            DomainError: 'territory-not-readable', 'place-double'.
        """
        if not is_readable_territory(self.territory):
            raise DomainError("territory-not-readable", territory=self.territory)
        if self.role and self.territory:
            raise DomainError("place-double")


NO_PLACE = Place()


def new_token() -> str:
    """Return the secret part of a link, new each time."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()
