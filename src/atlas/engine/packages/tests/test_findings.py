"""Of many mistakes the first hundred are named, the rest are counted; several packages are checked in one go."""

from __future__ import annotations

import pytest

from atlas.engine.packages.tests.builder import A, good_rows, refusal, sealed, spoiled, written
from atlas.kernel.errors import MOST_PROBLEMS


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pkg"


def organisations(count, *, seat=""):
    header = "respondent,name,legal_form,seat_gmina\n"
    return (header + "".join(f"ORG-{number},Most,,{seat}\n" for number in range(1, count + 1))).encode()


def test_of_250_wrong_cells_100_are_named_and_all_are_counted(folder):
    path = spoiled(folder, "organisations.csv", change=lambda _old: organisations(250, seat="Janów"))
    error = refusal(path)
    assert (error.total, len(error.problems)) == (250, MOST_PROBLEMS)
    assert [one.place.row for one in error.problems] == list(range(2, 102))


def test_wrong_numbers_are_counted_alike(folder):
    header = b"gmina,respondent,service,users,ngo_staff,cost_pln\n"
    bad = f"{A},ORG-1,home_care,1.0,,\n".encode() * 250
    error = refusal(spoiled(folder, "services.csv", change=lambda _old: header + bad))
    assert {one.code for one in error.problems[:MOST_PROBLEMS]} == {"cell-whole"}
    assert len(error.problems) == MOST_PROBLEMS
    assert error.total >= 250


def test_ragged_rows_are_counted_alike(folder):
    bad = b"ORG-1,Most\n" * 250
    error = refusal(spoiled(folder, "organisations.csv", change=lambda _old: organisations(0) + bad))
    assert (error.total, len(error.problems)) == (250, MOST_PROBLEMS)


def test_references_and_keys_are_counted_alike(folder):
    rows = good_rows()
    rows["invitations"] += [{"card_kind": "NGO", "gmina": A, "respondent": f"X-{number}"} for number in range(150)]
    error = refusal(written(folder, rows))
    assert (error.total, len(error.problems)) == (150, MOST_PROBLEMS)
    rows["invitations"] = [rows["invitations"][0]] * 151
    error = refusal(written(folder, rows))
    assert (error.total, {one.code for one in error.problems}) == (150, {"key-twice"})


def test_mistakes_of_all_packages_are_told_at_once(tmp_path):
    good = written(tmp_path / "good")
    first = spoiled(tmp_path / "first", "scope.csv", change=lambda _old: b"")
    second = spoiled(tmp_path / "second", "services.csv", change=lambda _old: b"")
    error = refusal(first, good, second, tmp_path / "missing")
    assert [one.place.file for one in error.problems] == [
        "first/scope.csv", "second/services.csv", str(tmp_path / "missing"),
    ]  # fmt: skip


def test_files_that_are_wrong_in_several_ways_are_told_of_in_steps(folder):
    """Cells are judged when every file has its form, references when every cell has."""
    rows = good_rows()
    rows["cards_ngo"][0]["respondent"] = "ORG-9"
    path = written(folder, rows)
    assert {one.code for one in refusal(path).problems} == {"card-not-invited", "respondent-not-registered",
                                                            "service-without-card"}  # fmt: skip
    scope = path / "scope.csv"
    scope.write_bytes(scope.read_bytes().replace(b"CUS", b"MOPS"))
    assert {one.code for one in refusal(sealed(path)).problems} == {"cell-option"}
