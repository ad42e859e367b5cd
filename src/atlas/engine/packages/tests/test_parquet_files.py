"""Parquet tables: readable to the last page, with the contract's columns and types."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from atlas.engine.packages.tests.builder import A, B, accepted, assert_refused, refusal, sealed, written


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pkg"


def with_bytes(folder, name, *, change):
    path = written(folder, format="parquet") / f"{name}.parquet"
    path.write_bytes(change(path.read_bytes()))
    return sealed(folder)


def with_table(folder, name, *, change):
    path = written(folder, format="parquet") / f"{name}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    return sealed(folder)


def with_column(folder, name, *, column, values):
    return with_table(
        folder, name, change=lambda table: table.set_column(table.column_names.index(column), column, values)
    )


@pytest.mark.parametrize(
    "change", [lambda content: content[:-20], lambda _content: b"", lambda _content: b"gmina,name\n" * 9]
)
def test_a_file_that_was_cut_off_or_is_no_parquet_is_refused(folder, change):
    assert_refused(with_bytes(folder, "scope", change=change), "parquet-unreadable", file="pkg/scope.parquet")


@pytest.mark.parametrize(("table", "column"), [("scope", "name"), ("cards_ngo", "own_service_monitoring")])
def test_a_file_with_a_damaged_page_is_refused_in_whatever_column_it_lies(folder, *, table, column):
    path = written(folder, format="parquet") / f"{table}.parquet"
    group = pq.read_metadata(path).row_group(0)
    page = next(
        group.column(number) for number in range(group.num_columns) if group.column(number).path_in_schema == column
    )
    start = page.dictionary_page_offset or page.data_page_offset
    content = bytearray(path.read_bytes())
    content[start : start + page.total_compressed_size] = b"\xff" * page.total_compressed_size
    path.write_bytes(content)
    assert_refused(sealed(folder), "parquet-unreadable", file=f"pkg/{table}.parquet")


@pytest.mark.parametrize(
    ("table", "column", "values", "found"),
    [
        ("territory_statistics", "population", pa.array([1.0, 2.0]), "double"),
        ("territory_statistics", "population", pa.array(["1", "2"]), "string"),
        ("territory_statistics", "population", pa.nulls(2), "null"),
        ("services", "cost_pln", pa.array([12195.1]), "double"),
        ("session", "opens_on", pa.array(["2025-02-01"]), "string"),
        ("scope", "gmina", pa.array([605053, 605063]), "int64"),
    ],
)
def test_a_column_of_another_type_is_refused(folder, *, table, column, values, found):
    path = with_column(folder, table, column=column, values=values)
    assert_refused(path, "parquet-type", file=f"pkg/{table}.parquet", column=column, says=found)


def test_other_ways_to_store_a_text_are_good(folder):
    def change(table):
        large = pc.cast(table["name"], pa.large_string())
        return table.set_column(1, "name", large).set_column(2, "powiat", table["powiat"].dictionary_encode())

    accepted(with_table(folder, "scope", change=change))


def test_a_missing_column_is_named(folder):
    path = with_table(folder, "scope", change=lambda table: table.drop_columns(["powiat"]))
    assert_refused(path, "column-missing", file="pkg/scope.parquet", column="powiat", says="scope")


def test_an_unknown_column_is_no_harm(folder):
    accepted(with_table(folder, "scope", change=lambda table: table.append_column("remark", pa.array(["x", "y"]))))


@pytest.mark.parametrize("name", ["gmina", "GMINA", "Gmina"])
def test_a_column_that_differs_only_in_case_cannot_stand_in_for_another(folder, name):
    path = with_table(folder, "scope", change=lambda table: table.add_column(0, name, pa.array([B, A])))
    assert [one.code for one in refusal(path).problems] == ["csv-column-twice"]


def test_a_negative_number_is_refused_with_row_and_column(folder):
    path = with_column(folder, "territory_statistics", column="population", values=pa.array([5, -7]))
    file = "pkg/territory_statistics.parquet"
    assert_refused(path, "cell-negative", file=file, row=2, column="population", says="-7")


def test_a_day_that_no_calendar_holds_is_refused(folder):
    far = pa.array([5_000_000], pa.int32()).cast(pa.date32())
    path = with_column(folder, "session", column="period_to", values=far)
    assert_refused(path, "cell-date", file="pkg/session.parquet", row=1, column="period_to", says="15659-07-15")


def test_codes_are_checked_in_parquet_too(folder):
    path = with_column(folder, "cards_ngo", column="tools", values=pa.array(["survey", "survey|survey", None]))
    assert_refused(path, "cell-options", file="pkg/cards_ngo.parquet", row=2, column="tools", says="survey|survey")


def test_a_column_named_like_one_we_add_is_an_error_and_no_crash(folder):
    path = with_table(folder, "scope", change=lambda table: table.append_column("file_row_number", pa.array([1, 2])))
    assert_refused(path, "parquet-unreadable", file="pkg/scope.parquet", says="file_row_number")


@pytest.mark.parametrize("name", ["it's", "sesja 1", "żółć", "[2025]"])
def test_a_folder_may_have_any_name(tmp_path, name):
    accepted(written(tmp_path / name, format="parquet"))
