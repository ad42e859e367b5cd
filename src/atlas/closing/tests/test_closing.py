"""Closing a session: what refuses it, and what one job writes, seals, marks and computes."""

from __future__ import annotations

import errno
import os

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import F
from tests.web.builders import (
    GMINA,
    READY,
    acting,
    make_institution,
    make_member,
    make_organisation,
    make_session,
    type_in,
)
from tests.web.closing_world import DURING, ClosingWorld, run_all

from atlas.accounts.actor import MACHINE
from atlas.archive.models import SealedPackage
from atlas.archive.package_cards import rows_of
from atlas.archive.store import folder_of, keep, must_be_whole
from atlas.audit.selectors import entries_about
from atlas.cards.models import Card
from atlas.cards.services.submitting import withdraw_card
from atlas.closing import jobs
from atlas.closing.models import ClosingProtocol
from atlas.closing.selectors import accepted_mark
from atlas.closing.services import sealing
from atlas.closing.services.asking import close_session
from atlas.closing.services.sealing import seal_session
from atlas.engine.packages.reading import read_packages
from atlas.jobs.models import Job
from atlas.jobs.services.running import JobTaken, run
from atlas.jobs.services.timekeeping import tick
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.models import ScopeGmina, Session
from atlas.monitoring.services import Asked, invite, move_session
from atlas.results.models import ResultRun
from atlas.results.services import ask_to_compute

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _during():
    with time_machine.travel(DURING, tick=False):
        yield


@pytest.fixture
def world():
    made = ClosingWorld()
    made.accept(made.cards[0])
    made.put_aside(made.cards[1])
    made.verify()
    return made


def ask(world, **changed):
    return close_session(world.session, **({"typed": world.session.code, "actor": world.analyst} | changed))


def test_one_job_seals_the_accepted_cards_and_computes(world):
    ask(world)
    (job,) = run_all()
    assert (job.state, job.problems) == ("done", [])
    session, seal = world.now(), SealedPackage.objects.get()
    assert (session.state, session.closing_since) == ("closed", None)
    assert (seal.session, seal.revision, seal.supersedes) == (session, 1, "")
    must_be_whole(seal.sha256)
    with read_packages([folder_of(seal.sha256)]) as (package,):
        cards = list(rows_of(package, "cards_ngo"))
    assert [(card["respondent"], card["consultations"]) for card in cards] == [("ORG-001", 1)]
    assert job.facts == {"sha256": seal.sha256, "run": ResultRun.objects.get().pk}
    assert list(Card.objects.filter(is_baseline=True)) == [world.cards[0]]
    assert "close-session" in [entry.action for entry in entries_about(session)]
    assert [path.name for path in folder_of(seal.sha256).parent.iterdir()] == [seal.sha256]  # nothing half lies there


def test_the_protocol_keeps_what_was_sealed_and_the_database_keeps_the_protocol(world):
    ask(world)
    run_all()
    protocol = ClosingProtocol.objects.get()
    assert protocol.facts == {
        "gminas": 1, "invited": {"NGO": 2, "IZUS": 1}, "accepted": {"NGO": 1, "IZUS": 0, "STATISTICS": 0},
        "set_aside": {"NGO": 1, "IZUS": 0, "STATISTICS": 0},
        "set_aside_reasons": [["Karta wpłynęła dwa razy (wymyślone).", 1]],
        "baseline": {"NGO": [["0605053", "Janów Lubelski"]], "IZUS": []},
    }  # fmt: skip
    assert protocol.by == world.analyst.user_id
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        ClosingProtocol.objects.update(by=None)
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        ClosingProtocol.objects.all().delete()


def refused(world, code, **changed):
    with pytest.raises(DomainError) as found:
        ask(world, **changed)
    assert found.value.code == code
    assert world.now().closing_since is None
    assert not Job.objects.exists()
    return found.value.facts


