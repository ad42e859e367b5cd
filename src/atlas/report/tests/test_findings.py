import pytest

from atlas.report.findings.choice import KINDS_OF_FINDINGS
from atlas.report.model import Chart, Findings, Paragraph
from atlas.report.tests.reading import blocks_of
from atlas.report.tests.world import A, B, C, D, card, cards, findings_in, report_on, session
from atlas.report.thresholds import strength


@pytest.fixture
def findings(tmp_path):
    return lambda territory, *sessions, **how: findings_in(report_on(tmp_path, territory, *sessions, **how))


def told(found, start):
    return next((one for one in found if one[0].startswith(start)), None)


def statistics(**active):
    return [{"gmina": gmina, "ngo_active": number} for gmina, number in active.items()]


def contracts(gmina, *, having, of):
    return cards(gmina, *([{"contracts": 1}] * having + [{"contracts": 0}] * (of - having)))


def test_the_share_of_organisations_with_contracts_stands_with_its_fraction_and_coverage(findings):
    rows = session(
        contracts(A, having=4, of=9), statistics=statistics(**{A: 11}), silent=[("NGO", A, f"X{n}") for n in range(3)]
    )
    assert told(findings(A, rows, language="pl"), "Organizacje z kontraktami") == (
        "Organizacje z kontraktami na usługi to 36,4\N{NO-BREAK SPACE}% organizacji działających na tym terytorium.",
        "36,4\N{NO-BREAK SPACE}% · 4 z 11 · 9 z 12 kart",
    )


def test_a_share_over_the_whole_is_no_sentence(findings):
    rows = session(contracts(A, having=4, of=4), statistics=statistics(**{A: 3}))
    assert told(findings(A, rows), "Organisations with contracts") is None


def test_where_fewer_than_half_have_filed_that_comes_first(findings):
    rows = session(contracts(A, having=1, of=1), [card(A, orgs_contracts=9)], silent=[("NGO", A, "X"), ("NGO", A, "Y")])
    assert findings(A, rows)[0] == (
        "NGO card: fewer than half of those invited have filed. The missing ones could turn any figure.",
        "1 of 3 cards (33.3%)",
    )


def test_the_greatest_change_is_that_of_the_same_respondents(findings):
    """Of three who answered both times consultations: 1 then, 3 now; five newcomers change nothing of it."""
    then = session(cards(A, {"consultations": 1}, {"consultations": 0}, {"consultations": 0}))
    now = session(cards(A, *[{"consultations": 2}] * 8), sequence=2)
    found = told(findings(A, then, now), "Among the same respondents")
    assert found[0].startswith("Among the same respondents this has risen from 1 to 3: “")
    assert found[1] == "+2 · better · panel: 3 cards"


def test_no_change_is_told_where_only_those_who_answered_changed(findings):
    then = session(cards(A, *[{"consultations": 0}] * 5))
    now = session(cards(A, *[{"consultations": 1}] * 5, first=6), sequence=2)
    found = findings(A, then, now)
    assert told(found, "Among") is None
    assert told(found, "Since the baseline") == (
        "Since the baseline 5 organisations have joined (5 left).",
        "5 at the baseline, 5 now, 0 in both",
    )


def test_no_change_of_flows_is_told_over_periods_of_different_length(findings):
    then = session(cards(A, *[{"consultations": 0}] * 3), months=6)
    now = session(cards(A, *[{"consultations": 1}] * 3), sequence=2)
    assert told(findings(A, then, now), "Among") is None


def test_the_greatest_change_the_other_way_is_told_too(findings):
    then = session(cards(A, *[{"consultations": 0, "facilities": 1}] * 3))
    now = session(
        cards(A, {"consultations": 1, "facilities": 1}, *[{"consultations": 1, "facilities": 0}] * 2), sequence=2
    )
    ways = [text.split(" to ")[0] for text, _figures in findings(A, then, now) if text.startswith("Among")]
    assert ways == [
        "Among the same respondents this has risen from 0",
        "Among the same respondents this has fallen from 3",
    ]


