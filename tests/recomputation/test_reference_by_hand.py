# ruff: noqa: PLR0917 - plain functions of plain values
"""The reference itself, checked against small cases worked out by hand (rules 1-7 and 11 of indicators.md).

Gminas: A, B in powiat 0601; C in powiat 0602; D in another voivodeship. Every expected number is written out in the
comment above it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.recomputation.reference import (
    INDICATOR_COLUMNS,
    INDICATORS,
    PAIRS,
    SERVICES,
    TOOLS,
    Package,
    Result,
    Row,
    compute,
)

A, B, C, D = "0601011", "0601022", "0602013", "1401011"


def package(sequence: int, scope: tuple[str, ...] = (A, B, C, D)) -> Package:
    """An empty session `s1`, `s2`, ... over some gminas."""
    names: tuple[str, ...] = ("invitations", "organisations", "institutions", "cards_ngo", "cards_izus", "services")
    empty: Package = {name: [] for name in (*names, "territory_statistics", "territory_changes")}
    rows: list[Row] = [{"gmina": gmina, "powiat": gmina[:4], "voivodeship": gmina[:2]} for gmina in scope]
    return {**empty, "session": [{"session": f"s{sequence}", "sequence": sequence}], "scope": rows}


def invite(to: Package, kind: str, gmina: str, respondent: str) -> None:
    to["invitations"].append({"card_kind": kind, "gmina": gmina, "respondent": respondent})


def ngo(to: Package, gmina: str, respondent: str, **cells: Any) -> None:
    """An accepted Karta NGO with its invitation; what is not given is missing."""
    invite(to, "NGO", gmina, respondent)
    to["cards_ngo"].append({"gmina": gmina, "respondent": respondent, **cells})


def izus(to: Package, gmina: str, respondent: str, **cells: int | None) -> None:
    invite(to, "IZUS", gmina, respondent)
    to["cards_izus"].append({"gmina": gmina, "respondent": respondent, **cells})


def service(to: Package, gmina: str, respondent: str, name: str, cells: Row) -> None:
    to["services"].append({"gmina": gmina, "respondent": respondent, "service": name, **cells})


def statistics(to: Package, gmina: str, **cells: int | None) -> None:
    to["territory_statistics"].append({"gmina": gmina, **cells})


def change(to: Package, *pairs: tuple[str, str]) -> None:
    to["territory_changes"] += [{"old": old, "new": new, "from_on": None} for old, new in pairs]


def row_of(result: Result, indicator: str, territory: str, session: str = "s1", breakdown: str | None = None) -> Row:
    place = (session, indicator, breakdown, territory)
    rows = [r for r in result.indicators if place == (r["session"], r["indicator"], r["breakdown"], r["territory"])]
    assert len(rows) == 1
    return rows[0]


def pick(result: Result, indicator: str, territory: str, names: str, session: str = "s1") -> list[Any]:
    row = row_of(result, indicator, territory, session)
    return [row[name] for name in names.split()]


def values(result: Result, indicator: str, *territories: str, session: str = "s1") -> list[Any]:
    return [row_of(result, indicator, territory, session)["value"] for territory in territories]


def pair_of(result: Result, pair: str, territory: str) -> list[Any]:
    rows = [row for row in result.pairs if (row["pair"], row["territory"]) == (pair, territory)]
    assert len(rows) == 1
    return [rows[0][name] for name in ("gminas_compared", "ngo", "izus", "difference")]


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


# --- Rule 5: baseline -------------------------------------------------------------------------------------------

BASELINE = "baseline_session baseline_value baseline_gminas_used baseline_definition_version change relative_change"


def three_sessions() -> Result:
    """A joins in s1, B in s2 (researchers only in s3); institution P files in A from s2 on."""
    one, two, three = package(1), package(2), package(3)
    ngo(one, A, "X", standard_proposals=4)
    ngo(two, A, "X", standard_proposals=5)
    ngo(two, B, "Y", standard_proposals=0)
    ngo(three, A, "X", standard_proposals=1)
    ngo(three, B, "Y", standard_proposals=3, researchers=2)
    izus(two, A, "P", orgs_reports=8)
    izus(three, A, "P", orgs_reports=6)
    return compute([three, one, two])


def test_rule_5_each_territory_has_its_own_first_session_and_it_stays_frozen() -> None:
    result = three_sessions()
    # A: baseline s1 = 4; s2: 5 - 4 = 1, 25%; s3: 1 - 4 = -3, -75%.
    assert pick(result, "NGO-4.2", A, BASELINE, "s1") == ["s1", 4, 1, 1, None, None]
    assert pick(result, "NGO-4.2", A, BASELINE, "s2") == ["s1", 4, 1, 1, 1, 25.0]
    assert pick(result, "NGO-4.2", A, BASELINE, "s3") == ["s1", 4, 1, 1, -3, -75.0]
    # B, a late joiner: nothing in s1; baseline s2 = 0, so no relative change in s3.
    assert pick(result, "NGO-4.2", B, BASELINE, "s1") == [None] * 6
    assert pick(result, "NGO-4.2", B, BASELINE, "s2") == ["s2", 0, 1, 1, None, None]
    assert pick(result, "NGO-4.2", B, BASELINE, "s3") == ["s2", 0, 1, 1, 3, None]
    # 0601 began in s1 with one gmina used: s3 = (1 + 3) - 4 = 0.
    assert pick(result, "NGO-4.2", "0601", BASELINE, "s3") == ["s1", 4, 1, 1, 0, 0.0]


def test_rule_5_the_two_perspectives_begin_in_their_own_sessions() -> None:
    result = three_sessions()
    # IZUS in A begins in s2 with 8; s3: 6 - 8 = -2, -25%.
    assert pick(result, "IZUS-1.1", A, BASELINE, "s1") == [None] * 6
    assert pick(result, "IZUS-1.1", A, BASELINE, "s3") == ["s2", 8, 1, 1, -2, -25.0]
    assert pick(result, "EFF-1", A, BASELINE, "s2") == ["s1", None, 0, 1, None, None]


def test_rule_5_an_indicator_missing_in_the_baseline_session_stays_without_a_baseline() -> None:
    result = three_sessions()
    # Y first tells its researchers in s3, but B's baseline session is s2.
    assert values(result, "NGO-1.1", B, session="s3") == [1]
    assert pick(result, "NGO-1.1", B, BASELINE, "s3") == ["s2", None, 0, 1, None, None]


def test_rule_5_a_service_that_the_baseline_session_did_not_have_knows_only_that_session() -> None:
    one, two = package(1), package(2)
    for s, name in ((one, "care"), (two, "meals")):
        ngo(s, A, "X")
        service(s, A, "X", name, {"users": 4, "ngo_staff": 2, "cost_pln": Decimal(1)})
    row = row_of(compute([one, two]), "EFF-1", A, "s2", "meals")
    assert [row[name] for name in BASELINE.split()] == ["s1", None, None, None, None, None]
    assert [row[name] for name in PANEL.split()] == [0, None, None, None]


# --- Rule 6: matched panel --------------------------------------------------------------------------------------

PANEL = "panel_n panel_value panel_baseline panel_change"


def test_rule_6_the_panel_counts_only_cards_with_the_condition_known_in_both_sessions() -> None:
    one, two = package(1), package(2)
    ngo(one, A, "X", researchers=1, standard_proposals=5)
    ngo(two, A, "X", researchers=0, standard_proposals=7)
    ngo(one, B, "X", researchers=1, standard_proposals=1)
    ngo(two, B, "X", researchers=2, standard_proposals=None)
    ngo(one, A, "Y", researchers=None)
    ngo(two, A, "Y", researchers=3)
    ngo(two, A, "Z", researchers=1, standard_proposals=100)
    result = compute([one, two])
    # 0601, NGO-1.1: s1 {X} = 1; s2 {X (in B), Y, Z} = 3. Panel: (X, A), (X, B): then {X} = 1, now {X} = 1.
    assert pick(result, "NGO-1.1", "0601", "value change " + PANEL, "s2") == [3, 2, 2, 1, 1, 0]
    # In A: panel (X, A): then 1, now 0.
    assert pick(result, "NGO-1.1", A, PANEL, "s2") == [1, 0, 1, -1]
    # 0601, NGO-4.2: 107 - 6 = 101, but in the panel (X, A) 7 - 5 = 2.
    assert pick(result, "NGO-4.2", "0601", "change " + PANEL, "s2") == [101, 1, 7, 5, 2]
    # In the baseline session itself the panel is missing; where nothing matches, it is 0.
    assert pick(result, "NGO-1.1", A, PANEL, "s1") == [None] * 4
    assert pick(result, "NGO-3.1", A, PANEL, "s2") == [0, None, None, None]


def test_rule_6_a_share_over_a_statistic_keeps_the_statistics_of_each_session() -> None:
    one, two = package(1), package(2)
    for s, contracts in ((one, 0), (two, 1)):
        ngo(s, A, "X", contracts=contracts)
        ngo(s, B, "X", contracts=1)
        ngo(s, C, "X", contracts=1)
    ngo(two, A, "Y", contracts=1)
    ngo(one, D, "W", contracts=1)
    statistics(one, A, ngo_active=10)
    statistics(two, A, ngo_active=8)
    statistics(one, B, ngo_active=10)
    statistics(two, B, ngo_active=8)
    statistics(one, C, ngo_active=10)  # C's statistic is known only in s1: out of the panel
    statistics(one, D, ngo_active=10)
    statistics(two, D, ngo_active=10)  # D's card is missing in s2: D's statistic is out too
    result = compute([one, two])
    # s1: (0 + 1 + 1 + 1)/40 = 7.5%. s2: A {X, Y}, B {X} = 3/16 = 18.75%.
    # Panel (X, A), (X, B): then (0 + 1)/20 = 5%, now (1 + 1)/16 = 12.5%.
    names = "value baseline_value change " + PANEL
    assert pick(result, "NGO-3.4", "PL", names, "s2") == [18.75, 7.5, 11.25, 2, 12.5, 5.0, 7.5]


def test_rule_6_a_share_of_two_fields_needs_both_fields_in_both_sessions() -> None:
    one, two = package(1), package(2)
    izus(one, A, "P", orgs_contracts=4, orgs_contracts_negative=1)
    izus(two, A, "P", orgs_contracts=4, orgs_contracts_negative=2)
    izus(one, B, "Q", orgs_contracts=4, orgs_contracts_negative=None)
    izus(two, B, "Q", orgs_contracts=4, orgs_contracts_negative=4)
    izus(one, C, "Q", orgs_contracts=4, orgs_contracts_negative=4)
    izus(two, C, "R", orgs_contracts=4, orgs_contracts_negative=0)  # another institution: no match
    # s1: (1 + 4)/8 = 62.5%; s2: (2 + 4 + 0)/12 = 50%; panel (P, A): 50% now, 25% then.
    names = "value baseline_value change " + PANEL
    assert pick(compute([one, two]), "IZUS-3.5", "PL", names, "s2") == [50.0, 62.5, -12.5, 1, 50.0, 25.0, 25.0]


def test_rule_6_efficiency_matches_rows_by_respondent_gmina_and_service() -> None:
    one, two = package(1), package(2)
    for s in (one, two):
        ngo(s, A, "X")
    service(one, A, "X", "care", {"users": 8, "ngo_staff": 2, "cost_pln": Decimal("10.50")})
    service(two, A, "X", "care", {"users": 9, "ngo_staff": 3, "cost_pln": Decimal("27.9")})
    service(one, A, "X", "meals", {"users": 10, "ngo_staff": 0, "cost_pln": Decimal("9.50")})
    service(two, A, "X", "meals", {"users": 1, "ngo_staff": 1, "cost_pln": Decimal("2.10")})
    service(one, A, "X", "other", {"users": 6, "ngo_staff": 6})
    result = compute([one, two])
    # EFF-1: meals has no staff in s1, other is gone in s2: panel = care: 9/3 = 3 now, 8/2 = 4 then.
    # Whole: s1 (8 + 6)/(2 + 6) = 1.75; s2 (9 + 1)/(3 + 1) = 2.5.
    names = "value baseline_value " + PANEL
    assert pick(result, "EFF-1", A, names, "s2") == [2.5, 1.75, 1, 3.0, 4.0, -1.0]
    # EFF-2: care and meals: (27.90 + 2.10)/(9 + 1) = 3 now, (10.50 + 9.50)/(8 + 10) = 20/18 then.
    assert pick(result, "EFF-2", A, PANEL, "s2") == [2, 3.0, 20 / 18, 3.0 - 20 / 18]


def test_rule_6_panel_cards_stand_where_the_later_session_has_their_gmina() -> None:
    # B moves from powiat 0601 to 0602 as 060202; A and C stay.
    one, two = package(1), package(2, (A, C, "0602021"))
    change(two, ("060102", "060202"))
    for s, gmina, number in ((one, A, 1), (one, B, 2), (one, C, 4), (two, A, 1), (two, "0602021", 3), (two, C, 5)):
        ngo(s, gmina, "X", standard_proposals=number)
    result = compute([one, two])
    # 0601: s1 1 + 2 = 3, s2 1: change -2; panel only A: 1 - 1. 0602: s1 4, s2 3 + 5 = 8; panel B and C: 8 - (2 + 4).
    names = "value baseline_value change " + PANEL
    assert pick(result, "NGO-4.2", "0601", names, "s2") == [1, 3, -2, 1, 1, 1, 0]
    assert pick(result, "NGO-4.2", "0602", names, "s2") == [8, 4, 4, 2, 8, 6, 2]


# --- Rule 7: two perspectives -----------------------------------------------------------------------------------


def test_rule_7_only_gminas_known_on_both_sides_are_compared() -> None:
    s = package(1)
    ngo(s, A, "X", consultations=3, tools="survey", standard_proposals=3)
    ngo(s, A, "Y", consultations=1, tools="none", standard_proposals=4)
    ngo(s, B, "X", consultations=2)
    ngo(s, C, "X", consultations=None)
    izus(s, A, "P", orgs_consultations=5, orgs_own_monitoring=1, standard_proposals_received=2)
    izus(s, B, "P", orgs_consultations=0)
    izus(s, C, "P", orgs_consultations=9)
    result = compute([s])
    # consultations: A 2 cards against 5; B 1 against 0; C unknown to the NGO side; D no card at all.
    assert pair_of(result, "consultations", A) == [1, 2, 5, -3]
    assert pair_of(result, "consultations", B) == [1, 1, 0, 1]
    assert pair_of(result, "consultations", C) == [0, None, None, None]
    # In the powiat X counts in both gminas (cards, not organisations): 3 against 5.
    assert pair_of(result, "consultations", "0601") == [2, 3, 5, -2]
    assert pair_of(result, "consultations", "PL") == [2, 3, 5, -2]
    # tools: one card with a tool against 1. standards: a sum, 3 + 4 = 7 against 2.
    assert pair_of(result, "tools", "06") == [1, 1, 1, 0]
    assert pair_of(result, "standards", "06") == [1, 7, 2, 5]


def test_rule_7_each_pair_reads_its_own_fields() -> None:
    s = package(1)
    ngo(s, A, "X", reports_to_izus=1, diagnosis_delegates=1, contracts=1, facilities=1, services_non_institutional=1)
    ngo(s, A, "Y", monitored_by_institutions=True)
    izus(
        s, A, "P", orgs_reports=11, orgs_diagnosis_work=12, orgs_contracts=13, orgs_institutional=14,
        orgs_non_institutional=15, orgs_monitored=16,
    )  # fmt: skip
    result = compute([s])
    pairs = ("reports", "diagnosis", "contracts", "institutional", "non_institutional", "monitored")
    assert [pair_of(result, pair, A)[2] for pair in pairs] == [11, 12, 13, 14, 15, 16]
    assert [pair_of(result, pair, A)[1] for pair in pairs] == [1] * 6


# --- Rule 11: the same gmina ------------------------------------------------------------------------------------


def changed(*steps: tuple[tuple[str, ...], tuple[tuple[str, str], ...]]) -> Result:
    """One session for each step (scope, changes); in session n every gmina's card says 10 * n + its place."""
    packages = []
    for sequence, (scope, pairs) in enumerate(steps, start=1):
        s = package(sequence, scope)
        change(s, *pairs)
        for place, gmina in enumerate(scope):
            ngo(s, gmina, "X", standard_proposals=10 * sequence + place)
        packages.append(s)
    return compute(packages)


