"""Whatever is written as a formula is read or refused with line and column; nothing else ever happens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.definitions.checks import Words
from atlas.definitions.formula.conditions import Reader
from atlas.definitions.formula.indicators import check_indicator, check_pair_side
from atlas.definitions.formula.parse import MOST_CHARACTERS, FormulaError, parse_formula
from atlas.definitions.load import shipped_definitions
from atlas.definitions.texts import TEXTS

WORDS = Words.of(shipped_definitions())
NGO = WORDS.packages["NGO"]
EFF = "ratio(sum(services.users), sum(services.ngo_staff))"

# text -> code, line, column
UNREADABLE = {
    "": ("formula-syntax", 1, 1),
    "   \n ": ("formula-syntax", 2, 2),
    "orgs(": ("formula-syntax", 1, 6),
    "orgs()": ("formula-syntax", 1, 6),
    "orgs(contracts > 0))": ("formula-syntax", 1, 20),
    "orgs(contracts >\n0 or)": ("formula-syntax", 2, 5),
    "orgs(contracts >\n 0 or $)": ("formula-syntax", 2, 7),
    "orgs(contracts\n\n": ("formula-syntax", 3, 1),
    "orgs(contracts > > 0)": ("formula-syntax", 1, 18),
    "orgs(1 < contracts < 3)": ("formula-syntax", 1, 20),
    "orgs(contracts == 0)": ("formula-syntax", 1, 17),
    "orgs(contracts - 1 > 0)": ("formula-syntax", 1, 16),
    "orgs(-1 > contracts)": ("formula-syntax", 1, 6),
    "orgs(contracts / 2 > 0)": ("formula-syntax", 1, 16),
    "orgs(liczba_kontraktów > 0)": ("formula-syntax", 1, 21),
    "orgs(contracts > ٣)": ("formula-syntax", 1, 18),
    "orgs(contracts > \uff11)": ("formula-syntax", 1, 18),
    "orgs\uff08contracts > 0)": ("formula-syntax", 1, 5),
    "orgs(contracts\u00a0> 0)": ("formula-syntax", 1, 15),
    "orgs(contracts > 0)\x00": ("formula-syntax", 1, 20),
    "orgs(\ud800)": ("formula-syntax", 1, 6),
    "orgs(🦡 > 0)": ("formula-syntax", 1, 6),
    "orgs(contracts > 0) # note": ("formula-syntax", 1, 21),
    "orgs(contracts > 0) -- note": ("formula-syntax", 1, 21),
    "orgs(contracts > 0 /* note */)": ("formula-syntax", 1, 20),
    "orgs('contracts' > 0)": ("formula-syntax", 1, 6),
    'orgs(has(tools, "survey"))': ("formula-syntax", 1, 17),
    "orgs(contracts > 0); DROP TABLE cards": ("formula-syntax", 1, 20),
    "SELECT 1": ("formula-syntax", 1, 1),
    "__import__('os')": ("formula-syntax", 1, 1),
    "orgs(contracts.__class__ > 0)": ("formula-syntax", 1, 15),
    "orgs(a.b.c > 0)": ("formula-syntax", 1, 9),
    "orgs(contracts > 01)": ("formula-syntax", 1, 19),
    "orgs(contracts > 1e5)": ("formula-syntax", 1, 19),
    "orgs(contracts > 1_000)": ("formula-syntax", 1, 19),
    "orgs(contracts > 1.5)": ("formula-syntax", 1, 19),
    "orgs(contracts > 9223372036854775808)": ("formula-number-too-large", 1, 18),
    "orgs(contracts > " + "9" * 400 + ")": ("formula-number-too-large", 1, 18),
    "orgs(2025-02-29 > 0)": ("formula-no-such-day", 1, 6),
    "orgs(0000-01-01 > 0)": ("formula-no-such-day", 1, 6),
    "orgs(and > 0)": ("formula-syntax", 1, 6),
    "orgs(or)": ("formula-syntax", 1, 6),
    "not": ("formula-syntax", 1, 4),
    "or(contracts)": ("formula-syntax", 1, 1),
    "Orgs(contracts > 0)": ("formula-syntax", 1, 1),
    "a" * (MOST_CHARACTERS + 1): ("formula-too-long", 1, MOST_CHARACTERS + 1),
    "(" * MOST_CHARACTERS: ("formula-syntax", 1, MOST_CHARACTERS + 1),
}
SENSELESS = {
    "contracts": ("formula-form", 1, 1),
    "7": ("formula-form", 1, 1),
    "contracts > 0": ("formula-form", 1, 1),
    "pairs(contracts > 0)": ("formula-form", 1, 1),
    "stat(ngo_active)": ("formula-form", 1, 1),
    "mean(contracts)": ("formula-form", 1, 1),
    "eval(contracts)": ("formula-form", 1, 1),
    "orgs(contracts)": ("formula-wrong-kind", 1, 6),
    "orgs(1)": ("formula-wrong-kind", 1, 6),
    "orgs(contract > 0)": ("formula-unknown-item", 1, 6),
    "orgs(contracts > 0 or\n  contract > 0)": ("formula-unknown-item", 2, 3),
    "orgs(seat_gmina = 1)": ("formula-unknown-item", 1, 6),
    "orgs(contact_email = 1)": ("formula-unknown-item", 1, 6),
    "orgs(today > 2020-01-01)": ("formula-unknown-item", 1, 6),
    "orgs(contracts > 0, 1)": ("formula-form", 1, 1),
    "orgs(any(contracts))": ("formula-wrong-kind", 1, 10),
    "orgs(any(tools, contracts))": ("formula-arguments", 1, 6),
    "orgs(any(1))": ("formula-name-wanted", 1, 10),
    "orgs(has(tools))": ("formula-arguments", 1, 6),
    "orgs(has(tools, spy))": ("formula-unknown-option", 1, 17),
    "orgs(has(contracts, survey))": ("formula-wrong-kind", 1, 10),
    "orgs(has(tools, 1))": ("formula-name-wanted", 1, 17),
    "orgs(tools > 0)": ("formula-wrong-kind", 1, 6),
    "orgs(own_service_monitoring > 0)": ("formula-wrong-kind", 1, 6),
    "orgs(own_service_monitoring = own_service_monitoring)": ("formula-wrong-kind", 1, 6),
    "orgs(contracts and managers)": ("formula-wrong-kind", 1, 6),
    "orgs(contracts > 0 and managers)": ("formula-wrong-kind", 1, 24),
    "orgs(not contracts)": ("formula-wrong-kind", 1, 10),
    "orgs(contracts + own_service_monitoring > 0)": ("formula-wrong-kind", 1, 18),
    "orgs((contracts > 0) > 0)": ("formula-wrong-kind", 1, 7),
    "orgs(contracts > 2020-01-01)": ("formula-wrong-kind", 1, 18),
    "orgs(sum(contracts) > 0)": ("formula-unknown-function", 1, 6),
    "orgs(orgs(contracts > 0))": ("formula-unknown-function", 1, 6),
    "orgs(previous(contracts) > 0)": ("formula-unknown-function", 1, 6),
    "orgs(stat(ngo_active) > 0)": ("formula-unknown-function", 1, 6),
    "orgs(services.users > 0)": ("formula-mixed-tables", 1, 6),
    "orgs(contracts > 0 or services.users > 0)": ("formula-mixed-tables", 1, 6),
    "sum(contracts + managers)": ("formula-form", 1, 1),
    "sum(1)": ("formula-form", 1, 1),
    "sum(tools)": ("formula-wrong-kind", 1, 5),
    "sum(own_service_monitoring)": ("formula-wrong-kind", 1, 5),
    "sum(services.users)": ("formula-form", 1, 5),
    "share(pairs(contracts > 0), stat(ngo_activ))": ("formula-unknown-statistic", 1, 34),
    "share(pairs(contracts > 0), stat(contracts))": ("formula-unknown-statistic", 1, 34),
    "share(pairs(contracts > 0), sum(users_total))": ("formula-form", 1, 7),
    "share(orgs(contracts > 0), stat(ngo_active))": ("formula-form", 1, 7),
    "share(stat(ngo_active), stat(ngo_active))": ("formula-form", 1, 7),
    "share(sum(services.users), stat(ngo_active))": ("formula-form", 1, 11),
    "share(pairs(contracts > 0))": ("formula-form", 1, 1),
    "share(contracts, stat(ngo_active))": ("formula-form", 1, 1),
    "ratio(sum(contracts), sum(managers))": ("formula-form", 1, 11),
    "ratio(sum(services.users), sum(contracts))": ("formula-form", 1, 32),
    "ratio(sum(services.users), stat(ngo_active))": ("formula-form", 1, 28),
    "ratio(sum(services.service), sum(services.users))": ("formula-wrong-kind", 1, 11),
}
ROWS = {
    "contracts > 0": ("formula-mixed-tables", 1, 1),
    "services.users > contracts": ("formula-mixed-tables", 1, 1),
    "1 > 0": ("formula-mixed-tables", 1, 1),
    "services.users": ("formula-wrong-kind", 1, 1),
    "services.cost > 0": ("formula-unknown-item", 1, 1),
    "services.users >": ("formula-syntax", 1, 17),
}
RULES = {
    "value > 0": ("formula-unknown-item", 1, 1),
    "previous(1) > 0": ("formula-name-wanted", 1, 10),
    "previous(contracts, managers) > 0": ("formula-arguments", 1, 1),
    "stat(contracts) > 0": ("formula-unknown-statistic", 1, 6),
    "latest(contracts) > 0": ("formula-unknown-item", 1, 8),
    "date(contracts) > today": ("formula-wrong-kind", 1, 6),
    "today > 5": ("formula-wrong-kind", 1, 9),
    "years_since(contracts) > 5": ("formula-wrong-kind", 1, 13),
    "years_since(today)": ("formula-wrong-kind", 1, 1),
    "known(today)\nand 1": ("formula-wrong-kind", 2, 5),
    "sum(contracts) > 0": ("formula-unknown-function", 1, 1),
}


def place_of_refusal(read, *arguments, **options):
    """Line and column of the refusal, 0, 0 where there is none; any other exception passes."""
    try:
        read(*arguments, **options)
    except FormulaError as error:
        return error.facts["line"], error.facts["column"]
    return 0, 0


def refusal(read, *arguments, **options):
    with pytest.raises(FormulaError) as caught:
        read(*arguments, **options)
    error = caught.value
    assert TEXTS[error.code] % error.facts
    return error.code, error.facts["line"], error.facts["column"]


@pytest.mark.parametrize("text", list(UNREADABLE))
def test_what_cannot_be_read_is_refused_where_it_goes_wrong(text):
    assert refusal(parse_formula, text) == UNREADABLE[text]
    assert refusal(check_indicator, text, words=NGO) == UNREADABLE[text]


@pytest.mark.parametrize("text", list(SENSELESS))
def test_what_makes_no_sense_is_refused_where_it_stands(text):
    assert refusal(check_indicator, text, words=NGO) == SENSELESS[text]


@pytest.mark.parametrize("rows", list(ROWS))
def test_rows_must_be_a_condition_over_the_same_table(rows):
    assert refusal(check_indicator, EFF, words=NGO, rows=rows) == ROWS[rows]


def test_a_condition_of_rows_needs_a_table():
    text = "sum(contracts)"
    assert refusal(check_indicator, text, words=NGO, rows="contracts > 0") == ("formula-mixed-tables", 1, 1)


@pytest.mark.parametrize("text", list(RULES))
def test_a_rule_is_refused_where_it_makes_no_sense(text):
    reader = Reader(WORDS.cards["NGO"], for_rules=True, other=WORDS.cards["IZUS"])
    assert refusal(lambda: reader.condition(parse_formula(text))) == RULES[text]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("orgs(contracts > 0)", "formula-form"),
        ("share(pairs(contracts > 0), stat(ngo_active))", "formula-form"),
        ("sum(services.users)", "formula-form"),
        ("pairs(services.users > 0)", "formula-mixed-tables"),
        ("contracts", "formula-form"),
    ],
)
def test_a_side_of_a_pair_is_nothing_else(text, code):
    assert refusal(check_pair_side, text, words=NGO)[0] == code


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("orgs(contract > 0)", "contracts"),
        ("orgs(has(tools, surveys))", "survey"),
        ("share(pairs(contracts > 0), stat(ngo_activ))", "ngo_active"),
        ("orgs(services.user > 0)", "services.users"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest_ones(text, nearest):
    with pytest.raises(FormulaError) as caught:
        check_indicator(text, words=NGO)
    assert nearest in caught.value.facts["nearest"].split(", ")


@pytest.mark.parametrize(
    "text",
    [
        "not " * 124 + "a",
        "(" * 249 + "a" + ")" * 249,
        "f(" * 166 + "a" + ")" * 166,
        "a+" * 249 + "a",
        "a or " * 99 + "a",
    ],
)
def test_the_deepest_formula_that_fits_is_still_read(text):
    assert len(text) <= MOST_CHARACTERS
    parse_formula(text)
    vocabulary = replace(NGO, items={**NGO.items, "a": NGO.items["own_service_monitoring"]})
    line, _ = place_of_refusal(check_indicator, f"orgs({text[: MOST_CHARACTERS - 6]})", words=vocabulary)
    assert line <= 1


PIECES = """
    orgs sum share ratio pairs stat any has contracts tools survey services.users ngo_active ( ) , < <= > >= = != + *
    and or not 0 7 2020-01-01 2020-13-01 value today previous known latest date years_since ; # '
"""


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=25).map(" ".join)))
def test_no_text_ever_raises_anything_else(text):
    reader = Reader(WORDS.cards["NGO"], for_rules=True, other=WORDS.cards["IZUS"])
    readings = (
        lambda: check_indicator(text, words=NGO),
        lambda: check_indicator(EFF, words=NGO, rows=text),
        lambda: check_pair_side(text, words=NGO),
        lambda: reader.condition(parse_formula(text)),
    )
    lines = text.split("\n")
    for read in readings:
        line, column = place_of_refusal(read)
        assert line <= len(lines)
        assert column <= len(lines[line - 1]) + 1
