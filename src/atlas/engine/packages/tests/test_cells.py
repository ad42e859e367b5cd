"""Single cells: each type takes its one form, and a wrong cell is named with row, column and what was found."""

from __future__ import annotations

import pytest

from atlas.engine.packages.tests.builder import (
    STRANGE,
    accepted,
    assert_refused,
    good_rows,
    refusal,
    spoiled,
    with_cell,
    written,
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pkg"


def assert_cell_refused(folder, where, *, value, code):
    table, row, column = where
    path = with_cell(folder, table, row=row, column=column, value=value)
    assert_refused(path, code, file=f"pkg/{table}.csv", row=row, column=column, says=value)


WHOLE, MONEY = ("cards_ngo", 3, "users_total"), ("services", 2, "cost_pln")
YES_NO, DATE, CHOICES = (
    ("cards_ngo", 2, "own_service_monitoring"),
    ("session", 2, "closes_on"),
    ("cards_ngo", 2, "tools"),
)


@pytest.mark.parametrize("value", ["", "0", "7", "9223372036854775807"])
def test_a_whole_number_is_good(folder, value):
    accepted(with_cell(folder, "cards_ngo", row=3, column="users_total", value=value))


@pytest.mark.parametrize(
    "value",
    ["1.0", "1,0", "-1", "01", "00", "1e5", "+1", "1 000", "1\N{NO-BREAK SPACE}000", " 1", "1 ", "٣", "x", "-0",
     "9223372036854775808", "10000000000000000000", "99999999999999999999"],
)  # fmt: skip
def test_any_other_form_of_a_number_is_refused(folder, value):
    assert_cell_refused(folder, WHOLE, value=value, code="cell-whole")


@pytest.mark.parametrize("value", ["", "0", "12195", "12195.1", "12195.10", "0.01", "999999999999.99"])
def test_an_amount_is_good(folder, value):
    accepted(with_cell(folder, "services", row=2, column="cost_pln", value=value))


@pytest.mark.parametrize(
    "value",
    ["12195.105", "12195,10", "12 195.10", "-1.00", "+1.00", ".50", "1.", "01.00", "1e3", "12195 zł", "NaN",
     "1000000000000.00"],
)  # fmt: skip
def test_any_other_form_of_an_amount_is_refused(folder, value):
    assert_cell_refused(folder, MONEY, value=value, code="cell-money")


@pytest.mark.parametrize("value", ["True", "TRUE", "tak", "1", "0", "yes", "t", "true "])
def test_yes_and_no_are_true_and_false(folder, value):
    assert_cell_refused(folder, YES_NO, value=value, code="cell-yes_no")


@pytest.mark.parametrize(
    "value",
    ["2025-02-30", "2025-13-01", "2025-00-10", "2025-2-3", "30.04.2025", "2025/04/30", "20250430", "2025-04-30T00:00",
     "0000-01-01", "2023-02-29", " 2025-04-30"],
)  # fmt: skip
def test_a_day_that_does_not_exist_or_has_another_form_is_refused(folder, value):
    assert_cell_refused(folder, DATE, value=value, code="cell-date")


def test_the_29th_of_february_of_a_leap_year_is_a_day(folder):
    accepted(with_cell(folder, "session", row=2, column="period_from", value="2024-02-29"))


@pytest.mark.parametrize("value", ["", "none", "survey", "outdoor_action|street_poll|survey"])
def test_a_choice_of_several_in_order_is_good(folder, value):
    accepted(with_cell(folder, "cards_ngo", row=2, column="tools", value=value))


@pytest.mark.parametrize(
    "value",
    ["astrology", "survey|astrology", "interview|survey", "survey|survey", "none|survey", "survey|none", "survey|",
     "|survey", "survey||interview", "survey, interview", "Survey", "none|none"],
)  # fmt: skip
def test_an_unknown_code_a_wrong_order_a_repetition_or_none_with_others_is_refused(folder, value):
    assert_cell_refused(folder, CHOICES, value=value, code="cell-options")


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("scope", 2, "institution_type"), "MOPS"),
        (("invitations", 2, "card_kind"), "ngo"),
        (("organisations", 2, "legal_form"), "fundacja"),
        (("services", 2, "service"), "haircuts"),
    ],
)
def test_an_option_that_is_none_of_the_codes_is_refused(folder, *, where, value):
    table, row, column = where
    path = with_cell(folder, table, row=row, column=column, value=value)
    problem = refusal(path).problems[0]
    assert (problem.code, problem.place.row, problem.place.column) == ("cell-option", row, column)
    assert_cell_refused(folder, where, value=value, code="cell-option")


