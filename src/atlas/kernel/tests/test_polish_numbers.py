"""Numbers as Polish readers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.kernel.errors import DomainError
from atlas.kernel.polish_numbers import (
    LARGEST_MONEY,
    LARGEST_WHOLE,
    MINUS,
    NBSP,
    format_number,
    parse_money,
    parse_whole,
)


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


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("1234", 1234),
        (" 1234\t", 1234),
        ("1 234", 1234),
        (f"1{NBSP}234", 1234),
        ("1\u202f234\u202f567", 1234567),
        ("1.234.567", 1234567),
        ("1.234,00", 1234),
        ("12,0", 12),
        ("007", 7),
        (3.0, 3),
        (3, 3),
        (3.0000000000000004, 3),
        (-0.0, 0),
        ("10 000 000", 10_000_000),
        ("", None),
        (" \u00a0 ", None),
        (None, None),
    ],
)
def test_a_whole_number_is_read_as_people_write_it(typed, value):
    assert parse_whole(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1e5", "number-exponent"),
        ("1,5E+3", "number-exponent"),
        ("1_000", "number-underscore"),
        ("\uff11\uff12", "number-digits"),
        ("١٢", "number-digits"),
        ("1²", "number-digits"),
        ("½", "number-digits"),
        ("-5", "number-negative"),
        (f"{MINUS}5", "number-negative"),
        ("– 5", "number-negative"),
        (-5, "number-negative"),
        (-0.5, "number-negative"),
        ("12.345", "number-ambiguous"),
        ("12,345", "number-ambiguous"),
        ("1.000", "number-ambiguous"),
        ("12 34", "number-grouping"),
        ("1234 567", "number-grouping"),
        ("1  234", "number-grouping"),
        ("1,234,567", "number-grouping"),
        ("1.23.456", "number-grouping"),
        ("12,", "number-grouping"),
        ("1'234", "number-grouping"),
        ("3,5", "number-fraction"),
        ("0.345", "number-fraction"),
        (3.5, "number-fraction"),
        ("10000001", "number-too-large"),
        (1e300, "number-too-large"),
        ("9" * 5000, "number-too-large"),
        ("nan", "number-unreadable"),
        ("inf", "number-unreadable"),
        (float("nan"), "number-unreadable"),
        (float("inf"), "number-unreadable"),
        (Decimal("sNaN"), "number-unreadable"),
        ("około 12", "number-unreadable"),
        ("12 osób", "number-unreadable"),
        ("+5", "number-unreadable"),
        ("0x1F", "number-unreadable"),
        (",5", "number-unreadable"),
        (True, "number-unreadable"),
        (date(2025, 1, 1), "number-unreadable"),
    ],
)
def test_what_is_no_plain_whole_number_is_refused_by_its_own_code(typed, code):
    with pytest.raises(DomainError) as refused:
        parse_whole(typed)
    assert refused.value.code == code
    assert len(str(refused.value.facts["found"])) <= 41


def test_an_ambiguous_number_is_asked_about_with_both_readings():
    with pytest.raises(DomainError) as refused:
        parse_whole("12.345")
    assert refused.value.facts == {"found": "12.345", "whole": "12345", "fraction": "12,345"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12 195,10", "12195.10"),
        ("12195.1", "12195.10"),
        (f"1{NBSP}234{NBSP}567,89", "1234567.89"),
        ("1.234,5", "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("0,5", "0.50"),
        ("41250", "41250.00"),
        (12195.1, "12195.10"),
        (0.1 + 0.2, "0.30"),
        (9_999_999_999.99, "9999999999.99"),
        ("10 000 000 000", "10000000000.00"),
    ],
)
def test_money_is_read_with_its_grosze(typed, value):
    assert str(parse_money(typed)) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12 195,105", "number-decimals"),
        ("0.345", "number-decimals"),
        (12195.125, "number-decimals"),
        ("12.345", "number-ambiguous"),
        ("10000000000,01", "number-too-large"),
        ("-1,50", "number-negative"),
        ("100 zł", "number-unreadable"),
    ],
)
def test_what_is_no_plain_amount_is_refused_by_its_own_code(typed, code):
    with pytest.raises(DomainError) as refused:
        parse_money(typed)
    assert refused.value.code == code


@given(st.integers(0, LARGEST_WHOLE))
def test_a_whole_number_that_is_shown_is_read_back(value):
    assert parse_whole(format_number(value)) == parse_whole(float(value)) == parse_whole(str(value)) == value


@given(st.decimals(0, LARGEST_MONEY, places=2))
def test_an_amount_that_is_shown_is_read_back(value):
    assert parse_money(format_number(value, decimals=2)) == value
    assert parse_money(float(value)) == value


@given(st.text(alphabet="0123456789.,-_ e\u00a0\u202f\uff11٣", max_size=12))
def test_whatever_is_typed_is_a_number_or_refused_by_a_code_and_never_read_as_more_digits_than_it_has(typed):
    code, value = "", None
    try:
        value = parse_money(typed)
    except DomainError as error:
        code = error.code
    shown = "" if value is None else f"{value:f}"
    assert code.startswith("number-") or _digits(shown) == _digits(typed)


def _digits(text):
    return "".join(filter(str.isdigit, text)).strip("0")
