"""Across tables: scope, invitations, registers, prefixes, one Karta IZUS for a gmina, one row of session."""

from __future__ import annotations

import pytest

from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.references import LARGEST_SEQUENCE
from atlas.engine.packages.tests.builder import (
    STRANGE,
    A,
    B,
    accepted,
    assert_refused,
    good_rows,
    lines,
    refusal,
    written,
)
from atlas.kernel.errors import BadInput


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pkg"


@pytest.fixture
def rows():
    return good_rows()


def found(folder, rows):
    """What is wrong with a package of these rows, as (code, file, row); readers of both languages are told it all."""
    problems = refusal(written(folder, rows)).problems
    for one in problems:
        for line in lines(one):
            assert one.place.file in line
            assert all(str(fact) in line for fact in one.facts.values())
    return {(one.code, one.place.file, one.place.row) for one in problems}


@pytest.mark.parametrize(
    ("table", "row"),
    [("cards_ngo", 5), ("cards_izus", 3), ("services", 3), ("territory_statistics", 4), ("invitations", 6)],
)
def test_whatever_lies_outside_the_scope_is_refused(folder, rows, *, table, row):
    rows[table].append(dict(rows[table][-1]) | {"gmina": STRANGE})
    assert ("outside-scope", f"pkg/{table}.csv", row) in found(folder, rows)


def test_a_statistic_outside_the_scope_is_named_with_its_gmina(folder, rows):
    rows["territory_statistics"].append({"gmina": STRANGE, "population": 5})
    file = "pkg/territory_statistics.csv"
    assert_refused(written(folder, rows), "outside-scope", file=file, row=4, column="gmina", says=STRANGE)


def test_a_gmina_without_statistics_is_good(folder, rows):
    rows["territory_statistics"].pop()
    accepted(written(folder, rows))


@pytest.mark.parametrize(("table", "kind", "who"), [("cards_ngo", "NGO", "ORG-2"), ("cards_izus", "IZUS", "IZUS-1")])
def test_a_card_without_its_invitation_is_refused(folder, rows, *, table, kind, who):
    rows["invitations"] = [one for one in rows["invitations"] if one["respondent"] != who]
    row = 3 if kind == "NGO" else 2
    assert_refused(
        written(folder, rows), "card-not-invited", file=f"pkg/{table}.csv", row=row, column="gmina", says=who
    )


def test_an_invitation_for_another_gmina_or_another_card_does_not_count(folder, rows):
    for one in rows["invitations"]:
        if one["respondent"] == "ORG-2":
            one["gmina"] = B
    assert found(folder, rows) == {("card-not-invited", "pkg/cards_ngo.csv", 3)}


def test_an_invitation_without_a_card_is_good(folder, rows):
    rows["invitations"].append({"card_kind": "NGO", "gmina": B, "respondent": "ORG-2"})
    accepted(written(folder, rows))


def test_a_service_row_without_its_karta_ngo_is_refused(folder, rows):
    rows["services"].append({"gmina": B, "respondent": "ORG-2", "service": "meals", "users": 3})
    file = "pkg/services.csv"
    assert_refused(written(folder, rows), "service-without-card", file=file, row=3, column="gmina", says="ORG-2")


@pytest.mark.parametrize(
    ("register", "who", "places"),
    [
        ("organisations", "ORG-2", {("cards_ngo", 3), ("invitations", 4)}),
        ("institutions", "IZUS-1", {("cards_izus", 2), ("invitations", 2)}),
    ],
)
def test_a_respondent_who_is_not_in_the_register_is_refused(folder, rows, *, register, who, places):
    rows[register] = [one for one in rows[register] if one["respondent"] != who]
    assert found(folder, rows) == {("respondent-not-registered", f"pkg/{table}.csv", row) for table, row in places}


