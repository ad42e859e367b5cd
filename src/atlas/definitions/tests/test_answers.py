"""How answers are judged: three-valued logic, dates, tables, other cards; and how a message shows its facts."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from atlas.definitions.answers import BrokenRule, Context, broken_rules, message, shown
from atlas.definitions.checks import Words
from atlas.definitions.load import shipped_definitions
from atlas.definitions.models import AnswerRule, Text
from atlas.kernel.polish_numbers import NBSP

DEFINITIONS = shipped_definitions()
WORDS = Words.of(DEFINITIONS)
TODAY = date(2026, 3, 15)
PRESENT = Context(TODAY)
PILOT = Path(__file__).parents[4] / "examples" / "pilot"


def judge(condition, answers, *, kind="NGO", for_each="", context=PRESENT):
    """Judge a card by one rule of our own."""
    words = Text(pl="{value}", en="{value}")
    rule = AnswerRule(code="own", severity="warning", violated_when=condition, message=words, for_each=for_each)
    card = DEFINITIONS.templates[kind].model_copy(update={"rules": (rule,)})
    return broken_rules(card, answers, words=WORDS, context=context)


# a condition, and whether it is true where contracts = 2, managers is not known and tools = survey|interview
TRUTHS = {
    "contracts > 1": True,
    "contracts >= 2 and contracts <= 2 and contracts = 2": True,
    "contracts != 2 or contracts < 2": False,
    "managers > 0": None,
    "not managers > 0": None,
    "managers = managers": None,
    "contracts > 1 or managers > 0": True,
    "managers > 0 or contracts > 1": True,
    "contracts > 5 or managers > 0": None,
    "contracts > 5 and managers > 0": False,
    "contracts > 1 and managers > 0": None,
    "contracts + managers > 0": None,
    "managers * 0 = 0": None,
    "contracts + contracts * 3 = 8": True,
    "2 * (contracts + 1) = 6": True,
    "any(tools)": True,
    "has(tools, survey)": True,
    "has(tools, street_poll)": False,
    "has(tools, none)": False,
    "any(support_activities)": None,
    "known(support_activities)": False,
    "known(managers)": False,
    "known(contracts)": True,
    "known(contracts + managers)": False,
    "own_service_monitoring": None,
    "monitored_by_institutions": True,
    "not monitored_by_institutions": False,
    "previous(contracts) = 7": True,
    "previous(managers) = 7": None,
    "stat(ngo_active) = 12": True,
    "stat(population) > 0": None,
    "latest(diagnosis_adopted)": True,
    "latest(service_programme_adopted)": None,
    "years_since(latest(diagnosis_date)) = 4": True,
    "latest(diagnosis_date) < date(2022-01-01)": True,
    "latest(diagnosis_date) < today": True,
    "years_since(today) = 0": True,
}
FULL = Context(
    TODAY,
    previous={"contracts": 7},
    statistics={"ngo_active": 12},
    latest_izus={"diagnosis_adopted": True, "diagnosis_date": date(2021, 3, 16)},
)
CARD = {"contracts": 2, "tools": "survey|interview", "support_activities": "", "monitored_by_institutions": True}


@pytest.mark.parametrize("condition", list(TRUTHS))
def test_a_condition_is_true_false_or_not_known(condition):
    assert bool(judge(condition, CARD, context=FULL)) == (TRUTHS[condition] is True)
    assert bool(judge(f"not ({condition})", CARD, context=FULL)) == (TRUTHS[condition] is False)


@pytest.mark.parametrize(
    ("since", "today", "years"),
    [
        (date(2021, 3, 15), date(2026, 3, 15), 5),
        (date(2021, 3, 16), date(2026, 3, 15), 4),
        (date(2020, 2, 29), date(2025, 2, 28), 4),
        (date(2020, 2, 29), date(2025, 3, 1), 5),
        (date(2025, 12, 31), date(2026, 1, 1), 0),
        (date(2027, 1, 1), date(2026, 1, 1), -1),
    ],
)
def test_years_are_counted_when_completed(*, since, today, years):
    condition = (
        f"years_since(diagnosis_date) + {1 - years} = 1" if years < 1 else f"years_since(diagnosis_date) = {years}"
    )
    assert judge(condition, {"diagnosis_date": since}, kind="IZUS", context=Context(today))


@pytest.mark.parametrize(("ticked", "is_any"), [(("survey",), True), ("survey|interview", True), ("none", False)])
def test_a_multi_choice_is_given_as_codes_or_as_packages_write_it(ticked, is_any):
    assert bool(judge("any(tools)", {"tools": ticked})) == is_any
    assert bool(judge("not any(tools)", {"tools": ticked})) != is_any


@pytest.mark.parametrize("empty", [None, "", ()])
def test_an_empty_multi_choice_is_not_answered(empty):
    assert judge("any(tools)", {"tools": empty}) == judge("not any(tools)", {"tools": empty}) == []
    assert judge("not known(tools)", {"tools": empty})


def test_a_single_choice_has_its_option():
    assert judge("has(legal_form, foundation)", {"legal_form": "foundation"})
    assert not judge("has(legal_form, association)", {"legal_form": "foundation"})


def test_a_rule_over_a_table_is_judged_row_by_row_and_names_the_row():
    rows = [
        {"service": "meals", "users": 5, "ngo_staff": 0},
        {"service": "care", "users": 5, "ngo_staff": 1},
        {"service": "other", "users": 2, "ngo_staff": 0},
    ]
    found = broken_rules(DEFINITIONS.templates["NGO"], {"services": rows}, words=WORDS, context=Context(TODAY))
    assert found == [
        BrokenRule(
            "service-without-staff",
            "warning",
            "services.users",
            {"services.users": users, "services.ngo_staff": 0, "row": row},
        )
        for row, users in (("meals", 5), ("other", 2))
    ]


def test_a_rule_for_each_item_is_judged_item_by_item_and_knows_the_former_value():
    context = Context(TODAY, previous={"contracts": 7, "services": [{"service": "meals", "users": 3}]})
    answers = {"contracts": 2, "managers": 4, "services": [{"service": "meals", "users": 1}, {"service": "care"}]}
    found = judge("value < previous(value)", answers, for_each="whole", context=context)
    assert [(one.item, one.facts["value"], one.facts["previous"], one.facts.get("row")) for one in found] == [
        ("contracts", 2, 7, None),
        ("services.users", 1, 3, "meals"),
    ]
    assert [one.facts["number"] for one in found] == ["II.3.4", "S.E.2"]
    assert found[0].facts["label"].en.startswith("Number of contracts")


def test_a_rule_for_a_prefix_speaks_of_the_numbers_whose_code_starts_with_it():
    answers = {"orgs_reports": 9, "orgs_contracts": 1, "people_services": 99, "entities_applying": 99}
    (found,) = judge("value > 5", answers, kind="IZUS", for_each="prefix:orgs_")
    assert found.item == "orgs_reports"


@pytest.mark.parametrize(
    ("fact", "pl", "en"),
    [
        (None, "–", "–"),
        ("", "–", "–"),
        (0, "0", "0"),
        (12345, f"12{NBSP}345", "12,345"),
        (Decimal("1234.5"), f"1{NBSP}234,50", "1,234.50"),
        (True, "tak", "yes"),
        (False, "nie", "no"),
        (date(2026, 3, 5), "5 marca 2026", "5 March 2026"),
        (("survey", "interview"), "survey, interview", "survey, interview"),
        (Text(pl="placówki", en="facilities"), "placówki", "facilities"),
        ("II.3.4", "II.3.4", "II.3.4"),
    ],
)
def test_facts_are_shown_as_people_write_them(*, fact, pl, en):
    assert (shown(fact, "pl"), shown(fact, "en")) == (pl, en)


def test_a_message_fills_in_its_facts_and_a_dash_for_what_is_missing():
    rules = {rule.code: rule for rule in DEFINITIONS.templates["NGO"].rules}
    answers = {"users_total": 1234, "users_institutional": 2000}
    (found,) = broken_rules(DEFINITIONS.templates["NGO"], answers, words=WORDS, context=Context(TODAY))
    assert message(rules[found.code], found, language="pl").startswith(
        f"W pozycji II.3.5 wpisano 1{NBSP}234, a w jej częściach 2{NBSP}000 (1) i – (2)."
    )
    assert message(rules[found.code], found, language="en").startswith("Item II.3.5 says 1,234, its parts say 2,000")


def test_braces_in_a_message_are_never_a_program():
    text = Text(pl="{value.__class__} {0} {value:9999999999d} {", en="{unknown}")
    rule = AnswerRule(code="own", severity="error", violated_when="contracts > 0", message=text)
    broken = BrokenRule("own", "error", "contracts", {"value": 3})
    assert message(rule, broken, language="pl") == "– – – {"
    assert message(rule, broken, language="en") == "–"


# The pilot: what two sessions of hand-written cards say.


def read(session, table):
    with (PILOT / session / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def typed(row, kind):
    """Answers of a package's row, as its columns' types say."""
    read_as = {"whole": int, "money": Decimal, "yes_no": lambda text: text == "true"}
    items = WORDS.cards[kind].items
    table = "services." if "service" in row else ""
    types = {code: items[table + code].type for code in row if table + code in items}
    return {code: read_as.get(types[code], str)(row[code]) if row[code] else None for code in types}


def pilot_cards(session, kind):
    """Give (gmina, respondent), answers and context of each card."""
    services = read(session, "services")
    statistics = {row["gmina"]: typed(row, "STATISTICS") for row in read(session, "territory_statistics")}
    for row in read(session, f"cards_{kind.lower()}"):
        key = (row["gmina"], row["respondent"])
        rows = [typed(one, "NGO") for one in services if (one["gmina"], one["respondent"]) == key]
        context = Context(TODAY, statistics=statistics.get(row["gmina"], {}))
        yield key, typed(row, kind) | {"services": rows}, context


@pytest.mark.parametrize("session", ["2025-1", "2026-1"])
@pytest.mark.parametrize("kind", ["NGO", "IZUS"])
def test_the_pilot_s_cards_break_no_error_and_their_warnings_are_explained(session, kind):
    notes = {(row["gmina"], row["respondent"], row["rule"]) for row in read(session, "notes")}
    explained = set()
    for key, answers, context in pilot_cards(session, kind):
        found = broken_rules(DEFINITIONS.templates[kind], answers, words=WORDS, context=context)
        assert [one.code for one in found if one.severity == "error"] == [], key
        asked = {one.code for one in found} & {"users-between-parts", "service-without-staff"}
        explained |= {(*key, code) for code in asked}
    assert explained == (notes if kind == "NGO" else set())
