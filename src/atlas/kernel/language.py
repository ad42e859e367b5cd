"""Languages of the product: Polish first, English second. Message ids are English; catalogues lie in `atlas/locale`."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["pl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "pl"
_CATALOGUES = Path(__file__).parents[1] / "locale"


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of a language; English needs none, it is the language of the message ids."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("atlas", _CATALOGUES, languages=[language])


def translate(message: str, language: Language) -> str:
    """Return a message in a language."""
    return translations(language).gettext(message)


def as_language(name: str | None) -> Language:
    """Return the language for a name such as `en`, `en_GB.UTF-8` or None; unknown names give Polish."""
    return "en" if (name or "").lower().startswith("en") else DEFAULT_LANGUAGE


def _(message: str) -> str:
    """Mark a message for extraction and leave it as it is; it is translated where it is shown."""
    return message
