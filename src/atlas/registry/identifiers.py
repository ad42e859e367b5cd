"""Numbers of organisations in Polish registers: KRS, REGON, NIP. All are optional; a wrong check digit is refused."""

from __future__ import annotations

import re

from atlas.kernel.errors import DomainError

_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_REGON_WEIGHTS = (8, 9, 2, 3, 4, 5, 6, 7)
_LONG_REGON_WEIGHTS = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
_MODULUS = 11
_SHORT_REGON = 9


def read_krs(text: str) -> str:
    """Return a KRS number: ten digits, no check digit; '' for an empty text.

    Raises:
        DomainError: 'krs-wrong'.
    """
    digits = _digits(text)
    if digits and not re.fullmatch(r"[0-9]{10}", digits, flags=re.ASCII):
        raise DomainError("krs-wrong", found=text.strip())
    return digits


def read_nip(text: str) -> str:
    """Return a NIP of ten digits, the last one a check digit; '' for an empty text.

    >>> read_nip("526-025-09-95")
    '5260250995'

    Raises:
        DomainError: 'nip-wrong'.
    """
    digits = _digits(text)
    if digits and not (re.fullmatch(r"[0-9]{10}", digits, flags=re.ASCII) and _checks(digits, _NIP_WEIGHTS)):
        raise DomainError("nip-wrong", found=text.strip())
    return digits


def read_regon(text: str) -> str:
    """Return a REGON of nine or fourteen digits; '' for an empty text.

    Of the longer one, which names a local unit, the first nine are the REGON of the whole.

    Raises:
        DomainError: 'regon-wrong'.
    """
    digits = _digits(text)
    if digits and not _is_regon(digits):
        raise DomainError("regon-wrong", found=text.strip())
    return digits


def _is_regon(digits: str) -> bool:
    if not re.fullmatch(r"[0-9]{9}([0-9]{5})?", digits, flags=re.ASCII):
        return False
    short = _checks(digits[:_SHORT_REGON], _REGON_WEIGHTS, ten_is_zero=True)
    return short and (len(digits) == _SHORT_REGON or _checks(digits, _LONG_REGON_WEIGHTS, ten_is_zero=True))


def _checks(digits: str, weights: tuple[int, ...], *, ten_is_zero: bool = False) -> bool:
    """Whether the last digit is the weighted sum of the others modulo 11; a remainder of ten is 0, or never given."""
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % _MODULUS
    return (remainder % 10 if ten_is_zero else remainder) == int(digits[len(weights)])


def _digits(text: str) -> str:
    return re.sub(r"[\s-]", "", text)
