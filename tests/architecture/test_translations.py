"""Every message in the code and the templates has its Polish translation, with the same facts, and none is left over.

Messages are found as `make messages` finds them: by babel.cfg and the keywords of the Makefile.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from atlas.config.texts import TEXTS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "atlas"
CATALOGUE = SOURCE / "locale" / "pl" / "LC_MESSAGES" / "atlas.po"
BARE = re.compile(r"(?<!%)%(?!\(\w+\)[sd]|%)")
FACT = re.compile(r"%\((\w+)\)[sd]")


def parts_of(message):
    """The texts of a message, one, or singular and plural."""
    return (message,) if isinstance(message, str) else tuple(message)


def facts_in(text):
    return set(FACT.findall(text))


@pytest.fixture(scope="module")
def wanted():
    """Where each message stands, by its texts."""
    (recipe,) = re.findall(r"pybabel -q extract (.*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r"-k (\S+)", recipe))
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(SOURCE, methods, options, keywords=keywords)
    return {parts_of(message): f"{file}:{line}" for file, line, message, *_ in found}


@pytest.fixture(scope="module")
def polish():
    """The catalogue's messages by their texts."""
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream, locale="pl", abort_invalid=True)
    assert not catalogue.obsolete, sorted(map(str, catalogue.obsolete))
    assert catalogue.num_plurals == 3
    return {parts_of(message.id): message for message in catalogue if message.id}


def test_messages_are_found_in_the_code_and_in_the_templates(wanted):
    places = " ".join(wanted.values())
    assert "kernel/texts.py" in places
    assert "report/templates/" in places
    assert len(wanted) > 150


def test_every_message_has_a_translation(wanted, polish):
    missing = {
        parts: place
        for parts, place in wanted.items()
        if parts not in polish or not all(parts_of(polish[parts].string)) or polish[parts].fuzzy
    }
    assert missing == {}


def test_no_translation_is_left_of_a_message_that_is_gone(wanted, polish):
    assert [parts for parts in polish if parts not in wanted] == []


def test_translations_name_the_same_facts(polish):
    different = {
        parts: message.string
        for parts, message in polish.items()
        for form, text in enumerate(parts_of(message.string))
        if text and facts_in(text) not in ([facts_in(part) for part in parts] if form == 0 else [facts_in(parts[-1])])
    }
    assert different == {}


def test_a_message_with_a_number_has_all_three_polish_forms(polish):
    assert [
        parts for parts, message in polish.items() if len(parts_of(message.string)) != (3 if len(parts) > 1 else 1)
    ] == []


def test_nothing_but_named_facts_is_filled_in(wanted, polish):
    """A bare % would stop a message when its facts are filled in."""
    texts = {parts: [*parts, *parts_of(polish[parts].string if parts in polish else ())] for parts in wanted}
    odd = [
        parts
        for parts, forms in texts.items()
        if (facts_in(parts[-1]) or parts[0] in TEXTS.values()) and any(BARE.search(text) for text in forms)
    ]
    assert odd == []
