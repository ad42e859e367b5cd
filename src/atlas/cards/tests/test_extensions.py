"""More time for one participant: until a day of their own, for a reason, for their gmina's statistics too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from tests.web.builders import (
    GMINA,
    READY,
    acting,
    make_card,
    make_centre_user,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    make_user,
    type_in,
)

from atlas.accounts.actor import MACHINE
from atlas.audit.models import Entry
from atlas.cards.access import get_card
from atlas.cards.rules import CardState, must_take_cards
from atlas.cards.selectors import extension_of
from atlas.cards.services.extending import extend
from atlas.cards.services.starting import start_card, start_statistics
from atlas.cards.services.submitting import submit_card, withdraw_card
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.models import Message
from atlas.monitoring.models import Extension, Invitation, Session
from atlas.monitoring.rules import SessionState, Window, must_allow_extension
from atlas.monitoring.services import move_session

WINDOW = Window(date(2026, 2, 2), date(2026, 4, 30))
LATER, AFTER = date(2026, 5, 8), datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def during():
    with time_machine.travel(datetime(2026, 3, 10, 11, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


def refusal(rule, *args, **facts):
    """What a rule refuses with, or None."""
    try:
        rule(*args, **facts)
    except DomainError as error:
        return error
    return None


@pytest.mark.parametrize(("session", "day", "extended", "refused"), [
    ("open", 30, None, None), ("open", 31, None, "session-over"), ("open", 38, LATER, None),
    ("open", 39, LATER, "session-over"), ("verification", 29, None, "session-closed-early"),
    ("verification", 31, None, "session-over"), ("verification", 38, LATER, None),
    ("verification", 39, LATER, "session-over"), ("closed", 38, LATER, "session-closed-early"),
    ("planned", 38, LATER, "session-not-open-yet"),
])  # fmt: skip
def test_a_card_is_judged_by_its_own_last_day(session, day, extended, refused):
    on = date.fromordinal(date(2026, 3, 31).toordinal() + day)  # 30 is 30 April, 38 is 8 May
    error = refusal(
        must_take_cards, SessionState(session), WINDOW, card=CardState.DRAFT, on=on, extended=extended
    )  # fmt: skip
    assert (error and error.code) == refused
    if refused == "session-over":
        assert error.facts["closes_on"] == (extended or WINDOW.closes_on)


@pytest.mark.parametrize("session", ["open", "verification"])
def test_a_returned_card_comes_back_until_the_session_closes(session):
    must_take_cards(SessionState(session), WINDOW, card=CardState.RETURNED, on=date(2026, 6, 30))
    error = refusal(must_take_cards, SessionState.CLOSED, WINDOW, card=CardState.RETURNED, on=date(2026, 6, 30))
    assert error.code == "session-over"


@pytest.mark.parametrize(("until", "session", "refused"), [
    (date(2026, 5, 1), "open", None), (date(2026, 5, 20), "verification", None),
    (date(2026, 4, 30), "open", "extension-not-later"), (date(2026, 5, 21), "open", "extension-after-verification"),
    (date(2026, 5, 1), "closed", "extension-session-over"), (date(2026, 5, 1), "planned", "extension-session-over"),
])  # fmt: skip
def test_an_extension_lies_after_the_deadline_and_within_verification(until, session, refused):
    facts = {"closes_on": WINDOW.closes_on, "verify_until": date(2026, 5, 20), "on": date(2026, 4, 1)}
    error = refusal(must_allow_extension, until, session=SessionState(session), **facts)
    assert (error and error.code) == refused


def test_a_day_that_has_passed_gives_no_time():
    facts = {"closes_on": WINDOW.closes_on, "verify_until": None, "on": date(2026, 5, 10)}
    with pytest.raises(DomainError, match="extension-in-past"):
        must_allow_extension(date(2026, 5, 9), session=SessionState.OPEN, **facts)


@pytest.fixture
def anna(db):
    organisation = make_organisation(seat_gmina=GMINA)
    make_session(asked=[organisation, make_institution()])
    user = make_user()
    make_member(user, organisation)
    return user


def extended(kind="NGO", *, until=LATER, reason="zalana siedziba", actor=None):
    asked = Invitation.objects.get(card_kind=kind)
    return extend(asked, until=until, reason=reason, actor=actor or acting(make_centre_user(f"{kind}@example.org")))


def test_who_has_more_time_submits_and_withdraws_in_verification_and_the_rest_does_not(anna, during):
    card = make_card(anna, Invitation.objects.get(card_kind="NGO").participant)
    type_in(card, user=anna, **READY)
    during.move_to(AFTER)
    move_session(Session.objects.get(), "verify", actor=MACHINE)

    def submit():
        fresh = get_card(acting(anna), card.pk)
        return submit_card(fresh, key=uuid4(), seen_version=fresh.version, explanations={}, actor=acting(anna))

    with pytest.raises(DomainError, match="session-over"):
        submit()
    extended()
    assert submit().receipt == "2026-1/NGO/0001"
    assert "8 maja 2026" in Message.objects.latest("id").body
    withdraw_card(get_card(acting(anna), card.pk), actor=acting(anna))
    assert get_card(acting(anna), card.pk).last_day == LATER
    during.move_to(datetime(2026, 5, 9, 9, 0, tzinfo=UTC))
    with pytest.raises(DomainError, match="session-over"):
        submit()


def test_a_card_not_begun_in_time_is_begun_within_the_extension(anna, during):
    during.move_to(AFTER)
    asked = Invitation.objects.get(card_kind="NGO")
    with pytest.raises(DomainError, match="session-over"):
        start_card(asked, actor=acting(anna))
    extended()
    assert start_card(asked, actor=acting(anna)).last_day == LATER


def test_more_time_for_a_karta_izus_is_more_time_for_the_gminas_statistics(anna, during):
    clerk = make_user("ela@example.org")
    office = Invitation.objects.get(card_kind="IZUS")
    make_member(clerk, office.participant)
    extended("NGO")
    during.move_to(AFTER)
    with pytest.raises(DomainError, match="session-over"):
        start_statistics(office, actor=acting(clerk))
    extended("IZUS", until=date(2026, 5, 6))
    card = start_statistics(office, actor=acting(clerk))
    assert get_card(acting(clerk), card.pk).last_day == card.last_day == date(2026, 5, 6)
    assert extension_of(card).reason == "zalana siedziba"


def test_the_participants_people_get_a_letter_and_the_log_has_no_reason(anna):
    Message.objects.all().delete()
    extended()
    (letter,) = Message.objects.all()
    assert letter.recipient == anna.email
    assert "8 maja 2026" in letter.subject
    assert Entry.objects.get(action="extend-invitation").facts == {"until": "2026-05-08"}


def test_a_second_extension_replaces_the_first(anna):
    extended()
    extended(until=date(2026, 5, 15), actor=MACHINE)
    assert Extension.objects.get().until == date(2026, 5, 15)


def test_only_the_centre_gives_more_time_and_says_why(anna):
    with pytest.raises(NotAllowed, match="centre-needed"):
        extended(actor=acting(anna))
    with pytest.raises(DomainError, match="extension-reason-needed"):
        extended(reason=" ")
    assert not Extension.objects.exists()


def test_nobody_gets_more_time_while_the_session_is_closed(anna):
    Session.objects.update(closing_since=AFTER)
    with pytest.raises(DomainError, match="session-being-closed"):
        extended()
    assert not Extension.objects.exists()
    assert not Entry.objects.filter(action="extend-invitation").exists()
