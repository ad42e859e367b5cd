"""What counts as a gmina renumbered one to one; when it can be told and taken back; what the register proposes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.web.builders import NOW, acting, make_centre_user, make_user
from tests.web.territories import PLACES, RENUMBERED, take_over

from atlas.accounts.actor import MACHINE
from atlas.audit.selectors import entries_about
from atlas.instruments.services import keep_shipped
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.lineages import gminas_over_time
from atlas.monitoring.models import ScopeGmina, Session, TerritoryChange
from atlas.monitoring.renumbered import gone_codes, new_codes, with_candidates
from atlas.monitoring.renumbering import KnownCodes, Renumbering, must_be_renumbered
from atlas.monitoring.services import (
    Copy,
    SessionPlan,
    copy_session,
    delete_session,
    move_session,
    narrow_scope,
    plan_session,
    set_scope,
    take_back_renumbering,
    tell_renumbering,
    widen_scope,
)

JANOW = Renumbering("060505", "060508", date(2027, 1, 1))
KNOWN = KnownCodes(
    date(2027, 2, 1), covered=frozenset({"060506", "060508"}), valid=frozenset({"060506", "060508"}),
    earlier=frozenset({"060505", "060506"}), left={}, taken={},
)  # fmt: skip


def test_a_renumbering_is_from_a_code_that_went_to_one_that_came():
    must_be_renumbered(JANOW, known=KNOWN)
    must_be_renumbered(replace(JANOW, from_on=date(2027, 2, 1)), known=KNOWN)


@pytest.mark.parametrize(
    ("change", "known", "code"),
    [
        ({"old": "0605053"}, {}, "gmina-code-not-six-digits"),
        ({"new": "06050"}, {}, "gmina-code-not-six-digits"),
        ({"new": "06050٨"}, {}, "gmina-code-not-six-digits"),
        ({"new": "060505"}, {}, "gmina-code-unchanged"),
        ({}, {"left": {"060505": "2026-1"}}, "renumbering-told"),
        ({}, {"taken": {"060508": "2027-1"}}, "renumbering-told"),
        ({"old": "060599"}, {}, "renumbering-old-unknown"),
        ({"old": "060506"}, {}, "renumbering-old-valid"),
        ({"new": "060507"}, {}, "renumbering-new-unknown"),
        ({}, {"covered": frozenset({"060506"})}, "renumbering-new-outside"),
        ({"new": "060506"}, {}, "renumbering-merger"),
        ({"from_on": date(2027, 2, 2)}, {}, "renumbering-later"),
    ],
)
def test_nothing_else_is(change, known, code):
    with pytest.raises(DomainError) as found:
        must_be_renumbered(replace(JANOW, **change), known=replace(KNOWN, **known))
    assert found.value.code == code


def planned(code, year, *gminas):
    plan = SessionPlan(
        code, "Sesja (wymyślona)", date(year, 2, 1), date(year, 3, 16), date(year - 1, 1, 1), date(year - 1, 12, 31),
    )  # fmt: skip
    session = plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE)
    widen_scope(session, gminas, actor=MACHINE)
    return session


@pytest.fixture
def two(db):
    """A session of 2026, and one of 2027: meanwhile Janów Lubelski got another code."""
    take_over(PLACES, "2025-01-01")
    first = planned("2026-1", 2026, "0605")
    take_over(RENUMBERED, "2027-01-01")
    return first, planned("2027-1", 2027, "0605")


def refused(code, act):
    with pytest.raises(DomainError) as found:
        act()
    assert found.value.code == code


def test_what_is_told_stands_in_the_log_and_can_be_taken_back(two):
    _first, second = two
    told = tell_renumbering(second, JANOW, actor=MACHINE)
    refused("renumbering-told", lambda: tell_renumbering(second, JANOW, actor=MACHINE))
    take_back_renumbering(told, actor=MACHINE)
    assert not TerritoryChange.objects.exists()
    found = [entry for entry in entries_about(second) if "renumbering" in entry.action]
    assert {entry.action for entry in found} == {"tell-renumbering", "take-back-renumbering"}
    assert all(entry.facts == {"old": "060505", "new": "060508", "from_on": "2027-01-01"} for entry in found)


def test_a_chain_within_a_session_is_refused(two):
    _first, second = two
    tell_renumbering(second, JANOW, actor=MACHINE)
    refused("renumbering-old-unknown", lambda: tell_renumbering(second, chain(), actor=MACHINE))


def chain():
    return Renumbering("060508", "060506", date(2027, 1, 1))


def test_a_gmina_is_followed_through_two_sessions_but_not_by_a_code_given_up(two):
    _first, second = two
    tell_renumbering(second, JANOW, actor=MACHINE)
    take_over(PLACES | {"0605093": "Janów Lubelski"}, "2028-01-01")  # 060505 comes back, 060508 becomes 060509
    third = planned("2028-1", 2028, "0605")
    tell_renumbering(third, Renumbering("060508", "060509", date(2028, 1, 1)), actor=MACHINE)
    over_time = gminas_over_time(third)
    named = {(one.session.code, one.gmina): over_time.identity(one) for one in ScopeGmina.objects.all()}
    assert named == {
        ("2026-1", "0605053"): "060505", ("2027-1", "0605083"): "060505", ("2028-1", "0605093"): "060505",
        ("2028-1", "0605053"): "060505@3",
        **{(code, "0605063"): "060506" for code in ("2026-1", "2027-1", "2028-1")},
    }  # fmt: skip
    assert over_time.codes({"060505"}) == {"060505", "060508", "060509"}


def test_the_register_proposes_the_gmina_of_the_same_name_that_is_new(two):
    _first, second = two
    gone = gone_codes(second)
    assert [(one.gmina, one.session.code) for one in gone] == [("0605053", "2026-1")]
    assert [one.gmina for one in new_codes(second)] == ["0605083"]
    (found,) = with_candidates(second, list(gone))
    assert (found.old, found.powiat, found.session) == ("060505", "janowski", "2026-1")
    (candidate,) = found.candidates
    assert (candidate.code, candidate.powiat, candidate.since, candidate.is_covered) == (
        "060508", "janowski", date(2027, 1, 1), True,
    )  # fmt: skip
    tell_renumbering(second, JANOW, actor=MACHINE)
    assert not gone_codes(second).exists()
    assert not new_codes(second).exists()


def test_a_gmina_that_had_the_name_all_along_and_one_elsewhere_are_not_proposed(db):
    take_over(PLACES | {"0607022": "Janów Lubelski", "18": "podkarpackie", "1811": "mielecki"}, "2025-01-01")
    planned("2026-1", 2026, "0605053")
    rest = {code: name for code, name in PLACES.items() if code != "0605053"}
    elsewhere = {"18": "podkarpackie", "1811": "mielecki", "1811013": "Janów Lubelski"}
    take_over(rest | {"0607022": "Janów Lubelski"} | elsewhere, "2027-01-01")
    second = planned("2027-1", 2027, "0607022")
    assert [one.candidates for one in with_candidates(second, list(gone_codes(second)))] == [()]
    assert not new_codes(second).exists()  # it joins, with a code that it had all along


def test_a_gmina_taken_out_of_the_scope_takes_what_was_told_of_it_along(two):
    _first, second = two
    for without in (
        lambda: narrow_scope(second, ["0605083"], actor=MACHINE),
        lambda: set_scope(second, ["0605063"], within="06", actor=MACHINE),
    ):
        tell_renumbering(second, JANOW, actor=MACHINE)
        without()
        assert not TerritoryChange.objects.exists()
        widen_scope(second, ["0605083"], actor=MACHINE)


def test_only_the_centre_tells_and_only_until_closing_begins(two):
    first, second = two
    move_session(first, "announce", actor=MACHINE)
    with pytest.raises(NotAllowed):
        tell_renumbering(second, JANOW, actor=acting(make_user()))
    for action in ("announce", "open", "verify"):
        second = move_session(second, action, actor=MACHINE)
    told = tell_renumbering(second, JANOW, actor=acting(make_centre_user()))
    Session.objects.filter(pk=second.pk).update(closing_since=NOW)
    refused("session-being-closed", lambda: take_back_renumbering(told, actor=MACHINE))
    Session.objects.filter(pk=second.pk).update(closing_since=None)
    move_session(second, "close", actor=MACHINE)
    refused("renumbering-over", lambda: take_back_renumbering(told, actor=MACHINE))
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        TerritoryChange.objects.all().delete()


def test_a_copy_tells_nothing_and_a_deleted_session_takes_its_own_along(two):
    _first, second = two
    tell_renumbering(second, JANOW, actor=MACHINE)
    copied = copy_session(second, Copy("2028-1", "Trzecia (wymyślona)"), actor=MACHINE)
    assert not copied.session.territory_changes.exists()
    assert not gone_codes(copied.session).exists()  # the second session tells of it
    delete_session(copied.session, typed_code="2028-1", actor=MACHINE)
    counts = delete_session(second, typed_code="2027-1", actor=MACHINE)
    assert counts["monitoring.territorychange"] == 1
