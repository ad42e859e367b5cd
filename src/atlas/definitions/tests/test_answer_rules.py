"""Every rule of cards.md: a card that breaks it, one that does not, and one that leaves out what the rule needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from atlas.definitions.answers import Context, broken_rules, message
from atlas.definitions.checks import Words
from atlas.definitions.load import shipped_definitions

DEFINITIONS = shipped_definitions()
WORDS = Words.of(DEFINITIONS)
TODAY = date(2026, 3, 15)
PRESENT = Context(TODAY)
FORMER = Context(
    TODAY, previous={"contracts": 10, "services": [{"service": "meals", "users": 3, "cost_pln": Decimal(9)}]}
)
LAST = Context(TODAY, previous={"ngo_registered": 20, "ngo_active": 20})
ACTIVE = Context(TODAY, statistics={"ngo_active": 10})


def izus(adopted, day=None):
    return Context(TODAY, latest_izus={"diagnosis_adopted": adopted, "diagnosis_date": day})


def service(**columns):
    return {"services": [{"service": "meals", **columns}]}


# kind, rule, context, a card that breaks it, cards that do not (the last ones leave something out)
USERS = ("users_total", "users_institutional", "users_non_institutional")
CASES = [
    ("NGO", "users-between-parts", PRESENT, dict(zip(USERS, (10, 8, 1), strict=True)), [
        dict(zip(USERS, (9, 8, 1), strict=True)),
        dict(zip(USERS, (8, 8, 1), strict=True)),
        {"users_total": 10},
        {"users_total": 10, "users_institutional": 8},
        {"users_institutional": 8, "users_non_institutional": 1},
    ]),
    ("NGO", "users-between-parts", PRESENT, {"users_total": 7, "users_institutional": 8}, [{"users_total": 8}]),
    ("NGO", "facilities-without-form", PRESENT, {"facilities": 1, "delivery_forms": ("non_institutional",)}, [
        {"facilities": 1, "delivery_forms": "institutional|non_institutional"},
        {"facilities": 0, "delivery_forms": "none"},
        {"facilities": 1},
        {"facilities": 1, "delivery_forms": ()},
    ]),
    ("NGO", "form-without-facilities", PRESENT, {"facilities": 0, "delivery_forms": "institutional"}, [
        {"facilities": 1, "delivery_forms": "institutional"},
        {"delivery_forms": "institutional"},
    ]),
    ("NGO", "facilities-without-kinds", PRESENT, {"facilities": 2}, [
        {"facilities": 2, "facilities_kinds": "senior_club"},
        {"facilities": 0},
        {},
    ]),
    ("NGO", "facilities-without-kinds", PRESENT, {"facilities": 2, "facilities_kinds": "none"}, [{"facilities": None}]),
    ("NGO", "kinds-without-facilities", PRESENT, {"facilities": 0, "facilities_kinds": ("senior_club",)}, [
        {"facilities": 0, "facilities_kinds": ("none",)},
        {"facilities_kinds": ("senior_club",)},
    ]),
    ("NGO", "service-without-staff", PRESENT, service(users=1, ngo_staff=0), [
        service(users=1, ngo_staff=1),
        service(users=0, ngo_staff=0),
        service(users=1),
        service(ngo_staff=0),
        {"services": []},
        {},
    ]),
    ("NGO", "non-institutional-without-form", PRESENT,
     {"services_non_institutional": 1, "delivery_forms": "institutional"}, [
        {"services_non_institutional": 1, "delivery_forms": "non_institutional"},
        {"services_non_institutional": 1, "delivery_forms": None},
    ]),
    ("NGO", "form-without-non-institutional", PRESENT,
     {"services_non_institutional": 0, "delivery_forms": "non_institutional"}, [
        {"services_non_institutional": 0, "delivery_forms": "institutional"},
        {"delivery_forms": "non_institutional"},
    ]),
    ("NGO", "researchers-without-speciality", PRESENT, {"researchers": 1, "new_specialities": "manager_us"}, [
        {"researchers": 1, "new_specialities": "manager_us|researcher_lp"},
        {"researchers": 1},
    ]),
    ("NGO", "speciality-without-researchers", PRESENT, {"researchers": 0, "new_specialities": "researcher_lp"}, [
        {"researchers": 0, "new_specialities": "none"},
        {"new_specialities": "researcher_lp"},
    ]),
    ("NGO", "managers-without-speciality", PRESENT, {"managers": 1, "new_specialities": ("none",)}, [
        {"managers": 1, "new_specialities": ("manager_us",)},
        {"managers": 1},
    ]),
    ("NGO", "speciality-without-managers", PRESENT, {"managers": 0, "new_specialities": "manager_us"}, [
        {"managers": 2, "new_specialities": "manager_us"},
        {"new_specialities": "manager_us"},
    ]),
    ("NGO", "contracts-without-users", PRESENT, {"contracts": 1, "users_total": 0}, [
        {"contracts": 1, "users_total": 1},
        {"contracts": 0, "users_total": 0},
        {"contracts": 1},
    ]),
    ("NGO", "tools-without-results", PRESENT, {"tools": "survey", "consultations": 0, "reports_to_izus": 0}, [
        {"tools": "survey", "consultations": 0, "reports_to_izus": 1},
        {"tools": "none", "consultations": 0, "reports_to_izus": 0},
        {"tools": "survey", "consultations": 0},
        {"consultations": 0, "reports_to_izus": 0},
    ]),
    ("NGO", "jump-since-last-card", FORMER, {"contracts": 51}, [{"contracts": 50}, {"contracts": 2}, {"managers": 51}]),
    ("NGO", "jump-since-last-card", FORMER, {"contracts": 1}, [{"contracts": None}, {}]),
    ("NGO", "jump-since-last-card", Context(TODAY, previous={"contracts": 1}), {"contracts": 10}, [{"contracts": 9}]),
    ("NGO", "jump-since-last-card", FORMER, service(users=16), [service(users=15), service(users=9)]),
    ("NGO", "jump-since-last-card", FORMER, service(users=10**6), [{"services": [{"service": "other", "users": 99}]}]),
    ("NGO", "money-jump-since-last-card", FORMER, service(cost_pln=Decimal("45.01")), [
        service(cost_pln=Decimal("45.00")),
        service(),
    ]),
    ("NGO", "amendments-without-diagnosis", izus(False), {"diagnosis_amendments": 1}, [
        {"diagnosis_amendments": 0},
        {},
    ]),
    ("NGO", "amendments-to-expired-diagnosis", izus(True, date(2021, 3, 15)), {"diagnosis_amendments": 1}, [
        {"diagnosis_amendments": 0},
        {"diagnosis_amendments": None},
    ]),
    ("NGO", "number-too-large", PRESENT, {"consultations": 10_000_001}, [{"consultations": 10_000_000}, {}]),
    ("NGO", "number-too-large", PRESENT, service(users=10_000_001), [service(users=10_000_000), service()]),
    ("NGO", "money-too-large", PRESENT, service(cost_pln=Decimal("10000000000.01")), [
        service(cost_pln=Decimal(10_000_000_000)),
        service(cost_pln=None),
    ]),
    ("IZUS", "contract-results-over-contracts", PRESENT,
     {"orgs_contracts": 5, "orgs_contracts_positive": 3, "orgs_contracts_negative": 3}, [
        {"orgs_contracts": 6, "orgs_contracts_positive": 3, "orgs_contracts_negative": 3},
        {"orgs_contracts": 5, "orgs_contracts_positive": 9},
    ]),
    ("IZUS", "awarded-over-applying", PRESENT, {"orgs_awarded": 3, "orgs_applying": 2}, [
        {"orgs_awarded": 2, "orgs_applying": 2},
        {"orgs_awarded": 3},
    ]),
    ("IZUS", "applying-over-entities", PRESENT, {"orgs_applying": 3, "entities_applying": 2}, [
        {"orgs_applying": 2, "entities_applying": 2},
        {"orgs_applying": 3},
    ]),
    ("IZUS", "awarded-over-entities", PRESENT, {"orgs_awarded": 3, "entities_applying": 2}, [
        {"orgs_awarded": 3, "orgs_applying": 3, "entities_applying": 2},  # then two other rules say it
        {"orgs_awarded": 3},
    ]),
    ("IZUS", "ngo-people-over-people", PRESENT, {"people_services_ngo": 3, "people_services": 2}, [
        {"people_services_ngo": 2, "people_services": 2},
        {"people_services_ngo": 3},
    ]),
    ("IZUS", "organisations-over-active", ACTIVE, {"orgs_monitored": 11}, [
        {"orgs_monitored": 10},
        {"people_services": 11},
        {"orgs_monitored": None},
    ]),
    ("IZUS", "programme-date-in-future", PRESENT, {"service_programme_date": date(2026, 3, 16)}, [
        {"service_programme_date": TODAY},
        {},
    ]),
    ("IZUS", "programme-date-too-early", PRESENT, {"service_programme_date": date(2019, 12, 31)}, [
        {"service_programme_date": date(2020, 1, 1)},
        {"service_programme_adopted": True},
    ]),
    ("IZUS", "diagnosis-date-in-future", PRESENT, {"diagnosis_date": date(2027, 1, 1)}, [
        {"diagnosis_date": TODAY},
        {},
    ]),
    ("IZUS", "diagnosis-date-too-early", PRESENT, {"diagnosis_date": date(2019, 12, 31)}, [
        {"diagnosis_date": date(2020, 1, 1)},
        {"diagnosis_date": None},
    ]),
    ("IZUS", "diagnosis-expired", PRESENT, {"diagnosis_date": date(2021, 3, 15)}, [
        {"diagnosis_date": date(2021, 3, 16)},
        {"diagnosis_adopted": True},
    ]),
    ("STATISTICS", "ngo-registered-grew", LAST, {"ngo_registered": 101}, [{"ngo_registered": 100}, {}]),
    ("STATISTICS", "ngo-registered-fell", LAST, {"ngo_registered": 3}, [{"ngo_registered": 4}, {}]),
    ("STATISTICS", "ngo-active-grew", LAST, {"ngo_active": 101}, [{"ngo_active": 100}, {}]),
    ("STATISTICS", "ngo-active-fell", LAST, {"ngo_active": 3}, [{"ngo_active": 4}, {"ngo_active": None}]),
]  # fmt: skip
ERRORS = {
    "NGO": {"number-too-large", "money-too-large"},
    "IZUS": {
        "awarded-over-applying",
        "applying-over-entities",
        "awarded-over-entities",
        "ngo-people-over-people",
        "programme-date-in-future",
        "programme-date-too-early",
        "diagnosis-date-in-future",
        "diagnosis-date-too-early",
    },
    "STATISTICS": set(),
}
INFORMATION = {"tools-without-results"}


def broken(kind, answers, *, context=PRESENT):
    return broken_rules(DEFINITIONS.templates[kind], answers, words=WORDS, context=context)


def rule_of(kind, code):
    return next(rule for rule in DEFINITIONS.templates[kind].rules if rule.code == code)


@pytest.mark.parametrize(("kind", "code", "context", "breaking", "keeping"), CASES)
def test_a_rule_is_broken_by_what_it_speaks_of_and_by_nothing_less(*, kind, code, context, breaking, keeping):
    (found,) = [one for one in broken(kind, breaking, context=context) if one.code == code]
    assert found.severity == rule_of(kind, code).severity
    for answers in keeping:
        assert code not in {one.code for one in broken(kind, answers, context=context)}, answers


def test_every_rule_of_every_card_is_tried():
    rules = {(kind, rule.code) for kind, card in DEFINITIONS.templates.items() for rule in card.rules}
    assert {(kind, code) for kind, code, *_ in CASES} == rules


@pytest.mark.parametrize("kind", list(ERRORS))
def test_errors_block_warnings_ask_and_information_only_tells(kind):
    severities = {rule.code: rule.severity for rule in DEFINITIONS.templates[kind].rules}
    assert {code for code, severity in severities.items() if severity == "error"} == ERRORS[kind]
    assert {code for code, severity in severities.items() if severity == "information"} <= INFORMATION


@pytest.mark.parametrize("kind", ["NGO", "IZUS", "STATISTICS"])
def test_an_empty_card_breaks_nothing(kind):
    full = Context(TODAY, {"contracts": 100}, {"ngo_active": 0}, {"diagnosis_adopted": False})
    assert broken(kind, {}, context=full) == []
    assert broken(kind, {item.code: None for item in DEFINITIONS.templates[kind].items}, context=full) == []


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize(("kind", "code", "context", "breaking", "keeping"), CASES)
def test_every_message_is_whole_in_both_languages(*, language, kind, code, context, breaking, keeping):
    (found,) = [one for one in broken(kind, breaking, context=context) if one.code == code]
    text = message(rule_of(kind, code), found, language=language)
    assert "{" not in text
    assert "}" not in text
    assert "None" not in text
