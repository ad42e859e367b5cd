"""The Centre's page of TERYT changes: the register proposes, the analyst confirms, what is wrong is said."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.builders import centre_client
from tests.web.territories import PLACES, RENUMBERED, planned, take_over

from atlas.monitoring.models import Session, TerritoryChange

MOST_QUERIES = 20
MANY = range(30, 70)
JANOW = {"old": "060505", "new": "060508", "from_on": "2027-01-01"}


@pytest.fixture
def analyst(db):
    return centre_client()


@pytest.fixture
def two(db):
    take_over(PLACES, "2025-01-01")
    planned("2026-1", 2026)
    take_over(RENUMBERED, "2027-01-01")
    return planned("2027-1", 2027)


def page(name="plan-codes", *, code="2027-1", **named):
    return reverse(f"backoffice:{name}", kwargs={"session_code": code, **named})


def test_what_the_register_proposes_is_confirmed_and_taken_back(analyst, two):
    shown = analyst.get(page()).content.decode()
    assert 'value="060505"' in shown
    assert 'value="060508"' in shown
    assert "Confirm: 060505 is now 060508" in shown
    told = analyst.post(page(), JANOW, follow=True).content.decode()
    assert "Entered. The gmina" in told
    assert "No renumbered gmina is entered for this session." not in told
    assert "None. Every gmina of earlier sessions has a valid code" in told
    change = TerritoryChange.objects.get()
    back = analyst.post(page("take-codes-back", change_id=change.pk), follow=True).content.decode()
    assert "Taken back. The gmina" in back
    assert not TerritoryChange.objects.exists()


def test_a_candidate_outside_the_scope_is_to_be_covered_first(analyst, two):
    two.scope.filter(gmina="0605083").delete()
    shown = analyst.get(page()).content.decode()
    assert "Not in the scope" in shown
    assert f"{reverse('backoffice:plan-scope', args=['2027-1'])}?q=060508" in shown
    refused = analyst.post(page(), JANOW).content.decode()
    assert "Gmina 060508 is not in the scope of this session." in refused


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "0605053"}, "Type the first six digits"),
        ({"old": ""}, "Type the first six digits"),
        ({"from_on": ""}, "Choose a day."),
        ({"old": "060599"}, "No earlier session covered a gmina with code 060599"),
        ({"new": "060506"}, "this is a merger, not a renumbering"),
        ({"from_on": "2027-02-02"}, "the session will be open already"),
    ],
)
def test_what_is_wrong_is_said(analyst, two, typed, said):
    answer = analyst.post(page(), JANOW | typed)
    assert said in answer.content.decode()
    assert not TerritoryChange.objects.exists()


def test_the_check_list_leads_to_the_page(analyst, two):
    shown = analyst.get(reverse("backoffice:closing", args=["2027-1"])).content.decode()
    assert "Gminas of earlier sessions whose TERYT code is no longer valid" in shown
    for check in ("kody-ktorych-juz-nie-ma", "nowe-kody"):
        listed = analyst.get(page("closing-point", check=check)).content.decode()
        assert "Janów Lubelski" in listed
        assert page() in listed


def test_a_session_that_is_closed_is_only_read(analyst, two):
    Session.objects.filter(pk=two.pk).update(state="closed")
    shown = analyst.get(page()).content.decode()
    assert "so this stays as it is" in shown
    assert "Confirm: " not in shown
    assert 'name="from_on"' not in shown


def test_another_sessions_change_is_not_taken_back_here(analyst, two):
    change = TerritoryChange.objects.create(session=two, old="060505", new="060508")
    assert analyst.post(page("take-codes-back", code="2026-1", change_id=change.pk)).status_code == 404
    assert TerritoryChange.objects.exists()


def test_many_codes_cost_no_more_queries(analyst, django_assert_max_num_queries):
    before = PLACES | {f"0605{number}2": f"Gmina {number}" for number in MANY}
    after = PLACES | {f"0607{number}2": f"Gmina {number}" for number in MANY}
    take_over(before, "2025-01-01")
    planned("2026-1", 2026)
    take_over(after, "2027-01-01")
    planned("2027-1", 2027)
    with django_assert_max_num_queries(MOST_QUERIES):
        shown = analyst.get(page()).content.decode()
    assert shown.count("Confirm: ") == len(MANY)
