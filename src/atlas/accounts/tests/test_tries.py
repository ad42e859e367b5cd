"""How often something is tried is counted exactly, also when all try at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from tests.web.builders import NOW
from tests.web.parallel import at_once

from atlas.accounts.models import Tries
from atlas.accounts.requests import TooOften, must_not_hurry
from atlas.accounts.services.tries import count_try

MINUTE = timedelta(minutes=1)
AT_ONCE, ROUNDS = 8, 5


def hurry(address="192.0.2.1", **limits):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    must_not_hurry(request, **({"action": "look", "most": 10, "seconds": 60} | limits))


def test_parallel_tries_are_all_counted(committed_db):
    for _ in range(ROUNDS):
        counts = at_once(*[partial(count_try, "one", window=MINUTE, at=NOW)] * AT_ONCE)
        assert len(set(counts)) == AT_ONCE, counts
    assert Tries.objects.get().count == AT_ONCE * ROUNDS


def test_of_parallel_requests_exactly_so_many_get_through_as_may(committed_db):
    answers = at_once(*[hurry] * AT_ONCE, *[partial(hurry, "192.0.2.2")] * AT_ONCE)
    assert answers == [None] * 2 * AT_ONCE
    answers = at_once(*[hurry] * AT_ONCE)
    assert sum(one is None for one in answers) == 10 - AT_ONCE
    assert sum(isinstance(one, TooOften) for one in answers) == AT_ONCE - 2


def test_the_shared_cache_would_lose_some(committed_db):
    """The negative control: what counted before adds by reading, then writing, and parallel tries are lost."""

    def look_then_add():
        seen = cache.get("tries", 0)
        begun.wait()
        cache.set("tries", seen + 1)

    begun = Barrier(AT_ONCE)
    assert [one for one in at_once(*[look_then_add] * AT_ONCE) if one is not None] == []
    assert cache.get("tries") < AT_ONCE


@pytest.mark.django_db
def test_a_window_ends_and_the_count_begins_anew():
    last = MINUTE - timedelta(seconds=1)
    assert [count_try("one", window=MINUTE, at=NOW + after) for after in (timedelta(), last, MINUTE)] == [1, 2, 1]
    assert count_try("one", window=MINUTE, at=NOW + 2 * MINUTE - timedelta(seconds=1)) == 2


@pytest.mark.django_db
def test_actions_and_addresses_are_counted_apart_and_kept_as_hashes():
    hurry(most=1)
    hurry("192.0.2.2", most=1)
    hurry(action="other", most=1)
    with pytest.raises(TooOften) as refused:
        hurry(most=1)
    assert refused.value.facts == {"minutes": 1}
    assert not [key for key in Tries.objects.values_list("key", flat=True) if "192" in key and "." in key]


@pytest.mark.django_db
def test_what_is_over_is_forgotten():
    count_try("one", window=MINUTE, at=NOW)
    count_try("two", window=timedelta(hours=1), at=NOW)
    count_try("three", window=MINUTE, at=NOW + MINUTE)
    assert set(Tries.objects.values_list("key", flat=True)) == {"two", "three"}
