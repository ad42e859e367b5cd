"""Polish first, English second, anything else Polish."""

from __future__ import annotations

import pytest

from atlas.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, _, as_language, translate
from atlas.kernel.texts import TEXTS


@pytest.mark.parametrize("name", ["en", "EN", "en_GB.UTF-8", "english"])
def test_english_is_asked_for_by_name(name):
    assert as_language(name) == "en"


@pytest.mark.parametrize("name", [None, "", "pl", "pl_PL.UTF-8", "de", "C", "?"])
def test_everything_else_is_polish(name):
    assert as_language(name) == "pl"


def test_there_are_two_languages_and_polish_is_the_first():
    assert LANGUAGES == ("pl", "en")
    assert DEFAULT_LANGUAGE == "pl"


def test_english_is_the_message_itself_and_polish_its_translation():
    text = TEXTS["bad-input"]
    assert translate(text, "en") == text == _(text)
    assert translate(text, "pl") != text


def test_an_unknown_message_stays_as_it_is():
    assert translate("no such message", "pl") == "no such message"
