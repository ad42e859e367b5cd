"""The reference itself, checked against small cases worked out by hand (rules 1-7 and 11 of indicators.md).

Gminas: A, B in powiat 0601; C in powiat 0602; D in another voivodeship. Every expected number is written out in the
comment above it.
"""

from __future__ import annotations

from decimal import Decimal

from tests.recomputation.reference import compute
from tests.recomputation.reference_definitions import TOOLS
from tests.recomputation.small_cases import (
    A,
    B,
    C,
    D,
    invite,
    izus,
    ngo,
    package,
    pick,
    row_of,
    service,
    statistics,
    values,
)

# --- Rule 1: levels ---------------------------------------------------------------------------------------------


def test_rule_1_an_organisation_with_cards_in_two_gminas_counts_once_in_each_territory_above() -> None:
    s = package(1)
    for gmina in (A, B, C, D):
        ngo(s, gmina, "X", researchers=1)
    ngo(s, B, "Y", researchers=2)
    ngo(s, C, "Z", researchers=0)
    result = compute([s])
    # X is in all four gminas, Y in B, Z says 0: A {X}, B {X, Y}, C {X}, D {X}; 0601 {X, Y}, 0602 {X}, 1401 {X};
    # 06 {X, Y}, 14 {X}; the country {X, Y}.
    assert values(result, "NGO-1.1", A, B, C, D) == [1, 2, 1, 1]
    assert values(result, "NGO-1.1", "0601", "0602", "1401") == [2, 1, 1]
    assert values(result, "NGO-1.1", "06", "14", "PL") == [2, 1, 2]


def test_rule_1_a_total_adds_up_every_card() -> None:
    s = package(1)
    ngo(s, A, "X", standard_proposals=3)
    ngo(s, B, "X", standard_proposals=4)
    ngo(s, D, "Y", standard_proposals=10)
    # A 3, B 4, 0601 = 3 + 4 = 7, country = 7 + 10 = 17
    assert values(compute([s]), "NGO-4.2", A, B, "0601", "PL") == [3, 4, 7, 17]


def test_rule_1_a_share_is_a_ratio_of_sums_over_cards_not_a_mean_of_shares() -> None:
    s = package(1)
    ngo(s, A, "X", contracts=1)
    ngo(s, B, "X", contracts=5)
    statistics(s, A, ngo_active=8)
    statistics(s, B, ngo_active=2)
    result = compute([s])
    # A 1/8 = 12.5%, B 1/2 = 50%; powiat: 2 cards (one organisation!) / 10 = 20%, not the mean 31.25% and not 1/10.
    assert values(result, "NGO-3.4", A, B, "0601") == [12.5, 50.0, 20.0]
    assert pick(result, "NGO-3.4", "0601", "numerator denominator respondents cards") == [2, 10, 1, 2]


def test_rule_1_a_share_may_pass_one_hundred() -> None:
    s = package(1)
    ngo(s, A, "X", users_total=30)
    statistics(s, A, service_users_total=20)
    # 100 * 30 / 20 = 150
    assert values(compute([s]), "NGO-3.6", A) == [150.0]


# --- Rule 2: missing is not zero --------------------------------------------------------------------------------


def test_rule_2_where_no_card_has_the_field_known_the_value_is_missing_not_zero() -> None:
    s = package(1)
    ngo(s, A, "X", researchers=None, standard_proposals=None)
    ngo(s, B, "X", researchers=0, standard_proposals=0)
    result = compute([s])
    # A: nothing known. B: a typed zero, so 0. C: no card. 0601: B's card alone, so 0.
    assert values(result, "NGO-1.1", A, B, C, "0601") == [None, 0, None, 0]
    assert values(result, "NGO-4.2", A, B, C, "0601") == [None, 0, None, 0]
    empty = ("value numerator denominator cards respondents gminas_used", [None, None, None, 0, 0, 0])
    assert pick(result, "NGO-1.1", A, empty[0]) == empty[1]
    assert pick(result, "NGO-4.2", C, empty[0]) == empty[1]


