"""Planning a session: its scope from the register of territories, participants proposed, points, schedule, copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.web.builders import NOW, make_organisation, make_session

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.audit.selectors import entries_about
from atlas.instruments.services import keep_shipped
from atlas.kernel.errors import BadInput, DomainError, NotAllowed
from atlas.kernel.terc import Territory as Unit
from atlas.monitoring.models import Invitation, LeftOut, PointOfReceipt, Session
from atlas.monitoring.proposing import proposed_counts
from atlas.monitoring.rules import HandOver
from atlas.monitoring.services import (
    Copy,
    PointFacts,
    SessionFacts,
    SessionPlan,
    add_point,
    change_facts,
    change_point,
    change_schedule,
    copy_session,
    invite_again,
    invite_one,
    invite_proposed,
    leave_out,
    move_session,
    narrow_scope,
    plan_session,
    remove_point,
    set_scope,
    widen_scope,
)
from atlas.registry.rules import InstitutionType
from atlas.registry.services.participants import register_institution
from atlas.registry.services.territories import take_over_territories

PLACES = {
    "06": "lubelskie", "0605": "janowski", "0605053": "Janów Lubelski", "0605062": "Modliborzyce",
    "0607": "kraśnicki", "0607011": "Kraśnik", "18": "podkarpackie", "1811": "mielecki", "1811011": "Mielec",
}  # fmt: skip
LEVELS = {2: "voivodeship", 4: "powiat", 7: "gmina"}
TODAY = NOW.date()


def units(places, as_of="2025-01-01"):
    return [Unit(code, LEVELS[len(code)], name, "", as_of) for code, name in places.items()]


def register_institution_for(code, kind, *gminas):
    return register_institution(
        code=code, name=f"{code} (wymyślone)", institution_type=kind, gminas=gminas, actor=MACHINE
    )


@pytest.fixture
def registers(db):
    take_over_territories(units(PLACES), actor=MACHINE)
    register_institution_for("CUS-1", InstitutionType.CUS, "0605053", "0605062")
    register_institution_for("OPS-1", InstitutionType.OPS, "0605062")
    register_institution_for("OPS-2", InstitutionType.OPS, "0607011")
    make_organisation("ORG-001", gminas=("0605053", "0605062"))
    make_organisation("ORG-002", gminas=("0605063",))  # Modliborzyce by another kind of gmina: the same six digits
    make_organisation("ORG-003", gminas=("1811011",))


def planned(code="2026-1"):
    plan = SessionPlan(
        code, "Sesja (wymyślona)", date(2026, 2, 16), date(2026, 3, 16), date(2025, 1, 1), date(2025, 12, 31)
    )
    return plan_session(plan, instruments=keep_shipped(actor=MACHINE), actor=MACHINE)


def scope_of(session):
    return [(row.gmina, row.institution_type) for row in session.scope.all()]


def invited(session):
    rows = Invitation.objects.filter(session=session).order_by("participant__code", "scope__gmina")
    return [(one.participant.code, one.card_kind, one.scope.gmina) for one in rows]


def test_a_powiat_and_a_gmina_are_covered_with_names_and_kinds_of_institution(registers):
    session = planned()
    assert widen_scope(session, ["0605", "1811011"], actor=MACHINE) == 3
    assert scope_of(session) == [("0605053", "CUS"), ("0605062", "CUS"), ("1811011", "other")]
    first = session.scope.first()
    assert (first.name, first.powiat_name, first.voivodeship_name) == ("Janów Lubelski", "janowski", "lubelskie")
    assert widen_scope(session, ["06"], actor=MACHINE) == 1  # the others were in already
    assert narrow_scope(session, ["0605"], actor=MACHINE) == 2
    assert scope_of(session) == [("0607011", "OPS"), ("1811011", "other")]


def test_the_scope_is_of_the_sessions_day(registers):
    changed = {code: name for code, name in PLACES.items() if code != "0607011"} | {"0607023": "Kraśnik"}
    take_over_territories(units(changed, "2026-03-01"), actor=MACHINE)
    session = planned()
    widen_scope(session, ["0607"], actor=MACHINE)
    assert scope_of(session) == [("0607011", "OPS")]


def test_what_is_chosen_within_a_voivodeship_replaces_what_was_there_and_leaves_the_others(registers):
    session = planned()
    widen_scope(session, ["0605", "18"], actor=MACHINE)
    assert set_scope(session, ["0605062"], within="06", whole=["0607"], actor=MACHINE) == (1, 1)
    assert [gmina for gmina, _ in scope_of(session)] == ["0605062", "0607011", "1811011"]
    assert set_scope(session, ["1811011"], within="06", actor=MACHINE) == (0, 2)  # not of this voivodeship
    assert [gmina for gmina, _ in scope_of(session)] == ["1811011"]


def test_registers_propose_organisations_and_the_institution_that_serves_each_gmina(registers):
    session = planned()
    widen_scope(session, ["06", "18"], actor=MACHINE)
    assert proposed_counts(session) == {"NGO": 4, "IZUS": 3}
    assert invite_proposed(session, actor=MACHINE) == 7
    assert invited(session) == [
        ("CUS-1", "IZUS", "0605053"), ("CUS-1", "IZUS", "0605062"),  # the OPS beside a CUS is not asked
        ("OPS-2", "IZUS", "0607011"), ("ORG-001", "NGO", "0605053"), ("ORG-001", "NGO", "0605062"),
        ("ORG-002", "NGO", "0605062"), ("ORG-003", "NGO", "1811011"),
    ]  # fmt: skip
    assert invite_proposed(session, actor=MACHINE) == 0


def test_who_is_left_out_stays_left_out_until_asked_again(registers):
    session = planned()
    widen_scope(session, ["18"], actor=MACHINE)
    invite_proposed(session, actor=MACHINE)
    other = planned("2026-2")
    assert leave_out(other, [session.invitations.get().pk], actor=MACHINE) == 0  # not of that session
    assert leave_out(session, [session.invitations.get().pk], actor=MACHINE) == 1
    assert proposed_counts(session) == {"NGO": 0, "IZUS": 0}
    assert invite_proposed(session, actor=MACHINE) == 0
    assert invite_again(session, [LeftOut.objects.get().pk], actor=MACHINE) == 1
    assert invited(session) == [("ORG-003", "NGO", "1811011")]
    assert not LeftOut.objects.exists()


def test_one_participant_is_added_whatever_the_registers_say(registers):
    session, organisation = planned(), make_organisation("ORG-009")
    widen_scope(session, ["18"], actor=MACHINE)
    invite_one(session, organisation, gmina="1811011", actor=MACHINE)
    with pytest.raises(DomainError, match="invited-already"):
        invite_one(session, organisation, gmina="1811011", actor=MACHINE)
    with pytest.raises(DomainError, match="outside-scope"):
        invite_one(session, organisation, gmina="0607011", actor=MACHINE)


def test_a_planned_session_changes_and_becomes_a_trial_and_back(registers):
    session, instruments = planned(), keep_shipped(actor=MACHINE)
    facts = SessionFacts("proba", "Próba", date(2025, 1, 1), date(2025, 6, 30), is_trial=True)
    assert change_facts(session, facts, instruments=instruments, actor=MACHINE).sequence is None
    back = change_facts(session, replace(facts, is_trial=False), instruments=instruments, actor=MACHINE)
    assert (back.code, back.sequence) == ("proba", 1)
    with pytest.raises(DomainError, match="period-backwards"):
        change_facts(session, replace(facts, period_to=date(2024, 1, 1)), instruments=instruments, actor=MACHINE)
    move_session(session, "announce", actor=MACHINE)
    with pytest.raises(DomainError, match="session-not-planned"):
        change_facts(session, facts, instruments=instruments, actor=MACHINE)


def test_days_move_by_the_rules_and_with_a_reason_once_they_were_announced(registers, time_machine):
    time_machine.move_to(NOW.replace(month=2, day=17))
    session = planned()
    wanted = replace(session.schedule, remind_on=(date(2026, 3, 9), date(2026, 3, 9)), verify_until=date(2026, 3, 31))
    session = change_schedule(session, wanted, actor=MACHINE)
    assert session.remind_on == ["2026-03-09"]
    with pytest.raises(BadInput) as refused:
        change_schedule(
            session, replace(wanted, closes_on=date(2026, 2, 13), remind_on=(date(2026, 3, 9),)), actor=MACHINE
        )
    assert [one.code for one in refused.value.problems] == ["closes-before-opening", "reminder-outside"]
    for action in ("announce", "open"):
        session = move_session(session, action, actor=MACHINE)
    later = replace(session.schedule, closes_on=date(2026, 3, 20))
    with pytest.raises(DomainError, match="reason-needed"):
        change_schedule(session, later, actor=MACHINE)
    assert change_schedule(session, later, actor=MACHINE, reason="awaria łączy").closes_on == date(2026, 3, 20)
    entry = entries_about(session).last()
    assert entry.facts == {"changed": {"closes_on": ["2026-03-16", "2026-03-20"]}, "reason": "awaria łączy"}
    change_schedule(session, later, actor=MACHINE)
    assert entries_about(session).last() == entry
    with pytest.raises(BadInput):
        change_schedule(session, replace(later, closes_on=date(2026, 3, 18)), actor=MACHINE, reason="wcześniej")


def test_points_say_what_their_way_needs_and_the_log_holds_no_address(registers):
    session = planned()
    facts = PointFacts(
        HandOver.PAPER, "Centrum (wymyślone)", address="ul. Przykładowa 1", hours={"1": ("08:00", "16:00")}
    )
    point = add_point(session, facts, actor=MACHINE)
    with pytest.raises(DomainError, match="point-unreachable"):
        change_point(point, replace(facts, address=" "), actor=MACHINE)
    with pytest.raises(DomainError, match="hours-backwards"):
        add_point(session, replace(facts, hours={"2": ("16:00", "08:00")}), actor=MACHINE)
    changed = change_point(point, PointFacts(HandOver.PHONE, "Dyżur", phone="81 000 00 00"), actor=MACHINE)
    assert (changed.channel, changed.hours) == ("phone", {})
    remove_point(changed, actor=MACHINE)
    assert not PointOfReceipt.objects.exists()
    assert "Przykładowa" not in str([entry.facts for entry in entries_about(session)])


def test_the_next_session_is_a_copy_a_year_later_on_the_registers_of_its_day(registers):
    session = planned()
    widen_scope(session, ["06", "18"], actor=MACHINE)
    invite_proposed(session, actor=MACHINE)
    leave_out(session, [session.invitations.get(participant__code="ORG-003").pk], actor=MACHINE)
    add_point(session, PointFacts(HandOver.ONLINE, "Serwis"), actor=MACHINE)
    merged = {code: name for code, name in PLACES.items() if code not in {"0607011", "0605062"}}
    take_over_territories(units(merged | {"0605063": "Modliborzyce"}, "2027-01-01"), actor=MACHINE)
    copied = copy_session(session, Copy("2027-1", "Następna"), actor=MACHINE)
    new = copied.session
    assert copied.gone == ("Kraśnik",)
    assert [gmina for gmina, _ in scope_of(new)] == ["0605053", "0605063", "1811011"]
    assert (new.sequence, new.opens_on, new.closes_on) == (2, date(2027, 2, 16), date(2027, 3, 16))
    assert (new.period_from, new.period_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert invited(new) == [
        ("CUS-1", "IZUS", "0605053"), ("CUS-1", "IZUS", "0605063"), ("ORG-001", "NGO", "0605053"),
        ("ORG-001", "NGO", "0605063"), ("ORG-002", "NGO", "0605063"),
    ]  # fmt: skip
    assert (new.points.count(), proposed_counts(new)) == (1, {"NGO": 0, "IZUS": 0})
    assert copy_session(new, Copy("proba", "Próba", is_trial=True), actor=MACHINE).session.sequence is None


def test_without_a_register_there_is_no_copy(db):
    with pytest.raises(DomainError, match="territories-missing"):
        copy_session(make_session(), Copy("2027-1", "Następna"), actor=MACHINE)
    assert Session.objects.count() == 1


def test_only_the_centre_plans(registers):
    session = planned()
    for act in (
        lambda: widen_scope(session, ["06"], actor=ANONYMOUS),
        lambda: invite_proposed(session, actor=ANONYMOUS),
        lambda: change_schedule(session, session.schedule, actor=ANONYMOUS),
        lambda: add_point(session, PointFacts(HandOver.ONLINE, "x"), actor=ANONYMOUS),
        lambda: copy_session(session, Copy("x", "x"), actor=ANONYMOUS),
    ):
        with pytest.raises(NotAllowed):
            act()
