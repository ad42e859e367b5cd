"""The generated worlds obey the contract of session-package.md, and the reference computes every one of them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from tests.recomputation.reference import DISCLOSURE_COLUMNS, INDICATOR_COLUMNS, PAIR_COLUMNS, compute
from tests.recomputation.reference_definitions import INDICATORS, PAIRS, Row
from tests.recomputation.worlds import partial_worlds, worlds
from tests.recomputation.worlds_cells import (
    IZUS_COLUMNS,
    MAX_MONEY,
    MAX_NUMBER,
    NGO_COLUMNS,
    SERVICE_COLUMNS,
    SERVICES,
    STATISTICS_COLUMNS,
    Package,
)

KEYS = {
    "session": ("session",),
    "scope": ("gmina",),
    "invitations": ("card_kind", "gmina", "respondent"),
    "organisations": ("respondent",),
    "institutions": ("respondent",),
    "cards_ngo": ("gmina", "respondent"),
    "cards_izus": ("gmina", "respondent"),
    "services": ("gmina", "respondent", "service"),
    "territory_statistics": ("gmina",),
    "territory_changes": ("old", "new"),
}
COLUMNS = {
    "cards_ngo": NGO_COLUMNS,
    "cards_izus": IZUS_COLUMNS,
    "services": SERVICE_COLUMNS,
    "territory_statistics": STATISTICS_COLUMNS,
}
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def keys_of(package: Package, resource: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in KEYS[resource]) for row in package.get(resource, [])]


def check_keys(package: Package) -> None:
    assert set(KEYS) - set(package) <= {"territory_changes"}
    for resource in package:
        keys = keys_of(package, resource)
        assert keys == sorted(set(keys)), resource


def check_references(package: Package) -> None:
    scope, invited = {row["gmina"] for row in package["scope"]}, set(keys_of(package, "invitations"))
    assert scope
    assert len({gmina[:6] for gmina in scope}) == len(scope)
    for row in package["scope"]:
        assert (row["powiat"], row["voivodeship"]) == (row["gmina"][:4], row["gmina"][:2])
    for resource in ("invitations", "cards_ngo", "cards_izus", "services", "territory_statistics"):
        assert {row["gmina"] for row in package[resource]} <= scope
    assert {("NGO", *key) for key in keys_of(package, "cards_ngo")} <= invited
    assert {("IZUS", *key) for key in keys_of(package, "cards_izus")} <= invited
    assert {key[:2] for key in keys_of(package, "services")} <= set(keys_of(package, "cards_ngo"))
    assert max(Counter(row["gmina"] for row in package["cards_izus"]).values(), default=0) <= 1
    registers = {
        "NGO": {row["respondent"] for row in package["organisations"]},
        "IZUS": {row["respondent"] for row in package["institutions"]},
    }
    assert all(respondent in registers[kind] for kind, _, respondent in invited)


def check_cell(kind: str, value: object) -> None:
    if value is None:
        return
    if kind in {"number", "staff"}:
        assert type(value) is int
        assert 0 <= value <= MAX_NUMBER
    elif kind == "money":
        assert isinstance(value, Decimal)
        assert 0 <= value <= MAX_MONEY
        assert value * 100 == int(value * 100)
        assert "E" not in str(value)
    elif kind == "yes_no":
        assert type(value) is bool
    else:
        assert isinstance(value, str)
        assert value


def check_cells(package: Package) -> None:
    for resource, columns in COLUMNS.items():
        for row in package[resource]:
            assert set(row) - set(KEYS[resource]) == set(columns)
            for name, kind in columns.items():
                check_cell(kind, row[name])
    assert {row["service"] for row in package["services"]} <= set(SERVICES)


def check_changes(ordered: list[Package]) -> None:
    """No row in a package that the contract is silent about (see the head of worlds.py)."""
    before: set[str] = set()
    listed: dict[tuple[str, str], str | None] = {}
    for package in ordered:
        rows = {(row["old"], row["new"]): row["from_on"] for row in package.get("territory_changes", [])}
        assert all(listed.get(pair, date) == date for pair, date in rows.items())
        fresh = set(rows) - set(listed)
        old, new = {pair[0] for pair in fresh}, {pair[1] for pair in fresh}
        now = {row["gmina"][:6] for row in package["scope"]}
        assert not (new & before) - old
        assert not (old & now) - new
        listed |= rows
        before = now


@SLOW
@given(worlds())
def test_every_world_obeys_the_contract(sessions: list[Package]) -> None:
    assert sorted(package["session"][0]["sequence"] for package in sessions) == [*range(1, len(sessions) + 1)]
    assert len({package["session"][0]["session"] for package in sessions}) == len(sessions)
    for package in sessions:
        check_keys(package)
        check_references(package)
        check_cells(package)
    check_changes(sorted(sessions, key=lambda package: int(package["session"][0]["sequence"])))


@SLOW
@given(worlds())
def test_the_reference_computes_every_world_whatever_the_order_of_its_packages(sessions: list[Package]) -> None:
    result = compute(sessions)
    assert result == compute(sessions[::-1])
    assert all(tuple(row) == INDICATOR_COLUMNS for row in result.indicators)
    assert all(tuple(row) == PAIR_COLUMNS for row in result.pairs)
    assert all(tuple(row) == DISCLOSURE_COLUMNS for row in result.disclosure)
    assert len(result.pairs) % len(PAIRS) == 0


@SLOW
@given(partial_worlds())
def test_a_partial_run_has_the_same_values_and_no_baseline(sessions: list[Package]) -> None:
    whole, partial = compute(sessions), compute(sessions, partial=True)
    for row, bare in zip(whole.indicators, partial.indicators, strict=True):
        assert {bare[name] for name in INDICATOR_COLUMNS[15:]} == {None}
        assert [row[name] for name in INDICATOR_COLUMNS[:15]] == [bare[name] for name in INDICATOR_COLUMNS[:15]]
    assert (whole.pairs, whole.disclosure) == (partial.pairs, partial.disclosure)


def test_a_world_with_every_column_filled_has_every_indicator_and_every_pair() -> None:
    filler = {"number": 1, "staff": 1, "money": Decimal(1), "yes_no": True, "kinds": None}
    filler |= {"tools": "survey", "support_activities": "self_help"}
    row: Row = {"gmina": "0601011", "powiat": "0601", "voivodeship": "06", "respondent": "X", "service": "care"}
    tables = {
        resource: [{**row, **{name: filler[kind] for name, kind in columns.items()}}]
        for resource, columns in COLUMNS.items()
    }
    result = compute([{**tables, "session": [{"session": "s", "sequence": 1}], "scope": [row], "invitations": []}])
    assert {row["indicator"] for row in result.indicators if row["value"] is not None} == {i.code for i in INDICATORS}
    assert {row["pair"] for row in result.pairs if row["difference"] is not None} == {pair.code for pair in PAIRS}
