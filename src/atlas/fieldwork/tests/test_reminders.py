"""Reminders: by the schedule once a day and session, at a click once a day, only to those who have not filed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from tests.web.builders import GMINA, make_card, make_organisation, make_user

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.cards.models import Card
from atlas.cards.rules import CardState
from atlas.fieldwork.announcing.missing import missing_cards
from atlas.fieldwork.announcing.recipients import invited_among
from atlas.fieldwork.models import Dispatch
from atlas.fieldwork.rules import Purpose, is_awaited
from atlas.fieldwork.services import dispatching
from atlas.fieldwork.services.reminders import remind
from atlas.fieldwork.tests.letter_world import SECOND, institution, organisations, plan, represented, written
from atlas.jobs.models import Job, Occurrence
from atlas.jobs.rules import LOST_AFTER
from atlas.jobs.services.running import run
from atlas.jobs.services.timekeeping import tick
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.models import Message
from atlas.monitoring.models import Extension, Invitation, Session
from atlas.monitoring.rules import SessionState
from atlas.monitoring.services import move_session

DAY = "2026-03-20"
SEVEN_IN_WARSAW = datetime(2026, 3, 20, 6, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(SEVEN_IN_WARSAW, tick=False) as travel:
        yield travel


def opened(*asked):
    session = plan(*asked, remind_on=[DAY, "2026-04-10"])
    for action in ("announce", "open"):
        session = move_session(session, action, actor=MACHINE)
    return session


def ticked():
    """One minute of the clock, with the jobs that it sets going."""
    tick()
    for job in Job.objects.filter(state="waiting"):
        run(job.pk)


def test_at_eight_in_warsaw_on_the_day_of_the_schedule_once(clock):
    opened(*((one, [GMINA]) for one in organisations(2)))
    ticked()
    assert written() == []
    clock.shift(timedelta(minutes=1))
    for _ in range(3):
        ticked()
        clock.shift(timedelta(minutes=1))
    assert written() == [("org-001@example.org", "ORG-001"), ("org-002@example.org", "ORG-002")]
    assert [one.key for one in Occurrence.objects.all()] == [f"remind:2026-1:{DAY}"]
    clock.shift(timedelta(days=1))
    ticked()
    assert Message.objects.count() == 2
    clock.move_to(datetime(2026, 4, 10, 6, 0, tzinfo=UTC))
    ticked()
    assert Message.objects.count() == 4


@pytest.mark.parametrize("state", [one for one in SessionState if one != SessionState.OPEN])
def test_only_in_an_open_session(clock, state):
    opened(*((one, [GMINA]) for one in organisations(1)))
    Session.objects.update(state=state)
    clock.shift(timedelta(hours=1))
    ticked()
    assert written() == []


def test_who_has_filed_is_not_reminded_and_who_has_not_is(clock):
    first, second = organisations(2)
    opened((first, [GMINA]), (second, [GMINA]))
    clock.shift(timedelta(hours=1))
    user = first.memberships.get().user
    make_card(user, first, filed=True)
    Message.objects.all().delete()  # the receipt's letter
    ticked()
    assert written() == [("org-002@example.org", "ORG-002")]
    assert "Karta NGO, gmina Janów Lubelski: by 30 April 2026" in Message.objects.get().body


@pytest.mark.parametrize(("state", "reminded"), [
    ("draft", True), ("withdrawn", True), ("returned", True), ("submitted", False), ("accepted", False),
    ("set_aside", False),
])  # fmt: skip
def test_each_state_of_a_card(clock, state, reminded):
    (one,) = organisations(1)
    opened((one, [GMINA]))
    make_card(one.memberships.get().user, one)
    Card.objects.update(state=state)
    clock.shift(timedelta(hours=1))
    ticked()
    assert bool(written()) is reminded


def test_only_the_cards_that_are_missing_are_named_each_with_its_own_last_day(clock):
    (one,) = organisations(1)
    session = opened((one, [GMINA, SECOND]))
    later = Invitation.objects.get(scope__gmina=SECOND)
    Extension.objects.create(
        invitation=later, until=date(2026, 5, 15), reason="Choroba (wymyślona)", given_at=SEVEN_IN_WARSAW
    )
    remind(session, one, actor=MACHINE)
    body = Message.objects.get().body
    assert "– Karta NGO, gmina Janów Lubelski: by 30 April 2026\n" in body
    assert "– Karta NGO, gmina Modliborzyce: by 15 May 2026\n" in body
    Message.objects.all().delete()
    clock.move_to(datetime(2026, 5, 4, 8, 0, tzinfo=UTC))
    remind(session, one, actor=MACHINE)
    body = Message.objects.get().body
    assert "Modliborzyce: by 15 May 2026" in body
    assert "Janów" not in body


def test_an_extension_that_ends_earlier_shortens_nothing():
    (one,) = organisations(1)
    session = opened((one, [GMINA]))
    Extension.objects.create(invitation=Invitation.objects.get(), until=date(2026, 4, 1), given_at=SEVEN_IN_WARSAW)
    (missing,) = missing_cards(session, invited_among(session, [one.pk]), on=date(2026, 4, 20))[one.pk]
    assert missing.last_day == date(2026, 4, 30)


def test_a_returned_card_is_waited_for_after_the_deadline_and_said_to_be_returned(clock):
    (one,) = organisations(1)
    session = opened((one, [GMINA]))
    make_card(one.memberships.get().user, one)
    Card.objects.update(state=CardState.RETURNED)
    session = move_session(session, "verify", actor=MACHINE)
    clock.move_to(datetime(2026, 5, 4, 8, 0, tzinfo=UTC))
    remind(session, one, actor=MACHINE)
    assert "Karta NGO, gmina Janów Lubelski: returned with questions" in Message.objects.get().body


def test_the_last_day_still_counts_and_the_next_does_not():
    day = date(2026, 4, 30)
    assert is_awaited(None, last_day=day, on=day)
    assert not is_awaited(None, last_day=day, on=day + timedelta(days=1))


def test_at_a_click_once_a_day_whether_by_hand_or_by_the_clock(clock):
    first, second = organisations(2)
    session = opened((first, [GMINA]), (second, [GMINA]))
    assert remind(session, first, actor=MACHINE) == 1
    with pytest.raises(DomainError, match="reminded-today"):
        remind(session, first, actor=MACHINE)
    clock.shift(timedelta(hours=2))
    ticked()
    assert written(Purpose.REMINDER) == [("org-001@example.org", "ORG-001"), ("org-002@example.org", "ORG-002")]
    with pytest.raises(DomainError, match="reminded-today"):
        remind(session, second, actor=MACHINE)
    clock.shift(timedelta(days=1))
    assert remind(session, first, actor=MACHINE) == 1


def test_a_click_says_why_nobody_was_reminded(clock):
    (one,) = organisations(1)
    silent = make_organisation("ORG-900")
    session = opened((one, [GMINA]), (silent, [GMINA]))
    with pytest.raises(DomainError, match="participant-without-address"):
        remind(session, silent, actor=MACHINE)
    clock.move_to(datetime(2026, 5, 1, 8, 0, tzinfo=UTC))
    with pytest.raises(DomainError, match="nothing-missing"):
        remind(session, one, actor=MACHINE)
    with pytest.raises(DomainError, match="nothing-missing"):
        remind(session, institution(), actor=MACHINE)  # not invited at all
    Session.objects.update(state=SessionState.CLOSED)
    with pytest.raises(DomainError, match="session-not-reminding"):
        remind(session, one, actor=MACHINE)
    with pytest.raises(NotAllowed, match="centre-needed"):
        remind(session, one, actor=ANONYMOUS)
    assert not Dispatch.objects.exists()


class Killed(BaseException):
    """A worker that ends in the middle."""


def test_reminders_begun_again_go_to_nobody_twice(monkeypatch, clock):
    monkeypatch.setattr(dispatching, "BATCH", 2)
    opened(*((one, [GMINA]) for one in organisations(5)))
    clock.shift(timedelta(hours=1))
    tick()
    calls = []

    def second_time(progress, stage, **told):
        calls.append(stage)
        if len(calls) == 2:
            raise Killed

    job = Job.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr("atlas.jobs.services.running.Progress.tell", second_time)
        with pytest.raises(Killed):
            run(job.pk)
    assert len(written()) == 2
    clock.shift(LOST_AFTER + timedelta(seconds=1))
    ticked()
    assert [participant for _address, participant in written()] == [f"ORG-00{number}" for number in range(1, 6)]
    assert Message.objects.count() == 5


def test_a_batch_costs_the_same_whatever_its_size(django_assert_max_num_queries, clock):
    made = organisations(12)
    represented(made[0], "druga@example.org")
    make_user("niczyja@example.org")
    opened(*((one, [GMINA, SECOND]) for one in made))
    clock.shift(timedelta(hours=1))
    tick()
    with django_assert_max_num_queries(30):
        run(Job.objects.get().pk)
    assert len(written()) == 13