def test_an_institution_is_not_looked_for_among_organisations(folder, rows):
    rows["organisations"].append({"respondent": "IZUS-2", "name": "x"})
    rows["invitations"].append({"card_kind": "IZUS", "gmina": B, "respondent": "IZUS-2"})
    assert found(folder, rows) == {("respondent-not-registered", "pkg/invitations.csv", 3)}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("powiat", "0607", "powiat-not-prefix"), ("voivodeship", "14", "voivodeship-not-prefix")],
)
def test_powiat_and_voivodeship_must_be_the_first_digits_of_the_gmina(folder, rows, *, column, value, code):
    rows["scope"][1][column] = value
    path = written(folder, rows)
    assert_refused(path, code, file="pkg/scope.csv", row=3, column=column, says=value)
    assert B in lines(refusal(path).problems[0])[0]


def test_a_gmina_and_the_same_gmina_of_another_kind_are_one_gmina_twice(folder, rows):
    rows["scope"].append(dict(rows["scope"][0]) | {"gmina": "0605052"})
    path = written(folder, rows)
    assert_refused(path, "gmina-twice", file="pkg/scope.csv", row=3, column="gmina", says=A)


def test_two_karty_izus_for_one_gmina_are_refused(folder, rows):
    rows["institutions"].append({"respondent": "IZUS-2", "name": "OPS"})
    rows["invitations"].append({"card_kind": "IZUS", "gmina": A, "respondent": "IZUS-2"})
    rows["cards_izus"].append({"gmina": A, "respondent": "IZUS-2"})
    file = "pkg/cards_izus.csv"
    assert_refused(written(folder, rows), "two-izus-cards", file=file, row=3, column="gmina", says="IZUS-2")


def test_one_institution_may_answer_for_two_gminas(folder, rows):
    rows["invitations"].append({"card_kind": "IZUS", "gmina": B, "respondent": "IZUS-1"})
    rows["cards_izus"].append({"gmina": B, "respondent": "IZUS-1"})
    accepted(written(folder, rows))


@pytest.mark.parametrize(("first", "last"), [("opens_on", "closes_on"), ("period_from", "period_to")])
def test_a_session_that_ends_before_it_starts_is_refused(folder, rows, *, first, last):
    session = rows["session"][0]
    session[first], session[last] = session[last], session[first]
    path = written(folder, rows)
    assert_refused(path, "session-dates", file="pkg/session.csv", row=2, column="session", says="2025-1")


@pytest.mark.parametrize("number", [0, LARGEST_SEQUENCE + 1])
def test_a_sequence_that_no_session_can_have_is_refused(folder, rows, *, number):
    rows["session"][0]["sequence"] = number
    path = written(folder, rows)
    assert_refused(path, "session-sequence", file="pkg/session.csv", row=2, column="sequence", says=str(number))


@pytest.mark.parametrize("sessions", [0, 2])
def test_a_package_holds_exactly_one_session(folder, rows, *, sessions):
    rows["session"] = [dict(rows["session"][0]) | {"session": f"2025-{number}"} for number in range(sessions)]
    assert_refused(written(folder, rows), "session-one-row", file="pkg/session.csv", says=str(sessions))


def test_a_package_of_parquet_files_is_checked_alike(folder, rows):
    rows["cards_ngo"].append({"gmina": STRANGE, "respondent": "ORG-9"})
    problems = refusal(written(folder, rows, format="parquet")).problems
    assert {(one.code, one.place.file, one.place.row) for one in problems} == {
        (code, "pkg/cards_ngo.parquet", 4)
        for code in ("outside-scope", "card-not-invited", "respondent-not-registered")
    }


def test_a_scope_without_a_gmina_is_refused(folder):
    package = written(folder, {"session": good_rows()["session"]})
    assert_refused(package, "scope-empty", file="pkg/scope.csv")


def test_two_packages_of_the_same_name_are_told_apart_by_their_path(tmp_path):
    paths = [written(tmp_path / parent / "pkg", good_rows() | {"scope": []}) for parent in ("x", "y")]
    with pytest.raises(BadInput) as caught, read_packages(paths):
        pass
    assert {one.place.file for one in caught.value.problems} >= {f"{path}/scope.csv" for path in paths}
