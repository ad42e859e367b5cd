"""The roles that a user has by themselves, apart from whom they represent."""

from __future__ import annotations

import re
from enum import StrEnum

COUNTRY = "PL"


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
    return code in {"", COUNTRY} or re.fullmatch(r"[0-9]{2}", code, flags=re.ASCII) is not None
