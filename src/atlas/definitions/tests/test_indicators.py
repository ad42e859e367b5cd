"""The 51 indicators in official order, with kind, what they need, pairs, profile and catalogues, as indicators.md."""

from __future__ import annotations

import pytest

from atlas.definitions.computability import computability_matrix
from atlas.definitions.load import shipped_definitions

# id, kind, needs: A items of the Atlas, S supplementary items, T territory statistics
TABLE = """
NGO-1.1 count A
NGO-1.2 count A
NGO-1.3 share AT
NGO-1.4 count A
NGO-1.5 count A
NGO-2.1 count A
NGO-2.2 count AS
NGO-2.3 share AST
NGO-3.1 count A
NGO-3.2 count S
NGO-3.3 count A
NGO-3.4 share AT
NGO-3.5 share AT
NGO-3.6 share AT
NGO-3.7 count S
NGO-3.8 count A
NGO-3.9 share AT
NGO-3.10 share AT
NGO-3.11 count A
NGO-4.1 count A
NGO-4.2 total A
NGO-4.3 count S
NGO-5.1 count A
NGO-5.2 total S
NGO-6.1 count S
NGO-6.2 count S
NGO-6.3 share ST
IZUS-1.1 total A
IZUS-1.2 total A
IZUS-1.3 total A
IZUS-1.4 total S
IZUS-2.1 total A
IZUS-2.2 total A
IZUS-2.3 total S
IZUS-2.4 total S
IZUS-3.1 total S
IZUS-3.2 share S
IZUS-3.3 total A
IZUS-3.4 total A
IZUS-3.5 share A
IZUS-3.6 share ST
IZUS-3.7 total A
IZUS-3.8 share AT
IZUS-3.9 total A
IZUS-4.1 total A
IZUS-4.2 total S
IZUS-5.1 total A
IZUS-6.1 total A
IZUS-6.2 share AT
EFF-1 ratio S
EFF-2 ratio S
"""
ROWS = [line.split() for line in TABLE.split("\n") if line]
FORMULAS = {
    "NGO-1.3": "share(pairs(any(tools)), stat(ngo_active))",
    "NGO-2.2": "orgs(diagnosis_consultation_offer or diagnosis_consultations > 0)",
    "NGO-3.5": "share(pairs(contracts > 0), stat(providers_total))",
    "NGO-3.6": "share(sum(users_total), stat(service_users_total))",
    "NGO-3.9": "share(pairs(facilities > 0), stat(ngo_providers))",
    "NGO-3.10": "share(pairs(facilities > 0), stat(providers_institutional_total))",
    "NGO-6.3": "share(pairs(monitored_by_institutions), stat(ngo_registered))",
    "IZUS-3.2": "share(sum(orgs_awarded), sum(entities_applying))",
    "IZUS-3.6": "share(sum(people_services_ngo), stat(support_users_total))",
    "IZUS-3.8": "share(sum(orgs_institutional), stat(providers_institutional_total))",
    "IZUS-6.2": "share(sum(orgs_monitored), stat(ngo_registered))",
    "EFF-1": "ratio(sum(services.users), sum(services.ngo_staff))",
    "EFF-2": "ratio(sum(services.cost_pln), sum(services.users))",
}
PAIRS = {
    "consultations": ("NGO-1.2", "IZUS-1.2"),
    "tools": ("NGO-1.3", "IZUS-1.3"),
    "reports": ("NGO-1.5", "IZUS-1.1"),
    "diagnosis": ("NGO-2.1", "IZUS-2.1"),
    "contracts": ("NGO-3.4", "IZUS-3.5"),
    "institutional": ("NGO-3.8", "IZUS-3.7"),
    "non_institutional": ("NGO-3.11", "IZUS-3.9"),
    "standards": ("NGO-4.2", "IZUS-4.2"),
    "monitored": ("NGO-6.2", "IZUS-6.1"),
}
SERVICES = """
    personal_assistance advocacy crisis_intervention respite_care befriending home_care small_children
    nursery_preschool care rehabilitation companion after_school technical_aids meals adaptation other
"""
LEGAL_FORMS = """
    association foundation social_cooperative non_profit_company church_legal_person local_government_association
    farmers_wives_circle healthcare_entity other
"""
CATALOGUES = {
    "services": SERVICES,
    "legal_forms": LEGAL_FORMS,
    "tools": "outdoor_action street_poll survey interview",
    "support_activities": "self_help volunteering neighbourly",
    "specialities": "manager_us researcher_lp",
    "delivery_forms": "institutional non_institutional",
    "missing_reasons": "not_applicable not_collected unknown",
}