def test_rule_2_a_condition_over_several_fields_is_three_valued() -> None:
    s = package(1)
    full = {"diagnosis_consultations": 0, "diagnosis_proposals": 0, "diagnosis_amendments": 0}
    ngo(s, A, "X", diagnosis_delegates=1)  # true or missing = true
    ngo(s, A, "Y", **full, diagnosis_delegates=0, diagnosis_consultation_offer=False)  # all false = false
    ngo(s, A, "Z", **full, diagnosis_delegates=0)  # false or missing = missing: outside
    ngo(s, A, "W", **full, diagnosis_delegates=0, diagnosis_consultation_offer=True)  # true
    statistics(s, A, ngo_active=40)
    result = compute([s])
    # NGO-2.3: X and W true, Y false, Z outside: 3 cards, 2 of 40 = 5%
    assert pick(result, "NGO-2.3", A, "value numerator denominator cards") == [5.0, 2, 40, 3]
    # NGO-2.2 (offer or consultations > 0): X missing or missing = outside; Y false; Z missing or false = outside;
    # W true: 2 cards, count 1
    assert pick(result, "NGO-2.2", A, "value cards") == [1, 2]


def test_rule_2_either_irregularity_and_either_form_of_service_is_enough() -> None:
    s = package(1)
    ngo(s, A, "X", irregularities_statutory=0, irregularities_administrative=2, offered_institutional=0)
    ngo(s, A, "Y", irregularities_statutory=0, offered_non_institutional=1)
    ngo(s, A, "Z", irregularities_statutory=0, irregularities_administrative=0, offered_institutional=1)
    result = compute([s])
    # 4.1: X true, Y unknown, Z false. 3.3: X unknown, Y true, Z true.
    assert pick(result, "NGO-4.1", A, "value cards") == [1, 2]
    assert pick(result, "NGO-3.3", A, "value cards") == [2, 2]


def test_rule_2_none_of_the_above_is_an_answer_and_the_tools_break_it_down() -> None:
    s = package(1)
    ngo(s, A, "X", tools="survey|interview")
    ngo(s, A, "Y", tools="none")
    ngo(s, A, "Z", tools=None)
    ngo(s, A, "W", tools="survey")
    result = compute([s])
    # Known: X, Y, W. Any: X, W = 2. By tool: outdoor_action 0, street_poll 0, survey 2, interview 1; 3 cards each.
    assert pick(result, "NGO-1.4", A, "value cards") == [2, 3]
    by_tool = [row_of(result, "NGO-1.4", A, breakdown=tool) for tool in TOOLS]
    assert [(row["value"], row["cards"]) for row in by_tool] == [(0, 3), (0, 3), (2, 3), (1, 3)]


# --- Rule 3: complete cases -------------------------------------------------------------------------------------


def test_rule_3_a_share_uses_only_gminas_with_the_statistic_and_the_condition_known() -> None:
    s = package(1)
    ngo(s, A, "X", contracts=1)
    ngo(s, A, "Y", contracts=0)
    ngo(s, B, "X", contracts=1)
    ngo(s, C, "X", contracts=None)
    statistics(s, A, ngo_active=4)
    statistics(s, C, ngo_active=5)
    statistics(s, D, ngo_active=6)
    result = compute([s])
    # A: 1 of 4 (2 cards). B: no statistic. C: no known card. D: no card. So 1/4 = 25% at every level above A.
    assert values(result, "NGO-3.4", A, B, C, D) == [25.0, None, None, None]
    names = "value numerator denominator cards respondents gminas_used gminas_in_scope"
    assert pick(result, "NGO-3.4", "0601", names) == [25.0, 1, 4, 2, 2, 1, 2]
    assert pick(result, "NGO-3.4", "PL", names) == [25.0, 1, 4, 2, 2, 1, 4]
    assert pick(result, "NGO-3.4", B, names) == [None, None, None, 0, 0, 0, 1]


