"""The sequence of sessions has no hole: numbers are given in turn, and a session that others follow keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.web.builders import make_session

from atlas.accounts.actor import MACHINE
from atlas.instruments.services import keep_shipped
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.selectors import missing_before
from atlas.monitoring.services import (
    SessionFacts,
    SessionPlan,
    change_facts,
    delete_session,
    move_session,
    plan_session,
)

pytestmark = pytest.mark.django_db
DAYS = (date(2026, 2, 16), date(2026, 3, 16), date(2025, 1, 1), date(2025, 12, 31))


def plan(code, **changed):
    return plan_session(
        SessionPlan(code, "Sesja (wymyślona)", *DAYS, **changed), instruments=keep_shipped(actor=MACHINE), actor=MACHINE
    )  # fmt: skip


def delete(session):
    return delete_session(session, typed_code=session.code, actor=MACHINE)


def become(session, *, trial):
    facts = SessionFacts(session.code, session.name, session.period_from, session.period_to, is_trial=trial)
    return change_facts(session, facts, instruments=session.instruments, actor=MACHINE)


def numbers():
    return dict(Session.objects.order_by("sequence").values_list("code", "sequence"))


def refused(code, action):
    with pytest.raises(DomainError) as found:
        action()
    assert found.value.code == code
    return found.value.facts


@pytest.fixture
def three():
    """Number 1 is closed, 2 to 4 are planned."""
    make_session("2025-1", state="closed")
    return [plan(code) for code in ("A", "B", "C")]


def test_each_session_gets_the_number_after_the_last_and_a_trial_none(three):
    trial = plan("proba", is_trial=True)
    assert trial.is_trial
    assert numbers() == {"proba": None, "2025-1": 1, "A": 2, "B": 3, "C": 4}
    assert become(trial, trial=False).sequence == 5


@pytest.mark.parametrize("leave", [delete, lambda session: become(session, trial=True)])
def test_a_session_that_others_follow_stays_until_they_have_left_last_one_first(three, leave):
    first, second, third = three
    assert refused("session-not-last", lambda: leave(first)) == {"session": "A", "sequence": 2, "later": "C, B"}
    assert refused("session-not-last", lambda: leave(second))["later"] == "C"
    for session in (third, second, first):
        leave(session)
    assert [one for one in numbers().values() if one] == [1]
    assert plan("D").sequence == 2


def test_a_session_that_an_announced_one_follows_is_run_itself(three):
    first, second, third = three
    Session.objects.filter(pk=second.pk).update(state="announced")  # as it could be before announcing kept the order
    for leave in (delete, lambda session: become(session, trial=True)):
        told = refused("sequence-went-on", lambda leave=leave: leave(first))
        assert told == {"session": "A", "sequence": 2, "later": "B"}
    assert move_session(first, "announce", actor=MACHINE).state == "announced"
    assert numbers() == {"2025-1": 1, "A": 2, "B": 3, "C": 4}
    delete(third)


def test_a_session_is_announced_after_those_before_it_and_one_that_gives_way_leaves_its_number(three):
    first, second, third = three
    delete(third)
    told = refused("earlier-session-planned", lambda: move_session(second, "announce", actor=MACHINE))
    assert told == {"session": "B", "earlier": "A"}
    become(second, trial=True)
    delete(first)
    assert become(second, trial=False).sequence == 2
    assert move_session(second, "announce", actor=MACHINE).state == "announced"
    assert missing_before(2) == []
    assert missing_before(None) == []


def test_a_trial_is_announced_and_deleted_whatever_the_sequence_is(three):
    trial = plan("proba", is_trial=True)
    move_session(trial, "announce", actor=MACHINE)
    delete(trial)
    assert numbers() == {"2025-1": 1, "A": 2, "B": 3, "C": 4}


def test_what_changes_nothing_about_the_sequence_is_free(three):
    first, *_ = three
    facts = SessionFacts("A2", "Inna nazwa", first.period_from, first.period_to, is_trial=False)
    assert change_facts(first, facts, instruments=first.instruments, actor=MACHINE).sequence == 2
    told = refused(
        "session-known",
        lambda: change_facts(first, replace(facts, code="B"), instruments=first.instruments, actor=MACHINE),
    )
    assert told == {"session": "B"}
    assert refused("session-known", lambda: plan("B")) == {"session": "B"}
    with pytest.raises(DomainError, match="sequence-taken"):
        plan_session(
            SessionPlan("X", "X", *DAYS), instruments=first.instruments, actor=MACHINE, sequence=3
        )  # fmt: skip