@pytest.fixture(scope="module")
def definitions():
    return shipped_definitions()


def test_there_are_51_indicators_in_official_order_with_their_kinds(definitions):
    assert [[one.id, one.kind] for one in definitions.indicators] == [[name, kind] for name, kind, _ in ROWS]
    assert len(definitions.indicators) == 51


def test_each_indicator_needs_what_the_specification_says_and_can_be_computed(definitions):
    matrix = computability_matrix(definitions)
    needs = {
        one.indicator.id: "A" * bool(one.atlas_items) + "S" * bool(one.supplementary_items) + "T" * bool(one.statistics)
        for one in matrix
    }
    assert needs == {name: needed for name, _, needed in ROWS}
    assert all(one.is_computable and not one.missing for one in matrix)


@pytest.mark.parametrize("identifier", list(FORMULAS))
def test_formulas_say_what_the_specification_says(definitions, identifier):
    assert definitions.indicator(identifier).formula == FORMULAS[identifier]


def test_an_indicator_that_is_not_there_is_a_key_error(definitions):
    with pytest.raises(KeyError, match=r"NGO-9\.9"):
        definitions.indicator("NGO-9.9")


def test_efficiency_is_by_service_and_says_which_way_is_better(definitions):
    employment, cost = definitions.indicator("EFF-1"), definitions.indicator("EFF-2")
    assert (employment.symbol, employment.direction, employment.rows) == ("EZ US", "more", "services.ngo_staff > 0")
    assert (cost.symbol, cost.direction, cost.rows) == ("EK US", "less", "")
    assert employment.breakdown == cost.breakdown == "service"
    assert definitions.indicator("NGO-1.4").breakdown == "tools"


def test_every_share_is_a_percentage_and_stands_in_a_sphere(definitions):
    for one in definitions.indicators:
        assert (one.unit == "percent") == (one.kind == "share")
        assert one.sphere == (None if one.perspective == "EFF" else int(one.id.split("-")[1].split(".")[0]))


def test_an_item_taken_away_is_named_as_missing(definitions):
    card = definitions.templates["NGO"]
    sections = tuple(
        section.model_copy(update={"items": tuple(item for item in section.items if item.code != "contracts")})
        for section in card.sections
    )
    templates = definitions.templates | {"NGO": card.model_copy(update={"sections": sections})}
    matrix = computability_matrix(definitions.model_copy(update={"templates": templates}))
    lost = {one.indicator.id: one.missing for one in matrix if not one.is_computable}
    assert lost == {"NGO-3.4": ("contracts",), "NGO-3.5": ("contracts",)}
    assert {one.problem.code for one in matrix if one.problem} == {"formula-unknown-item"}


def test_nine_pairs_speak_of_the_same_thing_from_two_sides(definitions):
    assert {pair.code: pair.indicators for pair in definitions.pairs} == PAIRS
    assert {pair.code for pair in definitions.pairs if pair.note} >= {"diagnosis", "monitored"}


def test_the_profile_leads_with_one_indicator_from_each_side_in_each_sphere(definitions):
    assert [lead.sphere for lead in definitions.profile] == [1, 2, 3, 4, 5, 6]
    for lead in definitions.profile:
        assert lead.ngo.startswith(f"NGO-{lead.sphere}.")
        assert lead.izus.startswith(f"IZUS-{lead.sphere}.")


@pytest.mark.parametrize("name", list(CATALOGUES))
def test_catalogues_have_the_codes_of_packages_in_order(definitions, name):
    assert definitions.catalogues[name].codes == tuple(CATALOGUES[name].split())


def test_there_are_14_statutory_areas_each_with_its_basis_and_6_spheres(definitions):
    areas = definitions.catalogues["statutory_areas"].options
    assert len(areas) == 14
    assert all(area.basis for area in areas)
    assert definitions.catalogues["spheres"].codes == ("1", "2", "3", "4", "5", "6")
