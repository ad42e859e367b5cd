"""A session that is announced opens by itself on its day, exactly once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from tests.web.builders import make_session

from atlas.accounts.actor import MACHINE
from atlas.audit.selectors import entries_about
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.jobs.services.timekeeping import tick
from atlas.monitoring.models import Session
from atlas.monitoring.services import change_schedule, move_session

EVE, DAY = datetime(2026, 2, 1, 22, 59, tzinfo=UTC), datetime(2026, 2, 1, 23, 1, tzinfo=UTC)
"""A minute before and after midnight in Warsaw, before 2 February 2026."""


@pytest.fixture
def clock_at(db):
    with time_machine.travel(EVE, tick=False) as travel:
        yield travel


def opened(session):
    return [entry.action for entry in entries_about(session)].count("open-session")


def test_it_opens_on_its_day_in_warsaw_however_often_the_clock_ticks(clock_at):
    session = make_session(state="announced")
    assert tick() == (0, 0)
    clock_at.move_to(DAY)
    assert [tick(), tick()] == [(0, 1), (0, 0)]
    job = Job.objects.get()
    run(job.pk)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.facts) == ("done", {"opened": 1})
    assert Session.objects.get().state == "open"
    assert opened(session) == 1
    assert tick() == (0, 0)


def test_a_person_may_be_first(clock_at):
    session = make_session(state="announced")
    clock_at.move_to(DAY)
    tick()
    move_session(session, "open", actor=MACHINE)
    run(Job.objects.get().pk)
    assert Job.objects.get().facts == {"opened": 0}
    assert opened(session) == 1


def test_a_session_put_off_in_the_last_minute_opens_on_the_new_day(clock_at):
    session = make_session(state="announced")
    clock_at.move_to(DAY)
    tick()
    later = replace(session.schedule, opens_on=date(2026, 2, 4))
    change_schedule(session, later, actor=MACHINE, reason="awaria")
    run(Job.objects.get().pk)
    assert Session.objects.get().state == "announced"
    clock_at.move_to(datetime(2026, 2, 4, 8, tzinfo=UTC))
    assert tick() == (0, 1)
    run(Job.objects.latest("id").pk)
    assert Session.objects.get().state == "open"


def test_a_planned_session_does_not_open_by_itself(clock_at):
    make_session(state="planned")
    clock_at.move_to(DAY)
    assert tick() == (0, 0)
