"""What a person typed into one cell of a form, made into the value that packages and rules know. One cell, one answer.

Numbers go through the kernel's parser; labels are read back in either language, or by their code.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError
from atlas.kernel.polish_numbers import parse_money, parse_whole
from atlas.sheets.layout import NO, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from atlas.definitions.models import Option
    from atlas.sheets.layout import Line

    Answer = bool | int | Decimal | date | str | None

LONGEST_TEXT = 1000
"""Characters in one cell or field: a word of explanation, no essay."""
LONGEST_LIST = 20_000
"""Characters of a list of territories: labels of some hundreds."""
_TICKS = frozenset({"x", "tak", "yes", "true", "prawda", "1", "1.0", "v", "✓", "✔", "☑", "×"})
_NO_TICKS = frozenset({"", "nie", "no", "false", "fałsz", "0", "0.0", "-", "–", "☐"})
_YES = frozenset({YES.pl, YES.en, "true", "prawda"})
_NO = frozenset({NO.pl, NO.en, "false", "fałsz"})
_DAY_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[.\-/](?P<month>[0-9]{1,2})[.\-/](?P<year>[0-9]{4})(?: ?r\.?)?"),
)
_SHOWN = 60


def is_empty(typed: object) -> bool:
    """Whether nothing stands in a cell; blanks and invisible spaces are nothing."""
    return typed is None or (isinstance(typed, str) and not typed.strip())


def parse_answer(typed: object, line: Line, *, kind: str = "") -> Answer:
    """Return the value of an answer cell; None where it is empty.

    Args:
        typed: What the spreadsheet holds: text, float, int, bool or date.
        line: The form's line.
        kind: Of the answer, where the line's own does not say it (a table's columns).

    Raises:
        DomainError: 'number-…' and 'filled-…'.
    """
    return None if is_empty(typed) else _PARSERS[kind or line.kind](typed, line)


def parse_tick(typed: object) -> bool:
    """Return whether an option is ticked.

    Raises:
        DomainError: 'filled-tick'.
    """
    text = _folded(typed)
    if text in _TICKS:
        return True
    if text in _NO_TICKS:
        return False
    raise DomainError("filled-tick", found=shown(typed))


def parse_option(typed: object, options: Iterable[Option], *, code: str) -> str:
    """Return the code of an option that was chosen by its label, in either language, or by its code.

    Raises:
        DomainError: `code`, with what was found and what can be chosen.
    """
    known = tuple(options)
    text = _folded(typed)
    for option in known:
        if text in {_folded(one) for one in (option.code, option.label.pl, option.label.en)}:
            return option.code
    raise DomainError(code, found=shown(typed), wanted="; ".join(option.label.pl for option in known))


def parse_text(typed: object, *, most: int = LONGEST_TEXT) -> str:
    """Return a text with its blanks at both ends taken off; a number as a person would have typed it.

    Args:
        typed: What the spreadsheet holds.
        most: How many characters it may have.

    Raises:
        DomainError: 'filled-text-too-long'.
    """
    text = f"{typed:.15g}" if isinstance(typed, float) else str(typed)
    text = text.strip()
    if len(text) > most:
        raise DomainError("filled-text-too-long", found=len(text), most=most)
    return text


def parse_day(typed: object) -> date:
    """Return a day that a cell holds as a date, or as a text such as `2025-03-31`, `31.03.2025` or `31.3.2025 r.`.

    Raises:
        DomainError: 'filled-day'.
    """
    if isinstance(typed, date):
        return typed
    text = str(typed).strip()
    for form in _DAY_FORMS:
        found = form.fullmatch(text)
        if found:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise DomainError("filled-day")  # without what was found: beside contact data it could be a name


def shown(typed: object) -> str:
    """Return what stands in a cell, short enough for a message."""
    text = typed.isoformat() if isinstance(typed, date) else str(typed)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _folded(typed: object) -> str:
    return " ".join(str(typed).split()).casefold()


def _whole(typed: object, _line: Line) -> int | None:
    return parse_whole(_no_date(typed))


def _money(typed: object, _line: Line) -> Decimal | None:
    return parse_money(_no_date(typed))


def _no_date(typed: object) -> object:
    if isinstance(typed, date):
        raise DomainError("filled-date-for-number", found=shown(typed))
    return typed


def _yes_no(typed: object, _line: Line) -> bool:
    text = _folded(typed)
    if text not in _YES | _NO:
        raise DomainError("filled-yes-no", found=shown(typed))
    return text in _YES


def _choice(typed: object, line: Line) -> str:
    return parse_option(typed, line.options, code="filled-choice")


def _text(typed: object, _line: Line) -> str:
    return parse_text(typed)


def _list(typed: object, _line: Line) -> str:
    return parse_text(typed, most=LONGEST_LIST)


def _day(typed: object, _line: Line) -> date:
    return parse_day(typed)


_PARSERS: dict[str, Callable[[object, Line], Answer]] = {
    "whole": _whole, "statistic": _whole, "money": _money, "yes_no": _yes_no, "choice": _choice, "date": _day,
    "text": _text, "words": _text, "place": _text, "places": _list, "phone": _text, "email": _text,
}  # fmt: skip
