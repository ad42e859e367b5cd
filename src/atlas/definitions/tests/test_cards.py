"""The shipped cards hold every item of cards.md with its mark: A = the Atlas's own, S = our supplement."""

from __future__ import annotations

import pytest

from atlas.definitions.load import shipped_definitions

NGO_ATLAS = """
    organisation_name seat_locality seat_gmina legal_form specialisations delivery_forms facility_kinds
    service_territories new_specialities
    researchers consultations tools reports_to_izus
    diagnosis_delegates diagnosis_consultations diagnosis_proposals diagnosis_amendments
    managers offered_institutional offered_institutional_kinds offered_non_institutional
    offered_non_institutional_kinds facilities facilities_kinds contracts users_total users_institutional
    users_non_institutional services_non_institutional services_non_institutional_kinds
    irregularities_statutory irregularities_administrative standard_proposals
    partnership_agreements
    contact_name contact_phone contact_email prepared_on
"""
NGO_SUPPLEMENT = """
    medical_activity diagnosis_consultation_offer manager_cooperation_agreement support_activities standard_delegates
    partnerships_initiated own_service_monitoring monitored_by_institutions
"""
IZUS_ATLAS = """
    institution_name seat_locality seat_gmina institution_type service_organiser community_organiser plan_coordinator
    service_programme_adopted service_programme_date diagnosis_adopted diagnosis_date
    orgs_reports orgs_consultations orgs_own_monitoring
    orgs_diagnosis_work orgs_diagnosis_consultations
    orgs_contracts orgs_cooperating orgs_contracts_positive orgs_contracts_negative orgs_institutional
    orgs_non_institutional people_services people_support
    orgs_penalised
    partnerships
    orgs_monitored orgs_monitored_external
    contact_name contact_phone contact_email prepared_on
"""
IZUS_SUPPLEMENT = """
    orgs_research_capacity orgs_diagnosis_amendments orgs_new_potential orgs_applying orgs_awarded entities_applying
    people_services_ngo standard_proposals_received
"""
STATISTICS = """
    population families households ngo_registered ngo_active ngo_providers providers_total
    providers_institutional_total private_providers service_users_total support_users_total
"""
NUMBERS = {
    "NGO": {
        "legal_form": "I.2",
        "specialisations": "I.3",
        "new_specialities": "I.7",
        "researchers": "II.1.1",
        "tools": "II.1.3",
        "diagnosis_amendments": "II.2.4",
        "diagnosis_consultation_offer": "S.2.1",
        "managers": "II.3.1",
        "offered_institutional": "II.3.2a",
        "offered_non_institutional": "II.3.2b",
        "users_total": "II.3.5",
        "manager_cooperation_agreement": "S.3.1",
        "support_activities": "S.3.2",
        "standard_proposals": "II.4.2",
        "standard_delegates": "S.4.1",
        "partnership_agreements": "II.5.1",
        "partnerships_initiated": "S.5.1",
        "own_service_monitoring": "S.6.1",
        "monitored_by_institutions": "S.6.2",
    },
    "IZUS": {
        "institution_type": "I.2",
        "orgs_reports": "II.1.1",
        "orgs_research_capacity": "S.1.1",
        "orgs_diagnosis_amendments": "S.2.1",
        "orgs_new_potential": "S.2.2",
        "orgs_contracts": "II.3.1",
        "people_services": "II.3.6",
        "people_services_ngo": "S.3.4",
        "orgs_applying": "S.3.1",
        "orgs_awarded": "S.3.2",
        "entities_applying": "S.3.3",
        "orgs_penalised": "II.4.1",
        "standard_proposals_received": "S.4.1",
        "partnerships": "II.5.1",
        "orgs_monitored": "II.6.1",
        "orgs_monitored_external": "II.6.2",
    },
}
TYPES = {
    "NGO": {
        "organisation_name": "text",
        "seat_gmina": "teryt",
        "legal_form": "choice",
        "specialisations": "choices",
        "service_territories": "teryt_list",
        "tools": "choices",
        "diagnosis_consultation_offer": "yes_no",
        "support_activities": "choices",
        "standard_delegates": "whole",
        "partnerships_initiated": "whole",
        "monitored_by_institutions": "yes_no",
        "prepared_on": "date",
    },
    "IZUS": {
        "institution_type": "choice",
        "service_organiser": "text",
        "diagnosis_adopted": "yes_no",
        "diagnosis_date": "date",
        "orgs_reports": "whole",
    },
}
FORMER = {"researchers": "stock", "consultations": "flow", "contracts": "in_force", "users_total": "flow"}


