from collections import Counter
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from atlas.report.case import case_of
from atlas.report.reasons import why_missing
from atlas.report.row_notes import notes_of as notes_of_reading
from atlas.report.rows import Reading
from atlas.report.sources import Sources
from atlas.report.tests.reading import notes_of, rows_of


@pytest.fixture
def case(pilot):
    packages, results = pilot
    return case_of(Sources(packages, results), territory="0617033", audience="centre", language="en", names={})


def why(case, indicator, *, option="", **changes):
    row = next(one for one in case.current(indicator) if one.breakdown == option)
    return why_missing(replace(row, **changes), case.definitions.indicator(indicator), excerpt=case.now, case=case)


def test_a_denominator_of_zero_is_named(report_of):
    row = rows_of(report_of("0617033"))["NGO-3.10", ""]
    assert row.value.detail == "divided by 0"
    assert "T.8" in notes_of(row)
    assert (row.numerator, row.denominator) == (0.0, 0.0)


def test_an_unanswered_item_is_named_with_the_reason_given_on_the_card(report_of):
    row = rows_of(report_of("0617033"))["IZUS-1.3", ""]
    assert row.value.detail == "nobody answered"
    assert "II.1.3" in notes_of(row)
    assert "“we do not collect such data”: 1 time" in notes_of(row)


def test_an_unknown_statistic_is_named_with_the_gmina(report_of):
    row = rows_of(report_of("0617033"))["IZUS-3.6", ""]
    assert row.value.detail == "statistic missing"
    assert "T.11" in notes_of(row)
    assert "Piaski" in notes_of(row)


def test_a_gmina_left_out_of_a_share_is_named(report_of):
    assert "Urzędów" in notes_of(rows_of(report_of("06"))["NGO-3.10", ""])


def test_nobody_invited_comes_before_no_card(case):
    assert why(case, "NGO-1.1", invited=0, value=None).short == "nobody invited"


def test_no_card_of_that_kind_is_said(case):
    bare = replace(case, now=replace(case.now, cards=MappingProxyType({"NGO": Counter(), "IZUS": Counter()})))
    assert why(bare, "IZUS-1.1", value=None).short == "no card"


def test_a_service_without_both_numbers_is_incomplete(report_of):
    row = rows_of(report_of("06"))["EFF-1", "adaptation"]
    assert row.value.detail == "data incomplete"
    assert "S.E.2" in notes_of(row)


def test_no_service_row_at_all_is_said(case):
    bare = replace(case, now=replace(case.now, services=Counter()))
    assert why(bare, "EFF-1", value=None).short == "no service rows"


def test_a_baseline_that_was_missing_says_why_it_was(report_of):
    row = rows_of(report_of("0605063"))["NGO-1.3", ""]
    assert row.baseline.text == "–"
    assert "missing in session 2025-1" in notes_of(row)
    assert "Modliborzyce" in notes_of(row)


def test_a_service_that_is_new_has_no_baseline(report_of):
    row = rows_of(report_of("0605053"))["EFF-1", "personal_assistance"]
    assert "did not occur in session 2025-1" in notes_of(row)


def test_in_the_baseline_session_there_is_no_change_to_show(report_of):
    rows = rows_of(report_of("0617033"))
    assert {row.baseline.detail for row in rows.values()} == {"this session"}
    assert {change.cell.detail for row in rows.values() for change in row.changes} == {"baseline session"}


def reading_of(pilot, indicator, *, session=None, **changes):
    packages, results = pilot
    case = case_of(Sources(packages, results), territory="0605053", audience="centre", language="en", names={})
    if session:
        package = replace(case.now.package, session=replace(case.now.package.session, **session))
        case = replace(case, now=replace(case.now, package=package))
    return Reading(replace(case.current(indicator)[0], **changes), case.definitions.indicator(indicator), case)


def said(reading):
    return " ".join(note.text for note in notes_of_reading(reading))


def test_another_version_of_the_definition_is_marked(pilot):
    assert "version 1 then, version 2 now" in said(reading_of(pilot, "NGO-1.1", definition_version=2))
    assert "version" not in said(reading_of(pilot, "NGO-1.1"))


def test_flows_over_periods_of_different_length_are_marked_and_stocks_are_not(pilot):
    half = {"period_from": date(2025, 7, 1)}
    assert "differ in length" in said(reading_of(pilot, "NGO-1.2", session=half))
    assert "differ in length" not in said(reading_of(pilot, "NGO-1.1", session=half))
    assert "differ in length" not in said(reading_of(pilot, "NGO-1.2"))


def test_an_erratum_stands_beside_its_value_which_stays(report_of, result_row):
    row = rows_of(report_of("0605053"))["NGO-3.6", ""]
    assert row.baseline.raw == result_row("NGO-3.6", "0605053")["baseline_value"]
    assert "Erratum 1 to session 2025-1" in notes_of(row)
    assert any(note.lang == "pl" for note in row.notes)
