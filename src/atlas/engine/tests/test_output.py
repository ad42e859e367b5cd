"""Numbers in result tables: the shortest text that reads back to the same double, no exponent, no −0."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from atlas.engine.output import shortest_texts, write_csv


def text_of(value):
    return shortest_texts(pa.array([value], pa.float64())).to_pylist()[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"), (-5.0, "-5"), (0.0, "0"), (-0.0, "0"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"),
        (100 / 3, "33.333333333333336"), (1e15, "1000000000000000"), (1e16, "10000000000000000"),
        (1e22, "10000000000000000000000"), (1e-7, "0.0000001"), (-1.5e-10, "-0.00000000015"), (None, None),
    ],
)  # fmt: skip
def test_a_number_is_written_as_people_write_it(value, text):
    assert text_of(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5e-324)
@example(1.7976931348623157e308)
@example(2.0**63)
def test_any_number_reads_back_to_itself_from_the_fewest_digits(value):
    text = text_of(value)
    assert float(text) == value
    assert Decimal(text) == Decimal(repr(value))
    assert not set(text) - set("-0123456789.")
    assert text != "-0"
    assert not text.endswith(".0")


def test_long_and_short_numbers_may_stand_in_one_column():
    assert shortest_texts(pa.array([1e-7, 5.0, None, 0.5])).to_pylist() == ["0.0000001", "5", None, "0.5"]


def test_a_table_without_rows_is_a_header(tmp_path):
    table = pa.table({"gmina": pa.array([], pa.string()), "value": pa.array([], pa.float64())})
    write_csv(table, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == b"gmina,value\n"


def test_missing_is_an_empty_cell_and_zero_is_not(tmp_path):
    columns = {"session": ["2025-1"] * 2, "value": pa.array([None, 0.0]), "cards": pa.array([0, None], pa.int64())}
    write_csv(pa.table(columns), tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == b"session,value,cards\n2025-1,,0\n2025-1,0,\n"
