"""Duty hours of a point of receipt in words, for pages and letters alike. Pure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from babel.dates import get_day_names

from atlas.kernel.wording import LOCALES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.kernel.language import Language

_DASH = "\N{EN DASH}"


def duty_text(hours: Mapping[str, Sequence[str]], *, language: Language) -> str:
    """Return duty hours, Monday first; days of the same hours in a row are one.

    Args:
        hours: By weekday ('1' is Monday), each from–to as 'HH:MM'.
        language: Of the weekdays.

    >>> duty_text({"1": ["08:00", "16:00"], "2": ["08:00", "16:00"], "6": ["09:00", "13:00"]}, language="pl")
    'pon.–wt. 08:00–16:00, sob. 09:00–13:00'
    """
    names = get_day_names("abbreviated", locale=LOCALES[language])
    ordered = sorted((int(day), tuple(pair)) for day, pair in hours.items())
    told = []
    for (_run, (begins, ends)), group in groupby(enumerate(ordered), lambda one: (one[1][0] - one[0], one[1][1])):
        days = [day for _place, (day, _pair) in group]
        weekdays = _DASH.join(names[day - 1] for day in dict.fromkeys((days[0], days[-1])))
        told.append(f"{weekdays} {begins}{_DASH}{ends}")
    return ", ".join(told)