SHORT = "value baseline_session baseline_value panel_n"


def test_rule_11_the_seventh_digit_does_not_matter() -> None:
    result = changed((("0601011",), ()), (("0601013",), ()))
    assert pick(result, "NGO-4.2", "0601013", SHORT, "s2") == [20, "s1", 10, 1]


def test_rule_11_a_renumbering_is_followed_through_several_sessions() -> None:
    chain = (("060101", "060102"),), (("060102", "060103"),)
    result = changed(((A,), ()), (("0601021",), chain[0]), (("0601031",), chain[1]))
    assert pick(result, "NGO-4.2", "0601021", SHORT, "s2") == [20, "s1", 10, 1]
    assert pick(result, "NGO-4.2", "0601031", SHORT, "s3") == [30, "s1", 10, 1]


def test_rule_11_a_row_repeated_in_later_packages_is_not_applied_twice() -> None:
    first = (("060101", "060102"),)
    # 060101 is renumbered in s2; s3 repeats it, adds the next step, and gives the free code to a new gmina.
    scope = ("0601011", "0601031")
    result = changed(((A,), ()), (("0601021",), first), (scope, (*first, ("060102", "060103"))))
    assert pick(result, "NGO-4.2", "0601031", SHORT, "s3") == [31, "s1", 10, 1]
    assert pick(result, "NGO-4.2", "0601011", SHORT, "s3") == [30, "s3", 30, None]


