"""TERYT codes and what follows from them."""

from __future__ import annotations

import re

import pytest

from atlas.kernel.teryt import (
    GMINA_PATTERN,
    LEVELS,
    SIX_DIGITS_PATTERN,
    identity_of,
    level_of,
    powiat_of,
    voivodeship_of,
)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("0605042", "gmina"),
        ("0605053", "gmina"),
        ("1465011", "gmina"),
        ("0605", "powiat"),
        ("06", "voivodeship"),
        ("PL", "country"),
    ],
)
def test_a_code_tells_its_level(code, level):
    assert level_of(code) == level


@pytest.mark.parametrize(
    "code",
    [
        "",
        "6",
        "605",
        "060504",
        "06050420",
        "0605044",
        "0605040",
        "pl",
        "PL ",
        "06\n",
        "06O5042",
        "٠٦",
        "060504٢",
        "-605",
    ],
)
def test_anything_else_has_no_level(code):
    assert level_of(code) is None


def test_levels_go_from_the_smallest_up():
    assert LEVELS == ("gmina", "powiat", "voivodeship", "country")


def test_a_gmina_names_its_powiat_and_voivodeship():
    assert (powiat_of("0605053"), voivodeship_of("0605053")) == ("0605", "06")


def test_a_gmina_that_turns_mixed_stays_the_same():
    assert identity_of("0605052") == identity_of("0605053") == "060505"
    assert re.fullmatch(SIX_DIGITS_PATTERN, identity_of("0605053"))
    assert not re.fullmatch(GMINA_PATTERN, identity_of("0605053"))
