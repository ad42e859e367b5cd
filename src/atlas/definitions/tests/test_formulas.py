"""The formula language: what formulas mean as trees, and which forms an indicator may have."""

from __future__ import annotations

from datetime import date

import pytest

from atlas.definitions.checks import Words
from atlas.definitions.formula.indicators import (
    IndicatorFormula,
    Statistic,
    Summed,
    Truth,
    check_indicator,
    check_pair_side,
)
from atlas.definitions.formula.parse import parse_formula
from atlas.definitions.formula.syntax import Call, Compare, Day, Many, Name, Not, Number, Position, walk
from atlas.definitions.load import shipped_definitions

A, B, C, D = map(Name, "abcd")
TREES = {
    "a": A,
    "7": Number(7),
    "0": Number(0),
    "9223372036854775807": Number(2**63 - 1),
    "2020-02-29": Day(date(2020, 2, 29)),
    "a or b and c": Many("or", (A, Many("and", (B, C)))),
    "a and b or c": Many("or", (Many("and", (A, B)), C)),
    "(a or b) and c": Many("and", (Many("or", (A, B)), C)),
    "a or b or c": Many("or", (A, B, C)),
    "a or (b or c)": Many("or", (A, Many("or", (B, C)))),
    "not a and b": Many("and", (Not(A), B)),
    "not (a and b)": Not(Many("and", (A, B))),
    "not not a": Not(Not(A)),
    "not a > 0": Not(Compare(">", A, Number(0))),
    "a + b * c": Many("+", (A, Many("*", (B, C)))),
    "(a + b) * c": Many("*", (Many("+", (A, B)), C)),
    "a + b + c": Many("+", (A, B, C)),
    "a + b > c * 2": Compare(">", Many("+", (A, B)), Many("*", (C, Number(2)))),
    "a > 0 or b > 0": Many("or", (Compare(">", A, Number(0)), Compare(">", B, Number(0)))),
    "a <= b": Compare("<=", A, B),
    "a >= b": Compare(">=", A, B),
    "a = b": Compare("=", A, B),
    "a != b": Compare("!=", A, B),
    "a<b": Compare("<", A, B),
    "f(a)": Call("f", (A,)),
    "f(a, b or c)": Call("f", (A, Many("or", (B, C)))),
    "f(g(a), 1)": Call("f", (Call("g", (A,)), Number(1))),
    "services.users > 0": Compare(">", Name("services.users"), Number(0)),
    "order": Name("order"),
    "nothing": Name("nothing"),
    "not_a or and_b": Many("or", (Name("not_a"), Name("and_b"))),
    "not(a)": Not(A),
    " a\n\tor\r\n b ": Many("or", (A, B)),
}


@pytest.fixture(scope="module")
def words():
    return Words.of(shipped_definitions())


@pytest.mark.parametrize("text", list(TREES))
def test_a_formula_means_its_tree(text):
    assert parse_formula(text) == TREES[text]


def test_each_part_knows_where_it_stands():
    tree = parse_formula("a > 0\n  or f(b)")
    places = {part.name: part.at for part in walk(tree) if isinstance(part, Name)}
    assert places == {"a": Position(1, 1), "b": Position(2, 8)}


FORMS = {
    "orgs(contracts > 0)": IndicatorFormula("count", Truth(Compare(">", Name("contracts"), Number(0)), True), None),
    "sum(contracts)": IndicatorFormula("total", Summed("contracts"), None),
    "share(pairs(any(tools)), stat(ngo_active))": IndicatorFormula(
        "share", Truth(Call("any", (Name("tools"),)), False), Statistic("ngo_active")
    ),
    "share(sum(contracts), stat(ngo_active))": IndicatorFormula("share", Summed("contracts"), Statistic("ngo_active")),
    "share(sum(contracts), sum(users_total))": IndicatorFormula("share", Summed("contracts"), Summed("users_total")),
    "ratio(sum(services.cost_pln), sum(services.users))": IndicatorFormula(
        "ratio", Summed("services.cost_pln"), Summed("services.users"), table="services"
    ),
}


@pytest.mark.parametrize("text", list(FORMS))
def test_an_indicator_has_one_of_six_forms(words, text):
    assert check_indicator(text, words=words.packages["NGO"]) == FORMS[text]


def test_a_ratio_may_leave_rows_out(words):
    text = "ratio(sum(services.users), sum(services.ngo_staff))"
    formula = check_indicator(text, words=words.packages["NGO"], rows="services.ngo_staff > 0")
    assert formula.rows == Compare(">", Name("services.ngo_staff"), Number(0))
    assert formula.items == ("services.users", "services.ngo_staff")


def test_the_items_of_a_formula_are_its_answers_not_its_options(words):
    text = "share(pairs(has(tools, survey) or contracts > 0), stat(ngo_active))"
    assert check_indicator(text, words=words.packages["NGO"]).items == ("tools", "contracts")


def test_a_side_of_a_pair_counts_cards_or_adds_them_up(words):
    ngo = words.packages["NGO"]
    assert check_pair_side("pairs(contracts > 0)", words=ngo) == Truth(
        Compare(">", Name("contracts"), Number(0)), False
    )
    assert check_pair_side("sum(contracts)", words=ngo) == Summed("contracts")


@pytest.mark.parametrize("kind", ["NGO", "IZUS"])
def test_indicators_see_only_what_stands_in_packages_and_rules_see_the_whole_card(words, kind):
    assert "legal_form" not in words.packages["NGO"].items
    assert "contact_email" not in words.packages[kind].items
    assert "seat_gmina" in words.cards[kind].items