def test_undecided_cards_refuse_each_until_it_is_accepted_or_set_aside():
    world = ClosingWorld()
    world.verify()
    assert refused(world, "closing-cards-undecided") == {"count": 2}
    world.accept(world.cards[0])
    assert refused(world, "closing-cards-undecided") == {"count": 1}
    world.put_aside(world.cards[1])
    assert ask(world).kind == "close-session"


def test_a_returned_card_is_undecided_and_a_draft_stays_out(world):
    Card.objects.filter(pk=world.cards[1].pk).update(state="returned")
    assert refused(world, "closing-cards-undecided") == {"count": 1}
    Card.objects.filter(pk=world.cards[1].pk).update(state="draft")
    ask(world)
    run_all()
    assert ClosingProtocol.objects.get().facts["accepted"]["NGO"] == 1


def test_only_the_code_confirms(world):
    for typed in ("", "2026", "tak", "2026-1x"):
        refused(world, "closing-not-confirmed", typed=typed)
    assert ask(world, typed=" 2026-1 ").about == "2026-1"


def test_who_read_another_list_reads_it_again(world):
    seen = accepted_mark(world.session)
    Card.objects.filter(state="accepted").update(version=F("version") + 1)
    refused(world, "closing-list-changed", seen=seen)
    ask(world, seen=accepted_mark(world.session))


@pytest.mark.parametrize("state", ["planned", "announced", "open", "closed", "published"])
def test_a_session_is_closed_after_verification_alone(world, state):
    Session.objects.update(state=state)
    refused(world, "session-transition")


def test_sessions_are_closed_in_their_order_and_a_trial_whenever():
    world = ClosingWorld(cards=1, sequence=2)
    world.accept()
    world.verify()
    assert refused(world, "closing-sequence-gap") == {"missing": "1", "sequence": 2}
    earlier = make_session("2025-1", sequence=1, state="verification")
    assert refused(world, "closing-sequence-gap") == {"missing": "1", "sequence": 2}
    move_session(earlier, "close", actor=MACHINE)
    ask(world)


def test_a_trial_is_closed_like_any_other_and_is_nobodys_baseline():
    world = ClosingWorld(cards=1, code="proba", sequence=None)
    world.accept()
    world.verify()
    ask(world)
    (job,) = run_all()
    assert job.state == "done"
    assert not Card.objects.filter(is_baseline=True).exists()
    assert ResultRun.objects.get().is_partial


def test_two_accepted_institutions_of_a_gmina_are_named_before_the_work_begins(world):
    second = make_institution("IZUS-02")
    scope = ScopeGmina.objects.get(session=world.session)
    for participant in (world.institution, second):
        Card.objects.create(
            session=world.session, kind="IZUS", scope=scope, participant=participant, state="accepted", content={},
            started_at=DURING, changed_at=DURING,
        )  # fmt: skip
    assert refused(world, "closing-two-izus") == {"count": 1}


def test_who_is_not_of_the_centre_closes_nothing(world):
    with pytest.raises(NotAllowed, match="centre-needed"):
        ask(world, actor=acting(world.user))


def test_while_it_is_being_closed_nothing_comes_in_or_is_decided_but_drafts_are_saved():
    world = ClosingWorld(cards=3)
    fresh = make_organisation("ORG-009", seat_gmina=GMINA, legal_form="association")
    make_member(world.user, fresh)
    Session.objects.update(state="planned")
    invite(world.session, [Asked("NGO", GMINA, fresh)], actor=MACHINE)
    Session.objects.update(state="open")
    draft = type_in(world.started(fresh), user=world.user, **READY)
    Session.objects.update(closing_since=DURING)
    for forbidden in (
        lambda: world.submit(draft),
        lambda: withdraw_card(world.cards[0], actor=acting(world.user)),
        lambda: world.accept(world.cards[0]),
        lambda: world.put_aside(world.cards[0]),
        lambda: move_session(world.session, "verify", actor=MACHINE),
    ):
        with pytest.raises(DomainError, match="session-being-closed"):
            forbidden()
    assert type_in(draft, user=world.user, consultations="7").content["answers"]["consultations"] == 7


