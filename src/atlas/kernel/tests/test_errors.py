"""One error type: a code, facts, a place; many mistakes at once, the first hundred word for word."""

from __future__ import annotations

from atlas.kernel.errors import MOST_PROBLEMS, NOWHERE, BadInput, DomainError, Place, Problem


def test_a_plain_error_is_one_problem_with_its_facts_and_place():
    error = DomainError("terc-row", place=Place("a.csv", 3, "GMI"), wanted="x")
    assert error.problems == (Problem("terc-row", Place("a.csv", 3, "GMI"), {"wanted": "x"}),)
    assert error.total == 1
    assert "terc-row" in str(error)


def test_without_a_place_an_error_stands_nowhere():
    assert DomainError("bad-input").problems[0].place == NOWHERE == Place("", None, "")


def test_a_hundred_problems_are_kept_and_all_are_counted():
    error = BadInput(Problem("cell", Place(row=row)) for row in range(250))
    assert len(error.problems) == MOST_PROBLEMS == 100
    assert [problem.place.row for problem in error.problems] == list(range(100))
    assert error.total == 250


def test_problems_counted_elsewhere_keep_their_total():
    error = BadInput([Problem("cell")], total=7_000_000)
    assert (len(error.problems), error.total) == (1, 7_000_000)
    assert error.code == "bad-input"
