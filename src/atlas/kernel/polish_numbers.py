"""Numbers as people write them in Poland: decimal comma, spaces between thousands. The one way to show them, and the
one parser of what somebody typed, for form, spreadsheet and API. What could be read in two ways is never guessed.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.kernel.language import Language

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
LARGEST_WHOLE = 10_000_000
LARGEST_MONEY = 10_000_000_000
_MOST_SHOWN = 40
_EXACT = Context(prec=400)  # wider than any float: a hostile figure must still be shown in an error
_MARKS: dict[Language, tuple[str, str]] = {"pl": (NBSP, ","), "en": (",", ".")}


def format_number(value: float | Decimal, *, decimals: int = 0, language: Language = "pl", signed: bool = False) -> str:
    """Return a number with a fixed count of decimals, rounded half to even from its shortest decimal text.

    >>> format_number(1234.25, decimals=1).replace(NBSP, "_"), format_number(-0.04, decimals=1)
    ('1_234,2', '0,0')
    """
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_EVEN, context=_EXACT)
    thousands, point = _MARKS[language]
    digits = f"{abs(rounded):,.{decimals}f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    if rounded < 0:
        return MINUS + digits
    return "+" + digits if signed and rounded > 0 else digits


def parse_whole(typed: object, *, most: int = LARGEST_WHOLE) -> int | None:
    """Return a whole number of 0 or more that somebody typed or a spreadsheet holds; None for an empty one.

    Spaces (also U+00A0, U+202F, U+2009) and repeated dots may stand between thousands. One dot or comma with exactly
    three digits behind it is asked about, since `1.234` is 1234 to one reader and 1,234 to another.

    >>> parse_whole("1 234"), parse_whole("1.234.567"), parse_whole(3.0), parse_whole(" ")
    (1234, 1234567, 3, None)

    Raises:
        DomainError: 'number-negative', 'number-exponent', 'number-underscore', 'number-digits', 'number-ambiguous',
            'number-grouping', 'number-fraction', 'number-too-large', 'number-unreadable'.
    """
    value = _parsed(typed)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise DomainError("number-fraction", found=_shown(typed))
    if value > most:
        raise DomainError("number-too-large", found=_shown(typed), most=format_number(most))
    return int(value)


def parse_money(typed: object, *, most: int = LARGEST_MONEY) -> Decimal | None:
    """Return an amount in PLN of 0 or more with at most two decimals, after a comma or a dot; None for an empty one.

    >>> parse_money("12 195,10"), parse_money("12195.1"), parse_money(12195.1)
    (Decimal('12195.10'), Decimal('12195.10'), Decimal('12195.10'))

    Raises:
        DomainError: as `parse_whole`, with 'number-decimals' instead of 'number-fraction'.
    """
    value = _parsed(typed)
    if value is None:
        return None
    if value > most:
        raise DomainError("number-too-large", found=_shown(typed), most=format_number(most))
    grosze = value.quantize(Decimal("0.01"), context=_EXACT)
    if grosze != value:
        raise DomainError("number-decimals", found=_shown(typed))
    return grosze


def _parsed(typed: object) -> Decimal | None:
    if typed is None:
        return None
    if isinstance(typed, bool) or not isinstance(typed, str | int | float | Decimal):
        raise DomainError("number-unreadable", found=_shown(typed))
    return _from_text(typed) if isinstance(typed, str) else _from_number(typed)


def _from_number(number: float | Decimal) -> Decimal:
    # A spreadsheet keeps and shows 15 significant digits; what lies behind them nobody has typed.
    value = Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)
    if not value.is_finite():
        raise DomainError("number-unreadable", found=str(number))
    if value < 0:
        raise DomainError("number-negative", found=str(number))
    return abs(value)  # no minus zero


def _from_text(typed: str) -> Decimal | None:
    text = typed.strip()
    if not text:
        return None
    for code, is_wrong in _REFUSED:
        if is_wrong(text):
            raise DomainError(code, found=_shown(text))
    ambiguous = _AMBIGUOUS.fullmatch(text)
    if ambiguous:
        left, right = ambiguous["left"], ambiguous["right"]
        raise DomainError("number-ambiguous", found=_shown(text), whole=left + right, fraction=f"{left},{right}")
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            digits = re.sub(r"[^0-9]", "", found["whole"])
            return Decimal(f"{digits}.{found['fraction'] or '0'}")
    code = "number-grouping" if _DIGITS_AND_MARKS.fullmatch(text) else "number-unreadable"
    raise DomainError(code, found=_shown(text))


_SPACES = f" {NBSP}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_MINUSES = f"-{MINUS}\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FULLWIDTH HYPHEN-MINUS}"
_AMBIGUOUS = re.compile(r"(?P<left>[1-9][0-9]{0,2})[.,](?P<right>[0-9]{3})")
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<whole>[0-9]+)(?:[.,](?P<fraction>[0-9]+))?",
        rf"(?P<whole>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+)(?:[.,](?P<fraction>[0-9]+))?",
        r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){2,})(?:,(?P<fraction>[0-9]+))?",
        r"(?P<whole>[0-9]{1,3}\.[0-9]{3}),(?P<fraction>[0-9]+)",
    )
)
_DIGITS_AND_MARKS = re.compile(rf"[0-9][0-9.,'{_SPACES}]*")
_REFUSED: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("number-digits", lambda text: any(one.isnumeric() and not one.isascii() for one in text)),
    ("number-negative", re.compile(rf"[{_MINUSES}]\s*[0-9].*").fullmatch),
    ("number-exponent", re.compile(r"[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+").fullmatch),
    ("number-underscore", re.compile(r"[0-9]+(_[0-9]+)+").fullmatch),
)


def _shown(typed: object) -> str:
    text = f"{typed:.15g}" if isinstance(typed, float) else str(typed)  # 20000000, not 20000000.0
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
