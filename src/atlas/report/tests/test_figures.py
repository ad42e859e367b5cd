import pytest

from atlas.kernel.errors import DomainError
from atlas.kernel.polish_numbers import NBSP
from atlas.report.tests.reading import notes_of, rows_of, table_of

TERRITORIES = ["0605053", "0617033", "0605", "06", "PL"]


@pytest.mark.parametrize("territory", TERRITORIES)
def test_every_figure_of_the_centres_report_is_the_results_own(*, report_of, pilot, territory):
    rows = rows_of(report_of(territory))
    _packages, results = pilot
    ours = [
        row for row in results.indicators.to_pylist() if (row["session"], row["territory"]) == ("2026-1", territory)
    ]
    assert len(ours) == len(rows)
    for row in ours:
        shown = rows[row["indicator"], row["breakdown"] or ""]
        in_baseline = row["baseline_session"] == "2026-1"
        plain = [change.cell.raw for change in shown.changes if not change.panel]
        panel = [change.cell.raw for change in shown.changes if change.panel]
        assert shown.value.raw == row["value"]
        assert shown.baseline.raw == (None if in_baseline else row["baseline_value"])
        assert plain == [row["change"]]
        assert panel in ([row["panel_change"]], [])
        assert shown.coverage.raw == row["coverage"]
        assert (shown.numerator, shown.denominator) == (row["numerator"], row["denominator"])


@pytest.mark.parametrize("territory", TERRITORIES)
def test_nothing_that_is_missing_is_empty_or_zero(report_of, territory):
    for audience in ("public", "centre"):
        for row in rows_of(report_of(territory, audience=audience)).values():
            for cell in (row.value, row.baseline, row.coverage, *(change.cell for change in row.changes)):
                assert cell.text
                assert cell.raw is not None or (cell.text == "–" and cell.detail)


def test_a_share_stands_with_its_fraction_in_polish_form(report_of):
    row = rows_of(report_of("0605053", language="pl"))["NGO-3.4", ""]
    assert (row.value.text, row.value.detail) == (f"26,3{NBSP}%", "5 z 19")
    assert (row.changes[0].of, row.changes[0].cell.text) == (f"panel: 4{NBSP}karty", f"+4,4{NBSP}p.p.")
    assert row.changes[0].word == "lepiej"
    assert row.changes[1].cell.text == f"+4,1{NBSP}p.p."


def test_where_a_card_joined_the_panel_stands_first_and_where_all_are_matched_it_does_not(report_of):
    rows = rows_of(report_of("0605053"))
    assert [change.panel for change in rows["NGO-3.4", ""].changes] == [True, False]
    assert [change.panel for change in rows["IZUS-1.1", ""].changes] == [False, True]


def test_the_powiats_worked_example_counts_an_organisation_of_two_gminas_once(report_of):
    row = rows_of(report_of("0605"))["NGO-1.1", ""]
    assert (row.value.text, row.baseline.text, row.coverage.text) == ("6", "4", "10 of 13 cards")


def test_where_the_gminas_differ_the_panel_stands_first_and_the_plain_change_is_marked(report_of):
    first, second = rows_of(report_of("06"))["NGO-3.4", ""].changes
    assert first.panel
    assert first.cell.text == f"+1.3{NBSP}pp"
    assert (second.panel, second.mark) == (False, "gminas: 3 at the baseline, 5 now")


def test_less_is_better_for_the_cost_of_a_service(report_of):
    row = rows_of(report_of("0605"))["EFF-2", "meals"]
    assert (row.value.text, row.baseline.text, row.changes[0].word) == ("1,079.06", "1,046.49", "worse")


def test_the_parts_of_a_breakdown_follow_their_whole(report_of):
    keys = [key for key in rows_of(report_of("06")) if key[0] == "NGO-1.4"]
    assert [option for _id, option in keys] == ["", "outdoor_action", "street_poll", "survey", "interview"]


def test_all_services_together_are_labelled_as_counting_people_in_each_service(report_of):
    assert "in each service they belong to" in rows_of(report_of("06"))["EFF-1", ""].name


def test_a_share_over_100_percent_is_flagged(report_of):
    row = rows_of(report_of("0605063"))["NGO-3.6", ""]
    assert row.value.raw > 100
    assert "over 100 percent" in notes_of(row)
    assert row.lane.end >= row.value.raw


def test_the_pairs_are_the_results_own(report_of, pilot):
    _packages, results = pilot
    rows = [row for row in results.pairs.to_pylist() if (row["session"], row["territory"]) == ("2026-1", "06")]
    shown = table_of(report_of("06"), "pairs-table").rows
    assert [[cell.raw for cell in row[1:]] for row in shown] == [
        [row["ngo"], row["izus"], row["difference"], row["gminas_compared"]] for row in rows
    ]


def test_a_gmina_is_found_by_six_digits(report_of):
    assert report_of("060505").territory == "0605053"


@pytest.mark.parametrize("territory", ["0699", "9999999", "14", "nowhere", "", "06050"])
def test_a_territory_that_no_scope_has_is_refused_with_what_there_is(report_of, territory):
    with pytest.raises(DomainError) as caught:
        report_of(territory)
    assert caught.value.code == "territory-not-in-scope"
    assert "Janów Lubelski" in caught.value.facts["known"]


def test_a_territory_only_in_an_earlier_session_gets_that_sessions_report(pilot, report_of):
    packages, results = pilot
    report = report_of("0605053", packages=packages[:1], results=results)
    assert report.seal.session == "2025-1"