def test_rule_11_two_gminas_may_swap_their_codes() -> None:
    swap = (("060101", "060102"), ("060102", "060101"))
    result = changed(((A, B), ()), ((A, B), swap), ((A, B), swap))
    # s1: A 10, B 11. From s2 on A is the former B, and stays so in s3, where the same rows stand again.
    assert pick(result, "NGO-4.2", A, SHORT, "s2") == [20, "s1", 11, 1]
    assert pick(result, "NGO-4.2", B, SHORT, "s2") == [21, "s1", 10, 1]
    assert pick(result, "NGO-4.2", A, SHORT, "s3") == [30, "s1", 11, 1]


def test_rule_11_a_gmina_out_of_scope_is_followed_meanwhile() -> None:
    result = changed(((A, C), ()), ((C,), (("060101", "060102"),)), ((B, C), ()))
    assert pick(result, "NGO-4.2", B, SHORT, "s3") == [30, "s1", 10, 1]


def test_rule_11_a_merger_starts_a_new_baseline() -> None:
    merger = (("060101", "060103"), ("060102", "060103"))
    result = changed(((A, B), ()), (("0601031",), merger), (("0601031",), merger))
    assert pick(result, "NGO-4.2", "0601031", SHORT, "s2") == [20, "s2", 20, None]
    assert pick(result, "NGO-4.2", "0601031", SHORT, "s3") == [30, "s2", 20, 1]
    # The powiat is the same by its code: 30 - (10 + 11) = 9, but no card of s1 matches.
    names = "value baseline_session baseline_value change panel_n"
    assert pick(result, "NGO-4.2", "0601", names, "s3") == [30, "s1", 21, 9, 0]


