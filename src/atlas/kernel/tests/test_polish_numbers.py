"""Numbers as Polish readers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.kernel.polish_numbers import MINUS, NBSP, format_number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, f"1{NBSP}000"),
        (1234567, 0, f"1{NBSP}234{NBSP}567"),
        (36.4, 1, "36,4"),
        (1234.5, 2, f"1{NBSP}234,50"),
        (Decimal("47190.05"), 2, f"47{NBSP}190,05"),
    ],
)
def test_thousands_are_parted_by_a_no_break_space_and_decimals_by_a_comma(*, value, decimals, text):
    assert format_number(value, decimals=decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.5, 0, "0"),
        (1.5, 0, "2"),
        (2.5, 0, "2"),
        (0.25, 1, "0,2"),
        (0.35, 1, "0,4"),  # as its shortest text says, though the float lies a little below
        (1.005, 2, "1,00"),
        (1.015, 2, "1,02"),
        (99.95, 1, "100,0"),
    ],
)
def test_halves_are_rounded_to_the_even_digit(*, value, decimals, text):
    assert format_number(value, decimals=decimals) == text


def test_below_zero_stands_a_minus_sign_not_a_hyphen():
    assert format_number(-1234.5, decimals=1) == f"{MINUS}1{NBSP}234,5"
    assert "-" not in format_number(-1)


@pytest.mark.parametrize(("value", "text"), [(3.25, "+3,2"), (-3.25, f"{MINUS}3,2"), (0, "0,0"), (0.04, "0,0")])
def test_a_signed_number_shows_its_plus_and_a_zero_has_no_sign(value, text):
    assert format_number(value, decimals=1, signed=True) == text


@pytest.mark.parametrize("value", [-0.0, -0.04, -0.05, Decimal("-0.00")])
def test_minus_zero_is_never_shown(value):
    assert format_number(value, decimals=1) == "0,0"
    assert format_number(value, decimals=1, signed=True) == "0,0"


def test_english_has_its_own_marks():
    assert format_number(-1234567.25, decimals=1, language="en") == f"{MINUS}1,234,567.2"


def test_a_hostile_figure_is_still_shown():
    assert format_number(10**40) == "10" + f"{NBSP}000" * 13
    assert format_number(1e300, decimals=2).endswith(",00")


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 4))
def test_what_is_shown_is_never_further_than_half_a_step(value, decimals):
    shown = format_number(value, decimals=decimals).replace(NBSP, "").replace(",", ".").replace(MINUS, "-")
    assert abs(Decimal(shown) - Decimal(repr(value))) <= Decimal(1).scaleb(-decimals) / 2
    assert len(shown.partition(".")[2]) == decimals