def test_the_pair_in_which_the_sides_differ_most_is_told(findings):
    ngo = cards(A, {"contracts": 1, "consultations": 1}, {"contracts": 0, "consultations": 1})
    rows = session(ngo, [card(A, orgs_contracts=5, orgs_consultations=3)])
    assert told(findings(A, rows), "The two sides differ") == (
        "The two sides differ most here: Organisations with contracts for services. "
        "Organisations report 1, institutions 5.",
        "difference −4 · 1 of 1 gmina compared",
    )


def test_where_the_sides_agree_everywhere_that_is_told(findings):
    rows = session(contracts(A, having=1, of=2), [card(A, orgs_contracts=1)])
    assert told(findings(A, rows), "Organisations and institutions agree")[1] == "pairs compared: 1 of 9"


def test_highest_and_lowest_are_told_of_three_sound_territories_and_those_in_a_tie_together(findings):
    """A and B 2 of 10, C 5 of 10; D has all of its 1, but only one card of four came."""
    ngo = [
        *contracts(A, having=2, of=2),
        *contracts(B, having=2, of=2),
        *contracts(C, having=5, of=5),
        *contracts(D, having=1, of=1),
    ]
    silent = [("NGO", D, f"X{number}") for number in range(3)]
    rows = session(ngo, statistics=statistics(**dict.fromkeys((A, B, C), 10), **{D: 1}), silent=silent)
    assert told(findings("0605", rows), "Of the territories") == (
        "Of the territories that can be compared, the share of organisations with contracts is highest in Mostki "
        "(50.0%) and lowest in Lipa, Łąki (20.0%).",
        "20.0% – 50.0% · territories compared: 3 of 4",
    )


def test_two_territories_are_not_ranked_in_a_sentence(findings):
    rows = session(
        [*contracts(A, having=2, of=2), *contracts(B, having=1, of=1)], statistics=statistics(**{A: 10, B: 10})
    )
    assert told(findings("0605", rows), "Of the territories") is None


def test_a_zero_that_both_sides_counted_is_told(findings):
    rows = session(cards(A, {"facilities": 0}), [card(A, orgs_institutional=0)])
    assert told(findings(A, rows), "Both sides counted")[1] == "NGO-3.8: 1 of 1 card · IZUS-3.7: 1 of 1 card"


def test_how_much_cannot_be_said_is_told_with_the_reasons(findings):
    """Only NGO-3.4's condition is known; without a statistic not even it has a value: 51 of 51, none withheld."""
    rows = session(cards(A, {"contracts": 1}))
    assert told(findings(A, rows), "For ") == ("For 51 of 51 indicators there are no figures.", "no data: 51")


def test_never_more_than_five_and_where_there_are_fewer_the_page_says_so(tmp_path, report_of):
    for territory in ("0605053", "0605", "06", "PL"):
        assert len(findings_in(report_of(territory))) == 5
    report = report_on(tmp_path, A, session(cards(A, {"contracts": 1})))
    blocks = next(part.blocks for part in report.sections[0].parts if part.id == "findings")
    assert isinstance(blocks[0], Findings)
    assert blocks[1] == Paragraph(f"The data carry only {len(blocks[0].items)} sentence.")


def test_every_kind_of_finding_says_its_weight():
    assert all((kind.__doc__ or "").startswith("Weight ") for kind in KINDS_OF_FINDINGS)


def test_the_first_page_has_coverage_profile_sentences_and_care(report_of):
    section = report_of("0605").sections[0]
    assert section.id == "glance"
    assert "NGO card: 10 of 13 cards (76.9%)" in section.blocks[0].text
    assert isinstance(section.blocks[1], Chart)
    assert [part.id for part in section.parts] == ["findings", "care"]


def test_the_chart_of_the_first_page_has_its_table_further_on(report_of):
    tables = {block.id for block in blocks_of(report_of("0605")) if hasattr(block, "caption")}
    linked = {block.table for block in blocks_of(report_of("0605")) if hasattr(block, "table")}
    assert linked
    assert linked <= tables


def test_more_of_a_small_number_does_not_outweigh_much_of_a_large_one():
    assert strength(0, 1) < strength(2, 4) < strength(10, 17) < strength(400, 600)
