"""TERYT codes: a gmina has seven digits (WOJ+POW+GMI+RODZ), its powiat the first four, its voivodeship the first two.

The seventh digit tells only whether the gmina is urban, rural or mixed: across sessions a gmina is its first six.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

Level = Literal["gmina", "powiat", "voivodeship", "country"]
LEVELS: tuple[Level, ...] = get_args(Level)
COUNTRY = "PL"

GMINA_KINDS = "123"
"""The seventh digit: urban, rural, mixed."""
SIX_DIGITS_PATTERN = r"[0-9]{6}"
GMINA_PATTERN = rf"{SIX_DIGITS_PATTERN}[{GMINA_KINDS}]"
_LEVEL_PATTERNS: dict[Level, str] = {
    "gmina": GMINA_PATTERN,
    "powiat": r"[0-9]{4}",
    "voivodeship": r"[0-9]{2}",
    "country": COUNTRY,
}


def level_of(code: str) -> Level | None:
    """Return the level that a code has the form of, or None.

    >>> level_of("0605042"), level_of("0605"), level_of("06"), level_of("PL"), level_of("605")
    ('gmina', 'powiat', 'voivodeship', 'country', None)
    """
    for level, pattern in _LEVEL_PATTERNS.items():
        if re.fullmatch(pattern, code, flags=re.ASCII):
            return level
    return None


def powiat_of(gmina: str) -> str:
    """Return the powiat of a gmina: its first four digits."""
    return gmina[:4]


def voivodeship_of(gmina: str) -> str:
    """Return the voivodeship of a gmina: its first two digits."""
    return gmina[:2]


def identity_of(gmina: str) -> str:
    """Return what stays the same when a gmina turns from rural to mixed: its first six digits (rule 11)."""
    return gmina[:6]


def codes_of(identity: str) -> list[str]:
    """Return the codes that a gmina of six digits can have.

    >>> codes_of("060505")
    ['0605051', '0605052', '0605053']
    """
    return [f"{identity}{kind}" for kind in GMINA_KINDS]
