"""Words and numbers in the report's language: translated messages, plural forms, dates, numbers, shortened lists.

Message ids are English. `n_` marks a pair of singular and plural for extraction (`pybabel extract -k n_:1,2`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.dates import format_date

from atlas.kernel.language import Language, _, translate, translations
from atlas.kernel.polish_numbers import NBSP, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from atlas.definitions.models import Text

Forms = tuple[str, str]
MOST_NAMES = 5
_LOCALES: dict[Language, str] = {"pl": "pl_PL", "en": "en_GB"}


def n_(singular: str, plural: str) -> Forms:
    """Mark a message with a number in it for extraction; it is translated where the number is known."""
    return singular, plural


_OTHER_GMINAS = n_("and %(n)s other gmina", "and %(n)s other gminas")
_MORE = n_("and %(n)s more", "and %(n)s more")
_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"


@dataclass(frozen=True)
class Voice:
    """Says things in one language.

    >>> Voice("en").count(n_("%(n)s card", "%(n)s cards"), 3)
    '3 cards'
    """

    language: Language

    def say(self, message: str, **facts: object) -> str:
        """Return a message with its facts filled in."""
        text = translate(message, self.language)
        return text % facts if facts else text

    def count(self, forms: Forms, number: int, **facts: object) -> str:
        """Return a message in the form that a number asks for (Polish: 1 karta, 2 karty, 5 kart); `%(n)s` is it."""
        text = translations(self.language).ngettext(forms[0], forms[1], number)
        return text % ({"n": self.number(number)} | facts)

    def number(self, value: float, *, decimals: int = 0, signed: bool = False) -> str:
        """Return a number, rounded for showing only."""
        return format_number(value, decimals=decimals, language=self.language, signed=signed)

    def percent(self, share: float, *, decimals: int = 1) -> str:
        """Return a percentage; Polish puts a space before the sign."""
        space = NBSP if self.language == "pl" else ""
        return f"{self.number(share, decimals=decimals)}{space}%"

    def day(self, day: date) -> str:
        """Return a date in words: 31 grudnia 2025."""
        return format_date(day, format="d MMMM y", locale=_LOCALES[self.language]).replace(" ", NBSP, 1)

    def span(self, first: date, last: date) -> str:
        """Return a period in words."""
        return f"{self.day(first)} \N{EN DASH} {self.day(last)}"

    def text(self, text: Text) -> str:
        """Return a definition's text in this language."""
        return text.pl if self.language == "pl" else text.en

    def names(self, names: Sequence[str]) -> str:
        """Return names of gminas in a row; of a long list the first few, and how many more there are."""
        return self.listed(names, more=_OTHER_GMINAS)

    def listed(self, names: Sequence[str], *, more: Forms = _MORE) -> str:
        """Return names in a row; of a long list the first few, and how many more there are."""
        if len(names) <= MOST_NAMES + 1:
            return ", ".join(names)
        shown = ", ".join(names[:MOST_NAMES])
        return f"{shown} {self.count(more, len(names) - MOST_NAMES)}"

    def quoted(self, text: str) -> str:
        """Return a text in this language's quotation marks."""
        opening = "\N{DOUBLE LOW-9 QUOTATION MARK}" if self.language == "pl" else "\N{LEFT DOUBLE QUOTATION MARK}"
        return f"{opening}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


DIRECTIONS: dict[str, str] = {
    "more": _("the more, the better"),
    "less": _("the less, the better"),
    "neutral": _("neither more nor less is better"),
}


def polish_order(text: str) -> tuple[tuple[int, str], ...]:
    """Return the key by which names stand in Polish order: ł after l, whatever the case.

    >>> sorted(["Łuków", "Lublin", "Mełgiew", "Zamość", "Żółkiewka"], key=polish_order)
    ['Lublin', 'Łuków', 'Mełgiew', 'Zamość', 'Żółkiewka']
    """
    return tuple((_ALPHABET.find(letter), letter) for letter in text.casefold())