@pytest.fixture(scope="module")
def cards():
    return shipped_definitions().templates


def marked(card, mark):
    return {item.code for item in card.items if item.mark == mark}


@pytest.mark.parametrize(
    ("kind", "mark", "codes"),
    [
        ("NGO", "A", NGO_ATLAS),
        ("NGO", "S", NGO_SUPPLEMENT),
        ("IZUS", "A", IZUS_ATLAS),
        ("IZUS", "S", IZUS_SUPPLEMENT),
        ("STATISTICS", "A", ""),
        ("STATISTICS", "S", STATISTICS),
    ],
)
def test_a_card_has_each_item_of_the_specification_and_no_other(cards, *, kind, mark, codes):
    assert marked(cards[kind], mark) == set(codes.split())


@pytest.mark.parametrize("kind", ["NGO", "IZUS"])
def test_items_have_the_numbers_and_types_of_the_specification(cards, kind):
    items = {item.code: item for item in cards[kind].items}
    assert {code: items[code].number for code in NUMBERS[kind]} == NUMBERS[kind]
    assert {code: items[code].type for code in TYPES[kind]} == TYPES[kind]


@pytest.mark.parametrize("kind", ["NGO", "IZUS", "STATISTICS"])
def test_no_number_stands_twice(cards, kind):
    numbers = [item.number for item in cards[kind].items]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("kind", ["NGO", "IZUS"])
def test_supplementary_items_stand_in_a_section_of_their_own_that_says_so(cards, kind):
    for section in cards[kind].sections:
        assert {item.mark for item in section.items} == ({"S"} if section.supplementary else {"A"})
    (own,) = (section for section in cards[kind].sections if section.supplementary)
    assert own.label.pl == "Pozycje uzupełniające"
    assert "Nie ma ich w karcie z Atlasu" in own.note.pl


def test_the_table_of_services_has_its_four_columns(cards):
    (services,) = cards["NGO"].tables
    assert (services.code, services.number, services.mark, services.key) == ("services", "S.E", "S", "service")
    assert [(one.code, one.type, one.unit) for one in services.columns] == [
        ("service", "choice", ""),
        ("users", "whole", "persons"),
        ("ngo_staff", "whole", "persons"),
        ("cost_pln", "money", "pln"),
    ]
    assert cards["IZUS"].tables == ()


@pytest.mark.parametrize("kind", ["NGO", "IZUS"])
def test_personal_data_and_part_one_never_stand_in_packages(cards, kind):
    card = cards[kind]
    personal = {item.code for item in card.items if item.personal}
    assert personal == {"contact_name", "contact_phone", "contact_email", "prepared_on"}
    in_packages = {item.code for item in card.package_items}
    part_one = {item.code for section in card.sections if section.part == "I" for item in section.items}
    assert not in_packages & (personal | part_one | {"medical_activity"})


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("NGO", {"organisation_name", "seat_locality", "seat_gmina", "legal_form"}),
        ("IZUS", {"institution_name", "seat_locality", "seat_gmina", "institution_type"}),
    ],
)
def test_only_name_seat_form_and_contact_are_required(cards, *, kind, codes):
    contact = {"contact_name", "contact_phone", "contact_email", "prepared_on"}
    assert {item.code for item in cards[kind].items if item.required} == codes | contact


def test_flows_stocks_and_what_is_in_force_are_told_apart(cards):
    times = {item.code: item.time for item in cards["NGO"].items}
    assert {code: times[code] for code in FORMER} == FORMER
    for kind in ("NGO", "IZUS", "STATISTICS"):
        assert all(item.time for item in cards[kind].items if item.type in {"whole", "money"})


def test_every_kind_belongs_to_a_number_that_exists(cards):
    codes = {item.code for item in cards["NGO"].items}
    kinds = {item.code: item.kinds_of for item in cards["NGO"].items if item.kinds_of}
    assert set(kinds) == {f"{code}_kinds" for code in kinds.values()}
    assert set(kinds.values()) < codes
    assert len(kinds) == 4