def test_rule_11_a_division_starts_new_baselines_also_where_one_part_keeps_the_code() -> None:
    result = changed(((A,), ()), ((A, B), (("060101", "060101"), ("060101", "060102"))))
    assert pick(result, "NGO-4.2", A, SHORT, "s2") == [20, "s2", 20, None]
    assert pick(result, "NGO-4.2", B, SHORT, "s2") == [21, "s2", 21, None]


# --- The grid, partial runs, disclosure -------------------------------------------------------------------------


def test_the_grid_is_full_and_in_the_contracts_order() -> None:
    s = package(1)
    ngo(s, B, "X")
    service(s, B, "X", "meals", {})
    service(s, B, "X", "advocacy", {})
    result = compute([s])
    # Territories: 4 gminas + 3 powiats + 2 voivodeships + PL = 10. (51 indicators + 4 tools) x 10 = 550, and the two
    # services for each EFF in B, 0601, 06, PL: 2 x 2 x 4 = 16.
    assert len(INDICATORS) == 51
    assert len(result.indicators) == 566
    assert len(result.pairs) == 9 * 10 == len(PAIRS) * 10
    first = [row["territory"] for row in result.indicators[:10]]
    assert first == [A, B, C, D, "0601", "0602", "1401", "06", "14", "PL"]
    tail = [(r["indicator"], r["breakdown"], r["territory"]) for r in result.indicators[-9:]]
    assert tail[0] == ("EFF-2", None, "PL")
    assert tail[1:5] == [("EFF-2", "advocacy", place) for place in (B, "0601", "06", "PL")]
    assert tail[5:] == [("EFF-2", "meals", place) for place in (B, "0601", "06", "PL")]
    assert SERVICES.index("advocacy") < SERVICES.index("meals")


