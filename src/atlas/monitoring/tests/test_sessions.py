"""A session's life, and what its days mean."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.builders import GMINA, make_institution, make_organisation, make_session

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.audit.selectors import entries_about
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.models import Invitation, Session
from atlas.monitoring.rules import TRANSITIONS, SessionState, Window, days_left, is_open, next_state
from atlas.monitoring.selectors import sessions_with_counts
from atlas.monitoring.services import Asked, cover, invite, move_session

WINDOW = Window(date(2026, 2, 2), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("day", "open_", "left"),
    [
        (date(2026, 2, 1), False, None),
        (date(2026, 2, 2), True, 87),
        (date(2026, 4, 30), True, 0),
        (date(2026, 5, 1), False, None),
    ],
)
def test_both_ends_of_the_window_are_included(day, open_, left):
    assert (is_open(WINDOW, on=day), days_left(WINDOW, on=day)) == (open_, left)


def test_there_is_no_step_back_but_reopening():
    order = list(SessionState)
    back = [
        (state, action) for (state, action), after in TRANSITIONS.items() if order.index(after) < order.index(state)
    ]
    assert back == [(SessionState.VERIFICATION, "reopen")]


def test_a_step_that_is_not_in_the_table_is_refused():
    with pytest.raises(DomainError, match="session-transition"):
        next_state(SessionState.CLOSED, "open")


@pytest.mark.django_db
def test_a_session_goes_its_way_and_every_step_stands_in_the_log():
    session = make_session(state="published")
    actions = [entry.action for entry in entries_about(session)]
    assert actions == [
        "plan-session", "cover-gminas", "invite-participants", "announce-session", "open-session", "verify-session",
        "close-session", "publish-session",
    ]  # fmt: skip


@pytest.mark.django_db
def test_reopening_needs_a_reason():
    session = make_session(state="verification")
    with pytest.raises(DomainError, match="reason-needed"):
        move_session(session, "reopen", actor=MACHINE, reason=" ")
    assert move_session(session, "reopen", actor=MACHINE, reason="awaria poczty").state == "open"


@pytest.mark.django_db
def test_scope_and_invitations_are_made_while_a_session_is_planned():
    session = make_session(state="announced")
    with pytest.raises(DomainError, match="session-not-planned"):
        cover(session, [], actor=MACHINE)
    with pytest.raises(DomainError, match="session-not-planned"):
        invite(session, [], actor=MACHINE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "gmina", "code"), [("NGO", "0605063", "outside-scope"), ("IZUS", GMINA, "card-of-other-kind")]
)
def test_who_is_invited_must_fit_the_scope_and_the_card(kind, gmina, code):
    session, organisation = make_session(state="planned"), make_organisation()
    with pytest.raises(DomainError, match=code):
        invite(session, [Asked(kind, gmina, organisation)], actor=MACHINE)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_codes_and_sequences_are_taken_once_and_trials_stand_outside():
    make_session("2026-1", sequence=1)
    with pytest.raises(DomainError, match="session-known"):
        make_session("2026-1", sequence=2)
    with pytest.raises(DomainError, match="sequence-taken"):
        make_session("2026-2", sequence=1)
    assert make_session("proba", sequence=None, asked=[make_institution()]).is_trial


@pytest.mark.django_db
def test_nobody_but_the_centre_moves_a_session():
    with pytest.raises(NotAllowed):
        move_session(make_session(), "verify", actor=ANONYMOUS)


def test_a_list_of_sessions_counts_each_table_by_itself(db):
    """Joined, a country's gminas would meet its invitations 250 million times."""
    make_session(asked=[make_organisation(f"ORG-{number}", seat_gmina="0605053") for number in range(3)])
    make_session("2026-2", sequence=2, state="planned")
    listed = sessions_with_counts(Session.objects.all())
    assert {(one.code, one.gminas, one.invited_ngo, one.invited_izus) for one in listed} == {
        ("2026-1", 1, 3, 0), ("2026-2", 1, 0, 0)
    }  # fmt: skip
    assert "JOIN" not in str(listed.query)
