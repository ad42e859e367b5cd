"""Sessions are planned, and leave the sequence, at the same time: no number is given twice and none is left out."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError
from tests.trust.together import at_once
from tests.web.builders import make_session

from atlas.accounts.actor import MACHINE
from atlas.instruments.services import keep_shipped
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.services import SessionFacts, SessionPlan, change_facts, delete_session, plan_session

pytestmark = pytest.mark.usefixtures("moving_clock")
DAYS = (date(2026, 9, 1), date(2026, 10, 1), date(2025, 9, 1), date(2026, 8, 31))


def planning(code):
    instruments = keep_shipped(actor=MACHINE)
    return lambda: plan_session(
        SessionPlan(code, "Sesja (wymyślona)", *DAYS), instruments=instruments, actor=MACHINE
    )  # fmt: skip


def leaving(session, *, deleted):
    if deleted:
        return lambda: delete_session(session, typed_code=session.code, actor=MACHINE)
    facts = SessionFacts(session.code, session.name, session.period_from, session.period_to, is_trial=True)
    return lambda: change_facts(session, facts, instruments=session.instruments, actor=MACHINE)


def numbers():
    found = Session.objects.filter(sequence__isnull=False).order_by("sequence")
    return list(found.values_list("sequence", flat=True))


def test_two_who_plan_after_a_planned_session_get_two_numbers(meeting):
    make_session(state="planned")
    both = [planning(code) for code in ("A", "B")]
    meeting.of(2)
    assert sorted(one.sequence for one in at_once(both)) == [2, 3]


def test_control_without_locks_one_of_the_two_is_refused(meeting, without_locks):
    make_session(state="planned")
    both = [planning(code) for code in ("A", "B")]
    meeting.of(2)
    outcomes = at_once(both)
    assert sum(isinstance(one, DomainError | DatabaseError) for one in outcomes) == 1
    assert numbers() == [1, 2]


def test_two_who_plan_while_no_session_is_planned_get_two_numbers_or_a_word(meeting):
    make_session()
    both = [planning(code) for code in ("A", "B")]
    meeting.of(2)
    outcomes = at_once(both)
    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert {type(one) for one in refused} <= {DomainError}
    assert {one.code for one in refused} <= {"sequence-taken"}
    assert numbers() == [1, 2, 3][: 3 - len(refused)]


def test_two_who_plan_the_same_code_have_one_session_and_a_word(meeting):
    make_session()
    both = [planning("A"), planning("A")]
    meeting.of(2)
    (refused,) = [one for one in at_once(both) if isinstance(one, Exception)]
    assert (type(refused), refused.code) == (DomainError, "session-known")
    assert numbers() == [1, 2]


@pytest.mark.parametrize("deleted", [True, False])
def test_a_session_that_leaves_while_the_next_is_planned_leaves_no_hole(meeting, deleted):
    make_session()
    last = planning("A")()
    calls = [leaving(last, deleted=deleted), planning("B")]
    meeting.of(2)
    left, planned = at_once(calls)
    assert isinstance(planned, Session)
    assert (isinstance(left, DomainError), numbers()) in [(True, [1, 2, 3]), (False, [1, 2])]