def test_a_second_closing_waits_for_the_first(world):
    ask(world)
    with pytest.raises(DomainError, match="session-being-closed"):
        ask(world)
    assert Job.objects.count() == 1


def test_a_closing_that_fails_lets_the_session_go_on_and_is_begun_again(world, monkeypatch):
    monkeypatch.setattr(sealing, "keep", broken_disk)
    ask(world)
    (job,) = run_all()
    assert (job.state, [one["code"] for one in job.problems]) == ("failed", ["closing-no-room"])
    assert (world.now().state, world.now().closing_since) == ("verification", None)
    assert not SealedPackage.objects.exists()
    monkeypatch.undo()
    ask(world)
    (again,) = run_all()
    assert (again.state, world.now().state) == ("done", "closed")


def broken_disk(*_package, **_hash):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_cards_that_changed_in_spite_of_all_are_not_sealed(world, monkeypatch):
    def behind_the_back(*package, **sha256):
        Card.objects.filter(state="accepted").update(version=F("version") + 1)
        return keep(*package, **sha256)

    monkeypatch.setattr(sealing, "keep", behind_the_back)
    ask(world)
    (job,) = run_all()
    assert [one["code"] for one in job.problems] == ["closing-cards-changed"]
    assert not SealedPackage.objects.exists()
    monkeypatch.undo()
    ask(world)
    assert run_all()[0].state == "done"  # what the first attempt put into the archive does no harm


def test_results_that_fail_leave_the_seal_and_are_computed_again(world, monkeypatch):
    monkeypatch.setattr(jobs, "compute_results", lambda *_session, **_how: broken_disk())
    ask(world)
    (job,) = run_all()
    assert (job.state, job.problems[0]["code"]) == ("failed", "disk-full")
    assert (world.now().state, SealedPackage.objects.count()) == ("closed", 1)
    monkeypatch.undo()
    ask_to_compute(world.now(), actor=world.analyst)
    assert run_all()[0].state == "done"


def test_a_job_begun_again_after_the_seal_goes_on_with_the_results(world):
    job = ask(world)
    seal_session(world.now(), by=None, tell=lambda *_how_far: None, hold=lambda: None)
    run_all()
    job.refresh_from_db()
    assert (job.state, SealedPackage.objects.count(), ResultRun.objects.count()) == ("done", 1, 1)


def test_a_closing_that_the_clock_gave_up_is_let_go_on_by_it_once(world):
    job = ask(world)
    Job.objects.filter(pk=job.pk).update(state="failed", problems=[{"code": "job-lost", "facts": {"attempts": 3}}])
    assert tick() == (0, 1)
    assert tick() == (0, 0)
    (let_go,) = run_all()
    assert (let_go.kind, let_go.state, world.now().closing_since) == ("let-session-go-on", "done", None)
    ask(world)
    assert tick() == (0, 0)


def test_a_closing_that_was_asked_for_again_is_not_let_go_on_for_the_one_before(world):
    first = ask(world)
    Job.objects.filter(pk=first.pk).update(state="failed")
    assert tick() == (0, 1)
    let_go = Job.objects.get(state="waiting")
    second = ask(world)
    run(let_go.pk)
    assert world.now().closing_since is not None
    run(second.pk)
    second.refresh_from_db()
    assert (second.state, world.now().state) == ("done", "closed")


def test_a_worker_that_lost_its_job_seals_nothing(world):
    job = ask(world)

    def lost():
        raise JobTaken

    with pytest.raises(JobTaken):
        seal_session(world.now(), by=None, tell=lambda *_how_far: None, hold=lost)
    assert not SealedPackage.objects.exists()
    run(job.pk)
    assert SealedPackage.objects.count() == 1
