"""Announcing a session: the text is fixed, everybody invited gets one letter, and a killed job writes none twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from tests.web.builders import GMINA, acting, make_centre_user, make_organisation, make_user

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.audit.models import Entry
from atlas.fieldwork.announcing.defaults import Words, default_words
from atlas.fieldwork.announcing.recipients import invited_among, without_address
from atlas.fieldwork.announcing.wording import letters_of
from atlas.fieldwork.models import Dispatch, LetterText
from atlas.fieldwork.rules import Purpose
from atlas.fieldwork.services import dispatching
from atlas.fieldwork.services.announcements import (
    announce_session,
    send_announcement_again,
    send_trial_letter,
    write_text,
)
from atlas.fieldwork.tests.letter_world import (
    SECOND,
    institution,
    only_invited,
    organisations,
    plan,
    represented,
    written,
)
from atlas.jobs.models import Job
from atlas.jobs.rules import LOST_AFTER, JobState
from atlas.jobs.services.running import run
from atlas.jobs.services.timekeeping import tick
from atlas.kernel.errors import BadInput, DomainError, NotAllowed
from atlas.mail.models import Message
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState
from atlas.registry.models import Membership
from atlas.registry.rules import ParticipantKind

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
NGO, IZUS = ParticipantKind.NGO, ParticipantKind.IZUS


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(AT, tick=False) as travel:
        yield travel


def announced(session):
    """Announce and do the job; return the job as it ended."""
    job = announce_session(session, actor=MACHINE)
    run(job.pk)
    return Job.objects.get(pk=job.pk)


def write(session, subject="Start", body="{participant}", *, kind=NGO, language="en", seen=0):
    return write_text(
        session, Words(subject, body), purpose=Purpose.ANNOUNCEMENT, kind=kind, language=language, seen=seen,
        actor=MACHINE,
    )  # fmt: skip


def test_every_address_gets_one_letter_about_each_participant_with_its_gminas():
    ngo, biuro = make_organisation("ORG-001", name="Koło (wymyślone)"), institution()
    only_invited(ngo, "anna@example.org")
    anna = represented(ngo, "anna@example.org")
    other = make_organisation("ORG-002", name="Fundacja (wymyślona)")
    Membership.objects.create(user=anna, participant=other, since=AT)
    only_invited(ngo, "Nowa@example.org")
    session = plan((ngo, [SECOND, GMINA]), (other, [GMINA]), (biuro, [GMINA]))
    job = announced(session)
    assert (job.state, job.facts) == (JobState.DONE, {"letters": 4})
    assert written() == [
        ("anna@example.org", "ORG-001"), ("anna@example.org", "ORG-002"), ("izus-01@example.org", "IZUS-01"),
        ("nowa@example.org", "ORG-001"),
    ]  # fmt: skip
    body = Message.objects.get(recipient="nowa@example.org").body
    body_of_anna = Dispatch.objects.get(participant=ngo, message__recipient="anna@example.org").message.body
    assert "Koło (wymyślone)" in body
    assert "Janów Lubelski, Modliborzyce" in body_of_anna
    assert "from 9 March 2026 to 30 April 2026" in body_of_anna
    assert "1 January 2025\N{NO-BREAK SPACE}\N{EN DASH} 31 December 2025" in body_of_anna
    assert Session.objects.get().state == SessionState.ANNOUNCED


def test_each_kind_and_language_has_its_own_text():
    ngo, biuro = make_organisation(), institution()
    represented(ngo, "anna@example.org", language="pl")
    session = plan((ngo, [GMINA]), (biuro, [GMINA]))
    write(session, "Polski", "Dla {participant}", language="pl")
    write(session, "English", "For {participant}", language="en")
    write(session, "Institution", "For the office {participant}", kind=IZUS)
    announced(session)
    assert set(Message.objects.values_list("recipient", "subject", "body")) == {
        ("anna@example.org", "Polski", f"Dla {ngo.name}\n"),
        ("izus-01@example.org", "Institution", f"For the office {biuro.name}\n"),
    }


def test_who_left_or_was_switched_off_gets_nothing_and_is_listed_where_nobody_is_left():
    left, off, reached = (make_organisation(f"ORG-00{number}") for number in (1, 2, 3))
    represented(left, "odeszla@example.org")
    Membership.objects.update(ended_at=AT)
    user = represented(off, "wylaczona@example.org")
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    only_invited(reached, "nowa@example.org")
    session = plan((left, [GMINA]), (off, [GMINA]), (reached, [GMINA]))
    announced(session)
    assert written() == [("nowa@example.org", "ORG-003")]
    assert [one.code for one in without_address(session)] == ["ORG-001", "ORG-002"]


class Killed(BaseException):
    """A worker that ends in the middle."""


def test_a_job_killed_in_its_third_batch_goes_on_and_writes_no_letter_twice(monkeypatch, clock):
    monkeypatch.setattr(dispatching, "BATCH", 2)
    session = plan(*((one, [GMINA]) for one in organisations(9)))
    job, whole, batches = announce_session(session, actor=MACHINE), dispatching.dispatch, []

    def until_the_third(*args, **kwargs):
        batches.append(1)
        done = whole(*args, **kwargs)
        if len(batches) == 3:
            raise Killed
        return done

    monkeypatch.setattr(dispatching, "dispatch", until_the_third)
    with pytest.raises(Killed):
        run(job.pk)
    assert len(written()) == 4  # what the third batch wrote is gone with its transaction
    assert Message.objects.count() == 4
    clock.shift(LOST_AFTER + timedelta(seconds=1))
    tick()
    run(job.pk)
    found = Job.objects.get(pk=job.pk)
    assert (found.state, found.attempt, found.facts) == (JobState.DONE, 2, {"letters": 9})
    assert written() == [(f"org-{number:03d}@example.org", f"ORG-{number:03d}") for number in range(1, 10)]
    assert Message.objects.count() == 9


def test_without_what_was_written_down_the_same_letters_would_go_twice(monkeypatch):
    """The negative control: it is the rows of Dispatch that stop a second letter."""
    session = plan(*((one, [GMINA]) for one in organisations(3)))
    announced(session)
    Dispatch.objects.all().delete()
    run(send_announcement_again(session, actor=MACHINE).pk)
    assert Message.objects.count() == 6


def test_sent_again_it_reaches_only_who_was_invited_since():
    (first,) = organisations(1)
    late = make_organisation("ORG-900")
    session = plan((first, [GMINA]), (late, [GMINA]))
    announced(session)
    only_invited(late, "pozno@example.org")
    run(send_announcement_again(session, actor=MACHINE).pk)
    assert written() == [("org-001@example.org", "ORG-001"), ("pozno@example.org", "ORG-900")]
    Session.objects.update(state=SessionState.VERIFICATION)
    with pytest.raises(DomainError, match="session-gets-no-letters"):
        send_announcement_again(session, actor=MACHINE)


def test_a_session_is_announced_once_and_only_with_somebody_invited():
    (one,) = organisations(1)
    with pytest.raises(DomainError, match="nobody-invited"):
        announce_session(plan(code="pusta", sequence=2), actor=MACHINE)
    assert Session.objects.get(code="pusta").state == SessionState.PLANNED
    session = plan((one, [GMINA]))
    announce_session(session, actor=MACHINE)
    with pytest.raises(DomainError, match="session-transition"):
        announce_session(session, actor=MACHINE)
    assert Job.objects.count() == 1


def test_the_text_is_fixed_with_the_announcement(monkeypatch):
    (one,) = organisations(1)
    session = plan((one, [GMINA]))
    write(session, "Mine", "For {participant}")
    announce_session(session, actor=MACHINE)
    assert LetterText.objects.count() == 4
    default = default_words(Purpose.ANNOUNCEMENT, kind=IZUS, language="pl")
    kept = LetterText.objects.get(kind="IZUS", language="pl")
    assert (kept.subject, kept.body) == (default.subject, default.body)
    with pytest.raises(DomainError, match="announcement-is-out"):
        write(session, seen=1)
    monkeypatch.setattr("atlas.fieldwork.announcing.wording.default_words", lambda *_a, **_k: Words("New", "New"))
    run(Job.objects.get().pk)
    assert Message.objects.get().subject == "Mine"


def test_a_draft_is_kept_once_and_not_over_somebody_elses():
    session = plan()
    first = write(session, "  Two\n lines ", "A\r\nB\n\n")
    assert (first.subject, first.body, first.version) == ("Two lines", "A\nB\n", 1)
    assert write(session, "Next", "A", seen=1).version == 2
    with pytest.raises(DomainError, match="letter-text-changed"):
        write(session, "Late", "A", seen=1)
    assert LetterText.objects.get().subject == "Next"


@pytest.mark.parametrize(("subject", "body"), [("{deadline}", "A"), ("A", "{deadline}"), ("{participant", "}")])
def test_a_text_that_cannot_be_filled_in_is_not_kept(subject, body):
    with pytest.raises(BadInput):
        write(plan(), subject, body)
    assert not LetterText.objects.exists()


def test_a_trial_letter_goes_to_who_asks_and_counts_as_none():
    (one,) = organisations(1)
    session, user = plan((one, [GMINA])), make_centre_user()
    (invited,) = invited_among(session, [one.pk])
    words = letters_of(session, Purpose.ANNOUNCEMENT).to(invited, language="en")
    asked = {"about": one, "purpose": Purpose.ANNOUNCEMENT}
    send_trial_letter(session, words, **asked, actor=acting(user))
    letter = Message.objects.get()
    assert letter.recipient == user.email
    assert letter.subject.endswith("Monitoring of social services: session 2026-1 is announced")
    assert letter.subject != words.subject
    assert one.name in letter.body
    assert written() == []
    with pytest.raises(DomainError, match="no-own-address"):
        send_trial_letter(session, words, **asked, actor=MACHINE)


def test_only_the_centre_writes_announces_and_sends():
    session = plan()
    for does in (announce_session, send_announcement_again):
        with pytest.raises(NotAllowed, match="centre-needed"):
            does(session, actor=ANONYMOUS)
    with pytest.raises(NotAllowed, match="centre-needed"):
        write_text(
            session, Words("A", "B"), purpose=Purpose.ANNOUNCEMENT, kind=NGO, language="pl", seen=0, actor=ANONYMOUS
        )


def test_no_address_stands_in_the_log_the_job_or_beside_the_letter():
    (one,) = organisations(1)
    make_user("inna@example.org")
    announced(plan((one, [GMINA])))
    job, row = Job.objects.values().get(), Dispatch.objects.values().get()
    told = f"{list(Entry.objects.values())} {job} {row}"
    assert "@" not in told
