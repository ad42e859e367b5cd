"""Numbers as Polish readers write them: decimal comma, no-break space between thousands. Rounds only for showing."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.kernel.language import Language

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
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
