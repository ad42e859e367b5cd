import pytest

from atlas.report.tests.world import A, B, C, card, cards, report_on, session, signals_in

PANEL = "NGO-4.2 Motions/proposals made by entities of the non-governmental sector on introducing standards"
CALM = {"orgs_diagnosis_work": 1}
"""A Karta IZUS about which no rule has anything to say."""


@pytest.fixture
def signals(tmp_path):
    return lambda territory, *sessions, **how: signals_in(report_on(tmp_path, territory, *sessions, **how))


def calm(gmina=A, number=3):
    return cards(gmina, *({"contracts": 0, "diagnosis_delegates": 1} for _card in range(number)))


def statistics(*gminas, **known):
    return [{"gmina": gmina, "ngo_active": 10, "service_users_total": 100} | known for gmina in gminas]


def test_where_nothing_is_the_matter_there_is_no_signal(signals):
    assert signals(A, session(calm(), [card(A, **CALM)], statistics=statistics(A))) == {}


def test_fewer_than_half_of_the_invited_cards_is_a_signal_and_half_is_not(signals):
    title = "Fewer than half of those invited have filed"
    one = session(calm(number=1), [card(A, **CALM)], silent=[("NGO", A, "X"), ("NGO", A, "Y")])
    assert signals(A, one)[title] == ("NGO card: 1 of 3 cards (33.3%)",)


def test_half_of_the_invited_cards_is_no_signal(signals):
    half = session(calm(number=1), [card(A, **CALM)], silent=[("NGO", A, "X")])
    assert "Fewer than half of those invited have filed" not in signals(A, half)


def test_a_gmina_from_which_nothing_came_and_its_institution_are_named(signals):
    found = signals("0605", session(calm(), [card(A, **CALM)], silent=[("IZUS", B, "IZUS-B")]))
    assert found["From some gminas no card has come"] == ("1 gmina of 2: Lipa",)
    assert found["An institution was invited and has not filed"] == ("Ośrodek IZUS-B (Lipa)",)


def test_a_gmina_without_statistics_is_named(signals):
    rows = session(calm() + calm(B), [card(A, **CALM), card(B, **CALM)], statistics=statistics(A))
    assert signals("0605", rows)["A gmina has given no statistics"] == ("1 gmina of 2: Lipa",)


@pytest.mark.parametrize(
    ("ngo", "izus", "apart"), [(1, 4, True), (3, 6, True), (4, 7, False), (0, 2, False), (0, 3, True), (3, 3, False)]
)
def test_sides_are_apart_by_three_and_by_half_of_the_larger_side(*, signals, ngo, izus, apart):
    contracts = [{"contracts": 1}] * ngo + [{"contracts": 0}]
    found = signals(A, session(cards(A, *contracts), [card(A, orgs_contracts=izus)]))
    line = f"Organisations with contracts for services: organisations {ngo}, institutions {izus} (1 gmina compared)"
    assert (line in found.get("Organisations and institutions tell different stories", ())) is apart


def test_contracts_without_a_single_user_are_a_signal(signals):
    ngo = cards(A, {"contracts": 2, "users_total": 0}, {"contracts": 1, "users_total": 0})
    found = signals(A, session(ngo, [card(A, **CALM)], statistics=statistics(A)))
    assert found["There are contracts, but no users"] == ("Łąki: cards with contracts 2, users 0",)


@pytest.mark.parametrize("users", [None, 1])
def test_where_users_are_not_known_or_there_are_some_it_is_no_signal(*, signals, users):
    ngo = cards(A, {"contracts": 2, "users_total": users}, {"contracts": 1, "users_total": users})
    assert "There are contracts, but no users" not in signals(A, session(ngo, statistics=statistics(A)))


def test_penalties_are_told_with_their_coverage(signals):
    found = signals(A, session(calm(), [card(A, orgs_penalised=2, **CALM)]))
    assert found["Organisations were penalised for not keeping standards"][0].endswith(": 2 · 1 of 1 card")
    assert "Organisations were penalised for not keeping standards" not in signals_of_none(signals)


def signals_of_none(signals):
    return signals(B, session(calm(B), [card(B, orgs_penalised=0, **CALM)]))


@pytest.mark.parametrize(("negative", "told"), [(1, True), (0, False)])
def test_a_quarter_of_contracts_without_a_positive_assessment_is_a_signal(*, signals, negative, told):
    found = signals(A, session(calm(), [card(A, orgs_contracts=4, orgs_contracts_negative=negative, **CALM)]))
    assert ("Many contracts were not assessed positively" in found) is told


def test_a_sphere_in_which_much_is_not_collected_is_named_and_each_gap_is_counted(signals):
    items = ("consultations", "reports_to_izus", "researchers")
    reasons = [("NGO", A, f"ORG-{A}-1", item, "not_collected") for item in items]
    found = signals(A, session(calm(number=1), [card(A, **CALM)], reasons=reasons))
    (line,) = found["Much of what a sphere asks for is not collected"]
    assert line.startswith("NGO card, sphere 1. Recognising and monitoring the local community: said 3 times, of 4")
    fewer = session(calm(B, number=1), reasons=[(kind, B, f"ORG-{B}-1", *rest) for kind, _g, _w, *rest in reasons[:2]])
    assert "Much of what a sphere asks for is not collected" not in signals(B, fewer)


def test_a_fall_by_a_quarter_among_the_same_respondents_is_sharp(signals):
    then = session(cards(A, *[{"standard_proposals": 3}] * 3))
    now = session(cards(A, *[{"standard_proposals": 2}] * 3), sequence=2)
    (line,) = signals(A, then, now)["A sharp turn for the worse among the same respondents"]
    assert line.startswith(PANEL)
    assert line.endswith(": 9 → 6 · −3 · panel: 3 cards")


def test_a_fall_only_because_others_answered_is_not_told(signals):
    then = session(cards(A, *[{"standard_proposals": 3}] * 3))
    now = session(cards(A, *[{"standard_proposals": 1}] * 3, first=4), sequence=2)
    assert "A sharp turn for the worse among the same respondents" not in signals(A, then, now)


def test_of_two_matched_organisations_nothing_is_told(signals):
    then = session(cards(A, *[{"standard_proposals": 3}] * 2))
    now = session(cards(A, *[{"standard_proposals": 1}] * 2), sequence=2)
    assert "A sharp turn for the worse among the same respondents" not in signals(A, then, now)


def test_nobody_in_the_diagnosis_and_an_institution_that_does_not_say_are_told_apart(signals):
    nobody = cards(A, {"diagnosis_delegates": 0}) + cards(B, {"diagnosis_delegates": 0}) + cards(C, {"contracts": 0})
    izus = [card(A, orgs_diagnosis_work=0), card(B, orgs_reports=1), card(C, orgs_diagnosis_work=0)]
    assert signals("0605", session(nobody, izus))["Organisations are missing from the Diagnosis"] == (
        "Both sides say that no organisation takes part: Łąki",
        "The institution does not say: Lipa",
    )


def test_a_share_over_100_percent_is_a_signal_only_for_those_who_may_see_it(signals):
    ngo = cards(A, {"users_total": 150}, {"users_total": 1}, {"users_total": 1})
    rows = session(ngo, [card(A, **CALM)], statistics=statistics(A))
    assert "A share is over 100 percent" not in signals(A, rows, audience="public")
    assert "152.0%" in signals(A, rows, audience="centre")["A share is over 100 percent"][0]
