"""How a workbook shows figures: a number format for each way in which the report writes a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from atlas.kernel.polish_numbers import MINUS, NBSP, format_number

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from atlas.kernel.language import Language

_NUMBER: Final = re.compile(rf"[+{MINUS}]?\d[\d{NBSP},.]*")
_PERCENT: Final = 100.0
_WRAPPED: Final = {"text_wrap": True, "valign": "top"}


class Formats:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book = book
        self.language = language
        self._numbers: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.part = book.add_format({"bold": True, "font_size": 12})
        self.caption = book.add_format({"bold": True})
        self.head = book.add_format(_WRAPPED | {"bold": True, "bottom": 2, "bg_color": "#E8EDF3", "valign": "bottom"})
        self.head_right = book.add_format(
            _WRAPPED | {"bold": True, "bottom": 2, "bg_color": "#E8EDF3", "valign": "bottom", "align": "right"}
        )
        self.text = book.add_format(_WRAPPED)
        self.strong = book.add_format(_WRAPPED | {"bold": True})
        self.missing = book.add_format(_WRAPPED | {"align": "right", "font_color": "#4A5462"})
        self.quiet = book.add_format(_WRAPPED | {"font_color": "#4A5462"})

    def number(self, raw: float, text: str) -> tuple[float, Format] | None:
        """Return what to write so that a cell holds the number and shows the text, or None where it cannot.

        A percentage is written as Excel counts it (36,4 % = 0.364); 'z 7' after a number is shown, not counted.
        """
        found = _NUMBER.match(text)
        if found is None:
            return None
        digits = found[0].rstrip(f"{NBSP},.")
        decimals = _decimals(digits, self.language)
        signed = digits[0] in f"+{MINUS}"
        if format_number(raw, decimals=decimals, language=self.language, signed=signed) != digits:
            return None
        rest = text[len(digits) :]
        percent = rest.strip() == "%"
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        tail = "%" if percent else f'"{rest}"' if rest and '"' not in rest else ""
        return (raw / _PERCENT if percent else raw), self._format(_signed(pattern + tail) if signed else pattern + tail)

    def plain(self, raw: float) -> tuple[float, Format]:
        """Return a number that is shown with as many decimals as it has."""
        return raw, self._format("#,##0" if float(raw).is_integer() else "#,##0.00")

    def share(self, raw: float) -> tuple[float, Format]:
        """Return a share from 0 to 1, shown in percent."""
        return raw, self._format("0.0%")

    def _format(self, pattern: str) -> Format:
        if pattern not in self._numbers:
            self._numbers[pattern] = self._book.add_format({"num_format": pattern, "valign": "top", "align": "right"})
        return self._numbers[pattern]


def _decimals(digits: str, language: Language) -> int:
    _whole, _point, after = digits.partition("," if language == "pl" else ".")
    return len(after)


def _signed(pattern: str) -> str:
    """A change shows its sign; a zero has none."""
    return f"+{pattern};-{pattern};{pattern}"