@pytest.mark.parametrize("value", ["060505", "06050531", "0605054", "060505x", "Janów", "٠٦٠٥٠٥٣", "0605053 "])
def test_a_gmina_that_is_no_teryt_code_is_refused(folder, value):
    assert_cell_refused(folder, ("organisations", 2, "seat_gmina"), value=value, code="cell-pattern")


def test_a_number_that_lost_its_leading_zero_is_no_teryt_code(folder):
    # what a spreadsheet makes of 0605053
    assert_cell_refused(folder, ("institutions", 2, "seat_gmina"), value="605053", code="cell-pattern")


@pytest.mark.parametrize(("column", "value"), [("powiat", "605"), ("voivodeship", "6"), ("powiat", "060505")])
def test_powiat_and_voivodeship_have_their_own_forms(folder, *, column, value):
    assert_cell_refused(folder, ("scope", 2, column), value=value, code="cell-pattern")


@pytest.mark.parametrize("value", ["2025 1", "-2025", "sesja„1”", ",2025"])
def test_a_session_code_is_short_and_plain(folder, value):
    assert_cell_refused(folder, ("session", 2, "session"), value=value, code="cell-pattern")


@pytest.mark.parametrize(
    ("table", "column"),
    [("session", "name"), ("session", "sequence"), ("session", "closes_on"), ("scope", "gmina"), ("scope", "name"),
     ("scope", "institution_type"), ("organisations", "name"), ("cards_ngo", "respondent")],
)  # fmt: skip
def test_a_cell_that_must_not_be_empty_is_named(folder, *, table, column):
    path = with_cell(folder, table, row=2, column=column, value="")
    assert_refused(path, "cell-required", file=f"pkg/{table}.csv", row=2, column=column)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(
    "table",
    ["scope", "invitations", "organisations", "institutions", "cards_ngo", "cards_izus", "services",
     "territory_statistics"],
)  # fmt: skip
def test_a_key_that_stands_twice_is_named_at_its_second_row(folder, *, table, kind):
    rows = good_rows()
    rows[table].append(dict(rows[table][0]))  # the writer sorts: the two stand under one another
    second = 3 if kind == "csv" else 2
    error = refusal(written(folder, rows, format=kind))
    assert [(one.code, one.place.file, one.place.row) for one in error.problems] == [
        ("key-twice", f"pkg/{table}.{kind}", second)
    ]


def test_a_key_that_stands_twice_far_apart_is_found_too(folder):
    path = with_cell(folder, "cards_ngo", row=4, column="gmina", value="0605053")
    assert_refused(
        path, "key-twice", file="pkg/cards_ngo.csv", row=4, column="gmina, respondent", says="0605053, ORG-1"
    )


def test_rows_need_not_be_sorted(folder):
    def turn(content):
        header, *rest = content.splitlines(keepends=True)
        return header + b"".join(reversed(rest))

    accepted(spoiled(folder, "cards_ngo.csv", change=turn))


def test_wrong_cells_of_several_columns_and_tables_are_named_together(folder):
    rows = good_rows()
    rows["organisations"][0]["seat_gmina"] = "Janów"
    rows["institutions"][0]["seat_gmina"] = STRANGE + "0"
    rows["scope"][0]["institution_type"] = "MOPS"
    found = {(one.code, one.place.file) for one in refusal(written(folder, rows)).problems}
    assert found == {
        ("cell-pattern", "pkg/organisations.csv"),
        ("cell-pattern", "pkg/institutions.csv"),
        ("cell-option", "pkg/scope.csv"),
    }
