"""The form of CSV tables: UTF-8 without BOM, comma, RFC 4180, one header."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.tests.builder import accepted, assert_refused, good_rows, refusal, sealed, spoiled, written

ORGANISATIONS = b"respondent,name,legal_form,seat_gmina\n"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pkg"


def with_organisations(folder, content):
    return spoiled(folder, "organisations.csv", change=lambda _old: content)


def names_in(path):
    with read_packages([path]) as [package]:
        return pq.read_table(package.tables["organisations"])["name"].to_pylist()


def test_commas_quotes_and_line_ends_within_a_name_are_good(folder):
    assert names_in(written(folder)) == ['Fundacja "Most", Janów', "Koło\nGospodyń"]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_any_line_end_will_do(folder, line_end):
    content = ORGANISATIONS + b"ORG-1,Most,,\nORG-2,Dom,,\n"
    assert names_in(with_organisations(folder, content.replace(b"\n", line_end))) == ["Most", "Dom"]


def test_the_last_line_need_not_end(folder):
    assert names_in(with_organisations(folder, ORGANISATIONS + b"ORG-1,Most,,\nORG-2,Dom,,")) == ["Most", "Dom"]


def test_columns_may_stand_in_any_order(folder):
    content = b"name,seat_gmina,respondent,legal_form\nMost,,ORG-1,\nDom,,ORG-2,\n"
    assert names_in(with_organisations(folder, content)) == ["Most", "Dom"]


@pytest.mark.parametrize("table", ["services", "cards_izus", "territory_statistics"])
def test_a_table_of_a_header_only_has_no_rows(folder, table):
    package = spoiled(folder, f"{table}.csv", change=lambda content: content.partition(b"\n")[0] + b"\n")
    with read_packages([package]) as [one]:
        assert pq.read_table(one.tables[table]).num_rows == 0


def test_a_header_without_line_end_is_a_table_without_rows_too(folder):
    accepted(spoiled(folder, "services.csv", change=lambda content: content.partition(b"\n")[0]))


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_file_has_no_header(folder, content):
    assert_refused(with_organisations(folder, content), "csv-no-header", file="pkg/organisations.csv", row=1)


def test_a_byte_order_mark_is_refused(folder):
    path = spoiled(folder, "scope.csv", change=lambda content: b"\xef\xbb\xbf" + content)
    assert_refused(path, "csv-bom", file="pkg/scope.csv", row=1)


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_another_encoding_is_refused_with_the_row_that_shows_it(folder, encoding):
    content = ORGANISATIONS + b"ORG-1,Most,,\n" + "ORG-2,Koło,,\n".encode(encoding)
    assert_refused(with_organisations(folder, content), "csv-not-utf8", file="pkg/organisations.csv", row=3)


@pytest.mark.parametrize(
    ("line", "cells"), [(b"ORG-2,Dom,", "3"), (b"ORG-2,Dom,,,", "5"), (b"ORG-2,Dom, Janow,,", "5")]
)
def test_a_row_with_too_few_or_too_many_cells_is_refused(folder, *, line, cells):
    path = with_organisations(folder, ORGANISATIONS + b"ORG-1,Most,,\n" + line + b"\n")
    assert_refused(path, "csv-columns", file="pkg/organisations.csv", row=3, says=cells)


def test_a_line_end_within_a_cell_does_not_shift_the_rows_that_are_named(folder):
    path = with_organisations(folder, ORGANISATIONS + b'ORG-1,"Most\nNowy\nStary",,\nORG-2,Dom\n')
    assert_refused(path, "csv-columns", file="pkg/organisations.csv", row=3, says="2")


def test_every_ragged_row_is_named(folder):
    path = with_organisations(folder, ORGANISATIONS + b"ORG-1\nORG-2,Dom,,\nORG-3,,,,\n")
    assert [one.place.row for one in refusal(path).problems] == [2, 4]


@pytest.mark.parametrize("separator", [b";", b"\t"])
def test_another_separator_leaves_every_column_missing(folder, separator):
    path = spoiled(folder, "scope.csv", change=lambda content: content.replace(b",", separator))
    assert {one.code for one in refusal(path).problems} == {"column-missing"}


def test_a_column_that_stands_twice_is_refused(folder):
    path = with_organisations(folder, b"respondent,name,legal_form,seat_gmina,name\n")
    assert_refused(path, "csv-column-twice", file="pkg/organisations.csv", row=1, column="name")


@pytest.mark.parametrize(
    "lines",
    [
        b'ORG-1,"Most,,\nORG-2,Dom,,\n',  # never closed
        b'ORG-1,Most,,"0605053\nORG-2,Dom,,\n',  # the rows after it would become text of the last cell
        b'ORG-1,Most,,"0605053\nORG-2,Dom,,"0605053\n',  # as many quotes as a good file has
        b'ORG-1,"Most" Nowy,,\n',
    ],
)
def test_a_quote_that_is_not_closed_is_refused_and_swallows_no_rows(folder, lines):
    path = with_organisations(folder, ORGANISATIONS + lines)
    assert_refused(path, "csv-unreadable", file="pkg/organisations.csv", row=2)


def test_a_quote_left_open_in_a_free_text_column_is_found_at_its_row(folder):
    rows = good_rows()
    for one in rows["scope"]:
        one["voivodeship_name"] = "lubelskie"
    path = written(folder, rows) / "scope.csv"
    path.write_bytes(path.read_bytes().replace(b"lubelskie", b'"lubelskie', 1))
    assert_refused(sealed(folder), "csv-unreadable", file="pkg/scope.csv", row=2)


def test_forms_of_several_tables_are_checked_in_one_go(folder):
    path = written(folder)
    (path / "scope.csv").write_bytes(b"")
    (path / "services.csv").write_bytes(b"\xef\xbb\xbf")
    assert {one.code for one in refusal(sealed(path)).problems} == {"csv-no-header", "csv-bom"}