def test_a_partial_run_leaves_baseline_change_and_panel_missing() -> None:
    two, four = package(2), package(4)
    ngo(two, A, "X", researchers=1)
    ngo(four, A, "X", researchers=1)
    for row in compute([four, two], partial=True).indicators:
        assert [row[name] for name in INDICATOR_COLUMNS[15:]] == [None] * 10


def test_disclosure_names_the_contributors_and_the_largest_ones_part() -> None:
    s = package(1)
    ngo(s, A, "X", users_total=2)
    ngo(s, B, "X", users_total=4)
    ngo(s, A, "Y", users_total=2)
    ngo(s, A, "Z", users_total=0)
    ngo(s, C, "Z", users_total=9)
    ngo(s, D, "Z", users_total=0)
    for gmina in (A, B, D):
        statistics(s, gmina, service_users_total=10)
    rows = {r["territory"]: r for r in compute([s]).disclosure if r["indicator"] == "NGO-3.6"}
    # A: X 2, Y 2, Z 0: two contributors, half each. 0601: X 6, Y 2: 6/8. C has no statistic: no card. D: a sum of 0.
    found = {place: (rows[place]["contributors"], rows[place]["top_share"]) for place in (A, "0601", C, D)}
    assert found == {A: (2, 0.5), "0601": (2, 0.75), C: (0, None), D: (0, None)}
