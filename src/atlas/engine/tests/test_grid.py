"""The full grid and the roll-up of gminas to it."""

from __future__ import annotations

import pyarrow as pa
import pytest

from atlas.engine.grid import Gmina, Grid, territories_of
from atlas.kernel.errors import DomainError

IN_JANOW = ("0605053", "0605063")
IN_KRASNIK = "0607083"
IN_WARSAW = "1465011"
GMINAS = (*IN_JANOW, IN_KRASNIK, IN_WARSAW)


@pytest.fixture
def grid():
    return Grid.over(Gmina(1, code, code[:6]) for code in reversed(GMINAS))


def by_territory(grid, column):
    return dict(zip((row.territory for row in grid.rows), column.to_pylist(), strict=True))


def test_rows_stand_by_session_level_and_territory():
    grid = Grid.over([Gmina(2, "0605053", "060505"), Gmina(1, "1465011", "146501"), Gmina(1, "0605053", "060505")])
    assert [(row.seq, row.territory) for row in grid.rows] == [
        (1, "0605053"), (1, "1465011"), (1, "0605"), (1, "1465"), (1, "06"), (1, "14"), (1, "PL"),
        (2, "0605053"), (2, "0605"), (2, "06"), (2, "PL"),
    ]  # fmt: skip
    assert grid.span(1) == (0, 7)
    assert grid.span(2) == (7, 11)


def test_a_gmina_belongs_to_itself_its_powiat_its_voivodeship_and_the_country():
    assert [code for _level, code in territories_of("0605053")] == ["0605053", "0605", "06", "PL"]


def test_a_row_above_gminas_is_its_code_and_a_gmina_what_it_was_first_called():
    grid = Grid.over([Gmina(1, "0605053", "060499")])
    assert [row.identity for row in grid.rows] == ["060499", "0605", "06", "PL"]


def test_gminas_add_up_to_every_level(grid):
    total = grid.rolled_up({"users": pa.array([1, 2, 4, 8])})["users"]
    assert by_territory(grid, total) == {
        "0605053": 1, "0605063": 2, "0607083": 4, "1465011": 8,
        "0605": 3, "0607": 4, "1465": 8, "06": 7, "14": 8, "PL": 15,
    }  # fmt: skip


def test_a_missing_gmina_is_left_out_of_a_sum(grid):
    total = grid.rolled_up({"users": pa.array([1, None, 4, None])})["users"]
    found = by_territory(grid, total)
    assert (found["0605"], found["06"], found["PL"]) == (1, 5, 5)


def test_nothing_but_missing_adds_up_to_missing_and_never_to_zero(grid):
    total = grid.rolled_up({"users": pa.array([None, None, 0, None], pa.int64())})["users"]
    found = by_territory(grid, total)
    assert found["0605"] is None
    assert found["14"] is None
    assert (found["0607"], found["PL"]) == (0, 0)


def test_of_the_largest_one_the_largest_is_taken(grid):
    top = grid.rolled_up({}, tops={"top": pa.array([5, 9, None, 2])})["top"]
    found = by_territory(grid, top)
    assert (found["0605"], found["0607"], found["06"], found["PL"]) == (9, None, 9, 9)


def test_sums_up_to_64_bits_are_exact(grid):
    total = grid.rolled_up({"users": pa.array([2**61, 2**61, 2**61 + 1, None])})["users"]
    assert by_territory(grid, total)["PL"] == 3 * 2**61 + 1


def test_a_sum_beyond_64_bits_is_refused_and_not_wrapped(grid):
    with pytest.raises(DomainError) as caught:
        grid.rolled_up({"users": pa.array([2**62, 2**62, 2**62, 0])})
    assert caught.value.code == "sum-too-large"


def test_what_a_scan_brings_home_is_laid_beside_the_gminas_and_the_rest_is_missing(grid):
    table = pa.table({"seq": pa.array([1, 1], pa.int16()), "gmina": [IN_WARSAW, "0605053"], "users": [8, 1]})
    assert grid.by_gmina(table, ["users"])["users"].to_pylist() == [1, None, None, 8]


def test_respondents_with_cards_in_several_gminas_of_a_row_are_counted_once(grid):
    # one organisation in both gminas of powiat 0605 and nowhere else
    numbers = [grid.row_numbers[1, code] for code in (*IN_JANOW, "0605", "06", "PL")]
    distinct = pa.table({"row": pa.array(numbers, pa.int32()), "organisations": [1] * 5})
    surplus = by_territory(grid, grid.surplus(distinct, ["organisations"])["organisations"])
    assert surplus == {
        "0605053": 0, "0605063": 0, "0607083": 0, "1465011": 0,
        "0605": 1, "0607": 0, "1465": 0, "06": 1, "14": 0, "PL": 1,
    }  # fmt: skip