def test_rule_3_a_denominator_of_zero_gives_a_missing_value_with_numerator_and_denominator_written() -> None:
    s = package(1)
    ngo(s, A, "X", contracts=1)
    statistics(s, A, ngo_active=0)
    assert pick(compute([s]), "NGO-3.4", A, "value numerator denominator") == [None, 1, 0]


def test_rule_3_a_share_of_two_fields_takes_the_cards_with_both_known() -> None:
    s = package(1)
    izus(s, A, "P", orgs_awarded=1, entities_applying=4)
    izus(s, B, "P", orgs_awarded=7)
    izus(s, C, "Q", orgs_awarded=2, entities_applying=4)
    izus(s, D, "R", entities_applying=100)
    # A 1/4, C 2/4; B and D are incomplete: country (1 + 2)/(4 + 4) = 37.5%, 2 cards, 2 gminas
    names = "value numerator denominator cards respondents gminas_used"
    assert pick(compute([s]), "IZUS-3.2", "PL", names) == [37.5, 3, 8, 2, 2, 2]


def test_rule_3_efficiency_runs_over_service_rows_and_eff_1_leaves_out_no_staff() -> None:
    s = package(1)
    ngo(s, A, "X")
    ngo(s, A, "Y")
    service(s, A, "X", "care", {"users": 10, "ngo_staff": 4, "cost_pln": Decimal("12195.1")})
    service(s, A, "X", "meals", {"users": 30, "ngo_staff": 0, "cost_pln": Decimal("0.4")})
    service(s, A, "Y", "care", {"users": 5, "ngo_staff": None, "cost_pln": None})
    service(s, A, "Y", "meals", {"users": None, "ngo_staff": 2, "cost_pln": Decimal(100)})
    result = compute([s])
    names = "value numerator denominator cards respondents gminas_used invited coverage"
    # EFF-1: only X's care row: 10/4 = 2.5; one card of two invited.
    assert pick(result, "EFF-1", A, names) == [2.5, 10, 4, 1, 1, 1, 2, 0.5]
    # EFF-2: X's two rows: (12195.10 + 0.40) / (10 + 30) = 12195.50 / 40 = 304.8875; one card.
    assert pick(result, "EFF-2", A, names) == [304.8875, 12195.5, 40, 1, 1, 1, 2, 0.5]
    # By service: care 12195.1/10 = 1219.51; meals 0.4/30. EFF-1 of meals has a row (it occurs) but no value.
    assert row_of(result, "EFF-2", A, breakdown="care")["value"] == 1219.51
    assert row_of(result, "EFF-2", A, breakdown="meals")["value"] == 0.4 / 30
    meals = row_of(result, "EFF-1", A, breakdown="meals")
    assert [meals[name] for name in names.split()] == [None, None, None, 0, 0, 0, 2, 0.0]
    assert not [r for r in result.indicators if r["indicator"] == "EFF-1" and r["territory"] == B and r["breakdown"]]


# --- Rule 4: coverage -------------------------------------------------------------------------------------------


def test_rule_4_coverage_compares_the_cards_that_entered_with_the_invited_pairs() -> None:
    s = package(1)
    ngo(s, A, "X", researchers=1)
    ngo(s, B, "X", researchers=0)
    ngo(s, B, "Y")
    invite(s, "NGO", C, "Y")
    invite(s, "IZUS", A, "P")
    result = compute([s])
    names = "cards respondents invited coverage gminas_used gminas_in_scope"
    # 0601: three invited, two cards enter (X twice). 06: Y invited in C too: 2/4. D: nobody invited.
    assert pick(result, "NGO-1.1", "0601", names) == [2, 1, 3, 2 / 3, 2, 2]
    assert pick(result, "NGO-1.1", "06", names) == [2, 1, 4, 0.5, 2, 3]
    assert pick(result, "NGO-1.1", D, names) == [0, 0, 0, None, 0, 1]
    assert pick(result, "IZUS-1.1", "PL", names) == [0, 0, 1, 0.0, 0, 4]
