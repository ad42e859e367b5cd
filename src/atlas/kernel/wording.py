"""A problem in words: its text by code, translated, with its facts as a reader of the language writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from babel.dates import format_date

from atlas.kernel.language import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.kernel.errors import Problem
    from atlas.kernel.language import Language

LOCALES: dict[Language, str] = {"pl": "pl_PL", "en": "en_GB"}


def problem_text(problem: Problem, texts: Mapping[str, str], *, language: Language) -> str:
    """Return what is wrong and what to do, without the place; days in words."""
    facts = {name: _shown(fact, language) for name, fact in problem.facts.items()}
    return translate(texts[problem.code], language) % facts


def day_text(day: date, language: Language) -> str:
    """Return a day in words.

    >>> day_text(date(2026, 4, 30), "pl")
    '30 kwietnia 2026'
    """
    return str(format_date(day, format="d MMMM y", locale=LOCALES[language]))


def _shown(fact: object, language: Language) -> object:
    if isinstance(fact, date) and not isinstance(fact, datetime):
        return day_text(fact, language)
    return fact
