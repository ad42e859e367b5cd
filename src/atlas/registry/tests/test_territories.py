"""TERC taken over: whole, twice, newer, older, mistaken."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.kernel.terc import Territory as Unit
from atlas.registry.models import Territory
from atlas.registry.selectors import gminas_named, territories_on
from atlas.registry.services.territories import take_over_territories

pytestmark = pytest.mark.django_db
OLD, NEW = "2024-01-01", "2026-01-01"


def units(as_of, *, janow="Janów Lubelski", kind="gmina miejsko-wiejska", codes=("0605053", "0605063")):
    yield Unit("06", "voivodeship", "lubelskie", "województwo", as_of)
    yield Unit("0605", "powiat", "janowski", "powiat", as_of)
    for code in codes:
        yield Unit(code, "gmina", janow if code == "0605053" else "Modliborzyce", kind, as_of)


def take(*args, **kwargs):
    return take_over_territories(list(units(*args, **kwargs)), actor=MACHINE)


def names_on(day):
    return {one.code: one.name for one in territories_on(day) if one.level == "gmina"}


def test_the_first_file_opens_all_units():
    taken = take(OLD)
    assert (taken.as_of, taken.opened, taken.closed) == (date(2024, 1, 1), 4, 0)
    assert names_on(date(2025, 6, 1)) == {"0605053": "Janów Lubelski", "0605063": "Modliborzyce"}
    assert names_on(date(2023, 12, 31)) == {}


def test_the_same_file_again_changes_nothing():
    take(OLD)
    assert vars(take(OLD)) == {"as_of": date(2024, 1, 1), "opened": 0, "closed": 0, "unchanged": 4}
    assert Territory.objects.count() == 4


def test_a_newer_file_closes_what_is_gone_or_renamed_and_keeps_history():
    take(OLD)
    taken = take(NEW, janow="Janów", codes=("0605053", "0605062"))
    assert (taken.opened, taken.closed, taken.unchanged) == (2, 2, 2)
    assert names_on(date(2025, 12, 31)) == {"0605053": "Janów Lubelski", "0605063": "Modliborzyce"}
    assert names_on(date(2026, 1, 1)) == {"0605053": "Janów", "0605062": "Modliborzyce"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], "terc-empty"),
        ([*units(NEW), *units(NEW)], "terc-twice"),
        ([*units(NEW, codes=("0605053",)), *list(units(OLD))[3:]], "terc-day"),
        (list(units("someday")), "terc-day"),
        (list(units("2020-01-01")), "terc-older"),
        (list(units(OLD, janow="Inaczej")), "terc-other-of-day"),
    ],
)
def test_a_file_that_cannot_be_taken_over_is_refused_and_nothing_changes(given, code):
    take(OLD)
    before = list(Territory.objects.values())
    with pytest.raises(DomainError) as refused:
        take_over_territories(given, actor=MACHINE)
    assert refused.value.code == code
    assert list(Territory.objects.values()) == before


def test_only_an_administrator_takes_a_file_over():
    with pytest.raises(NotAllowed):
        take_over_territories(list(units(OLD)), actor=ANONYMOUS)


def test_the_number_of_queries_does_not_grow_with_every_unit():
    many = [Unit(f"06{n:04d}3", "gmina", f"G{n}", "gmina", OLD) for n in range(2500)]
    with CaptureQueriesContext(connection) as queries:
        take_over_territories(many, actor=MACHINE)
    assert len(queries) < 30


def test_a_gmina_is_found_by_name_or_code():
    take(OLD)
    day = date(2026, 3, 1)
    assert [one.code for one in gminas_named("Janów Lubelski", on=day)] == ["0605053"]
    assert [one.name for one in gminas_named("0605063", on=day)] == ["Modliborzyce"]
    assert not gminas_named("0605", on=day)
