"""A schedule's rules, by cases worked out on a calendar of 2026 and 2027."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from atlas.monitoring.rules import SessionState
from atlas.monitoring.schedule import (
    Schedule,
    a_year_later,
    is_working_day,
    remarks_on,
    remarks_on_change,
    working_day_from,
    working_days_between,
)

GOOD = Schedule(
    announce_on=date(2026, 2, 9), opens_on=date(2026, 2, 16), remind_on=(date(2026, 3, 9),),
    closes_on=date(2026, 3, 16), verify_until=date(2026, 3, 31), publish_on=date(2026, 4, 15),
)  # fmt: skip


def codes(remarks):
    return [(one.field, one.problem.code) for one in remarks]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 7), True),
        (date(2026, 5, 1), False),
        (date(2027, 5, 3), False),  # the Third of May, a Monday in 2027
        (date(2026, 6, 4), False),  # Corpus Christi
        (date(2026, 6, 5), True),
        (date(2026, 12, 24), False),  # Christmas Eve, off since 2025
        (date(2024, 12, 24), True),
        (date(2026, 3, 14), False),  # a Saturday
    ],
)
def test_polish_working_days(day, works):
    assert is_working_day(day) is works


def test_over_easter_and_the_long_weekend():
    assert working_day_from(date(2026, 4, 4)) == date(2026, 4, 7)  # Saturday, Easter, Easter Monday
    # Thursday 30 April to Friday 8 May 2026: the 1st off, the weekend, then Monday to Friday.
    assert working_days_between(date(2026, 4, 30), date(2026, 5, 8)) == 5
    assert working_days_between(date(2026, 5, 8), date(2026, 4, 30)) == 0


def test_a_good_schedule_has_no_remark():
    # 9–16 February: five working days; 16 February – 16 March: 29 days; to 31 March: eleven working days; to 15 April:
    # 1, 2, 3, 7, 8, 9, 10, 13, 14, 15 April – ten working days over Easter.
    assert remarks_on(GOOD) == []


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"announce_on": date(2026, 2, 17)}, [("announce_on", "announced-after-opening")]),
        ({"verify_until": date(2026, 3, 13)}, [("verify_until", "verified-before-deadline")]),
        ({"publish_on": date(2026, 3, 30)}, [("publish_on", "published-too-early")]),
        ({"remind_on": (date(2026, 2, 16),)}, [("remind_on", "reminder-outside")]),
        ({"remind_on": (date(2026, 3, 17),)}, [("remind_on", "reminder-outside")]),
        ({"remind_on": tuple(date(2026, 3, day) for day in (2, 3, 4, 5, 6, 9))}, [("remind_on", "too-many-reminders")]),
    ],
)
def test_a_wrong_order_is_an_error(changed, wanted):
    remarks = remarks_on(replace(GOOD, **changed))
    assert codes(remarks) == wanted
    assert all(one.is_error for one in remarks)


def test_a_deadline_before_the_opening_is_an_error():
    backwards = replace(GOOD, closes_on=date(2026, 2, 13), remind_on=())
    assert codes(one for one in remarks_on(backwards) if one.is_error) == [("closes_on", "closes-before-opening")]


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"closes_on": date(2026, 3, 15)}, [("closes_on", "day-off-weekend")]),
        ({"publish_on": date(2026, 6, 4)}, [("publish_on", "day-off-holiday")]),
        ({"announce_on": date(2026, 2, 10)}, [("announce_on", "little-time-to-prepare")]),  # four working days
        ({"verify_until": date(2026, 3, 27)}, [("verify_until", "little-time-to-verify")]),  # nine
        ({"publish_on": date(2026, 4, 7)}, [("publish_on", "little-time-to-report")]),  # 1, 2, 3, 7 April: four
        ({"remind_on": ()}, [("remind_on", "no-reminder-set")]),
        ({"announce_on": None}, [("announce_on", "day-not-set")]),
    ],
)
def test_days_off_and_short_times_are_warnings(changed, wanted):
    remarks = remarks_on(replace(GOOD, **changed))
    assert codes(remarks) == wanted
    assert not any(one.is_error for one in remarks)


def test_two_weeks_are_enough_to_fill_in_a_card_and_thirteen_days_are_not():
    enough = replace(GOOD, opens_on=date(2026, 3, 3))  # 3 to 16 March, both included: 14 days
    short = replace(GOOD, opens_on=date(2026, 3, 4))
    assert codes(remarks_on(enough)) == []
    assert codes(remarks_on(short)) == [("closes_on", "little-time-to-fill-in")]


@pytest.mark.parametrize(
    ("state", "changed", "wanted"),
    [
        (SessionState.PLANNED, {"closes_on": date(2026, 3, 2)}, []),
        (SessionState.ANNOUNCED, {"announce_on": date(2026, 2, 12)}, [("announce_on", "day-is-fixed")]),
        (SessionState.ANNOUNCED, {"opens_on": date(2026, 2, 18)}, []),
        (SessionState.ANNOUNCED, {"opens_on": date(2026, 2, 13)}, [("opens_on", "day-only-later")]),
        (SessionState.OPEN, {"opens_on": date(2026, 2, 18)}, [("opens_on", "day-is-fixed")]),
        (SessionState.OPEN, {"closes_on": date(2026, 3, 18)}, []),
        (SessionState.OPEN, {"closes_on": date(2026, 3, 13)}, [("closes_on", "day-only-later")]),
        (SessionState.OPEN, {"remind_on": (date(2026, 3, 11),)}, []),
        (SessionState.VERIFICATION, {"closes_on": date(2026, 3, 18)}, [("closes_on", "day-is-fixed")]),
        (SessionState.VERIFICATION, {"verify_until": date(2026, 4, 3)}, []),
        (SessionState.CLOSED, {"publish_on": date(2026, 4, 20)}, []),
        (SessionState.PUBLISHED, {"publish_on": date(2026, 4, 20)}, [("publish_on", "day-is-fixed")]),
    ],
)
def test_what_was_promised_is_never_taken_back(state, changed, wanted):
    assert codes(remarks_on_change(GOOD, replace(GOOD, **changed), state=state, on=date(2026, 2, 12))) == wanted


def test_no_day_moves_into_the_past_and_reminders_that_went_out_stay():
    on = date(2026, 3, 20)
    late = remarks_on_change(GOOD, replace(GOOD, closes_on=date(2026, 3, 18)), state=SessionState.OPEN, on=on)
    assert codes(late) == [("closes_on", "day-has-passed")]
    gone = remarks_on_change(GOOD, replace(GOOD, remind_on=()), state=SessionState.OPEN, on=on)
    assert codes(gone) == [("remind_on", "day-has-passed")]
    assert remarks_on_change(GOOD, replace(GOOD, closes_on=on), state=SessionState.OPEN, on=on) == []


def test_a_year_later_each_day_is_a_working_day():
    later = a_year_later(replace(GOOD, closes_on=date(2026, 5, 4), remind_on=(date(2026, 2, 17), date(2026, 3, 9))))
    assert later.announce_on == date(2027, 2, 9)
    assert later.closes_on == date(2027, 5, 4)
    assert later.publish_on == date(2027, 4, 15)
    assert a_year_later(replace(GOOD, closes_on=date(2026, 5, 1))).closes_on == date(2027, 5, 4)  # 1–3 May are off


def test_a_reminder_that_would_fall_on_the_opening_is_left_out():
    # 13 and 14 February 2027 are a Saturday and a Sunday: both would become Monday the 15th.
    before = replace(GOOD, opens_on=date(2026, 2, 13), remind_on=(date(2026, 2, 14), date(2026, 3, 9)))
    assert a_year_later(before).remind_on == (date(2027, 3, 9),)
