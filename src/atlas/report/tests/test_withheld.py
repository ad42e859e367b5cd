from dataclasses import replace

import pyarrow as pa
import pytest

from atlas.report.html import render_html
from atlas.report.rules import is_withheld
from atlas.report.tests.reading import notes_of, rows_of

TERRITORIES = ["0605053", "0605063", "0605", "06", "PL"]


def disclosure_rows(results, territory, *, session="2026-1"):
    return [row for row in results.disclosure.to_pylist() if (row["session"], row["territory"]) == (session, territory)]


@pytest.mark.parametrize("territory", TERRITORIES)
def test_a_public_report_withholds_everything_of_a_row_that_tells_a_single_respondent(*, report_of, pilot, territory):
    rows, (_packages, results) = rows_of(report_of(territory, audience="public")), pilot
    hidden = 0
    for found in disclosure_rows(results, territory):
        row = rows[found["indicator"], found["breakdown"] or ""]
        if is_withheld(contributors=found["contributors"], top_share=found["top_share"]):
            hidden += 1
            shown = [row.value.raw, row.baseline.raw, row.numerator, row.denominator, row.lane]
            assert shown == [None] * 5
            assert [change.cell.raw for change in row.changes] == [None]
            assert row.value.detail == "not published"
            assert "fewer than 3 entities" in notes_of(row)
    assert hidden


@pytest.mark.parametrize("territory", TERRITORIES)
def test_a_baseline_that_is_withheld_takes_its_change_with_it(*, report_of, pilot, territory):
    rows, (_packages, results) = rows_of(report_of(territory, audience="public")), pilot
    for found in disclosure_rows(results, territory, session="2025-1"):
        row = rows.get((found["indicator"], found["breakdown"] or ""))
        if row and is_withheld(contributors=found["contributors"], top_share=found["top_share"]):
            assert row.baseline.raw is None
            assert all(change.cell.raw is None for change in row.changes)


def test_a_figure_is_not_withheld_where_enough_stand_behind_it(report_of, result_row):
    row = rows_of(report_of("06", audience="public"))["NGO-3.6", ""]
    assert row.value.raw == result_row("NGO-3.6", "06")["value"]


def test_a_panel_of_people_or_money_is_never_public(report_of):
    rows = rows_of(report_of("06", audience="public"))
    panels = [change for row in rows.values() for change in row.changes if change.panel and change.cell.raw is not None]
    assert panels
    assert all(
        change.cell.raw is None
        for key, row in rows.items()
        if key[0] in {"NGO-3.6", "IZUS-3.6", "EFF-1", "EFF-2"}
        for change in row.changes
        if change.panel
    )


def test_sums_behind_efficiency_are_not_public_lest_a_withheld_service_be_told_by_subtraction(report_of):
    row = rows_of(report_of("06", audience="public"))["EFF-1", ""]
    assert row.value.raw is not None
    assert (row.value.detail, row.baseline.detail, row.numerator, row.denominator) == ("", "", None, None)


def test_indicators_that_sum_no_people_or_money_are_the_same_for_both_audiences(report_of):
    public, centre = (rows_of(report_of("0605053", audience=one)) for one in ("public", "centre"))
    assert public["IZUS-1.1", ""] == centre["IZUS-1.1", ""]


def test_the_centres_report_says_first_that_it_is_for_the_centre_only(report_of):
    report = report_of("06", audience="centre")
    assert report.notice.warning
    assert "For the Monitoring Centre only" in report.notice.text


def test_a_withheld_value_is_nowhere_on_the_public_page(report_of):
    centre = rows_of(report_of("0605053", audience="centre"))["EFF-2", "meals"]
    page = render_html(report_of("0605053", audience="public")).decode()
    assert centre.value.text not in page
    assert centre.baseline.text not in page


def test_an_erratum_about_a_withheld_figure_keeps_its_figures_to_itself(pilot, report_of):
    _packages, results = pilot
    rows = results.disclosure.to_pylist()
    told = [row | {"contributors": 1} if row["indicator"] == "NGO-3.6" else row for row in rows]
    stricter = replace(results, disclosure=pa.Table.from_pylist(told, schema=results.disclosure.schema))
    for territory in ("0605053", "0605"):
        page = render_html(report_of(territory, audience="public", results=stricter)).decode()
        assert "ORG-001" not in page
        assert "Its text has figures that are not published." in page
    assert "ORG-001" in render_html(report_of("0605053", audience="centre", results=stricter)).decode()
