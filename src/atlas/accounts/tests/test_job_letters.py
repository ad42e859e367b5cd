"""Who asked for long work is written to once it is over, by the same transaction: what happened and where to look."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.web.builders import GMINA, acting, make_centre_user
from tests.web.closing_world import DURING, ClosingWorld, run_all
from tests.web.mail_server import listening, text_of, use_port

from atlas.accounts.actor import MACHINE
from atlas.accounts.models import User
from atlas.accounts.rules import CentreRole
from atlas.accounts.services import job_letters
from atlas.closing.services.asking import close_session
from atlas.fieldwork.services.announcements import announce_session
from atlas.fieldwork.tests.letter_world import organisations, plan
from atlas.jobs.models import Job
from atlas.jobs.rules import LOST_AFTER, MOST_ATTEMPTS, JobState
from atlas.jobs.services.running import run
from atlas.jobs.services.timekeeping import tick
from atlas.mail.models import Message
from atlas.mail.services import send_due


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(DURING, tick=False) as travel:
        yield travel


@pytest.fixture
def analyst(db):
    user = make_centre_user("analityk@example.org", role=CentreRole.ANALYST)
    User.objects.filter(pk=user.pk).update(language="en")
    return user


def announced_by(user):
    (one,) = organisations(1)
    return announce_session(plan((one, [GMINA])), actor=acting(user) if user else MACHINE)


def told(user):
    """The letters to a user about work."""
    return [(one.subject, one.body) for one in Message.objects.filter(recipient=user.email)]


def test_the_letter_arrives_and_says_what_is_done_and_where_to_look_and_nothing_else(analyst, settings):
    job = announced_by(analyst)
    run(job.pk)
    with listening(use_port(settings)) as letters:
        assert send_due() == (2, 0)
    (letter,) = [one for one in letters if one["To"] == analyst.email]
    assert letter["Subject"] == "Done: Sending the announcement, 2026-1"
    assert text_of(letter).replace("\r\n", "\n").strip() == (
        "Good morning,\n\nThe work that you asked for is done: Sending the announcement, 2026-1.\n\n"
        f"What came of it: {settings.ATLAS_BASE_URL}{reverse('backoffice:job', args=[job.pk])}"
    )


def test_closing_tells_who_asked_for_it(db):
    world = ClosingWorld()
    world.accept()
    world.verify()
    close_session(world.session, typed="2026-1", actor=world.analyst)
    Message.objects.all().delete()
    (job,) = run_all()
    assert job.state == JobState.DONE
    assert Message.objects.get().recipient == "analityk@example.org"
    assert f"/prace/{job.pk}/" in Message.objects.get().body


def test_work_that_is_given_up_is_told_too(analyst, clock):
    job = announced_by(analyst)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=MOST_ATTEMPTS, beat_at=DURING)
    clock.shift(LOST_AFTER + timedelta(seconds=1))
    tick()
    ((subject, body),) = told(analyst)
    assert subject == "Stopped: Sending the announcement, 2026-1"
    assert f"/prace/{job.pk}/" in body


def test_work_that_fails_is_told_without_its_cause(analyst):
    job = announced_by(analyst)
    Job.objects.filter(pk=job.pk).update(arguments={"session": "gone-with-a-secret"})
    run(job.pk)
    ((subject, body),) = told(analyst)
    assert subject.startswith("Stopped:")
    assert "secret" not in body


def test_a_job_that_goes_on_elsewhere_is_not_told(analyst):
    job = announced_by(analyst)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1, beat_at=DURING)
    run(job.pk)  # somebody else's
    assert told(analyst) == []


@pytest.mark.parametrize("change", [{"centre_role": ""}, {"is_active": False}])
def test_who_left_the_centre_meanwhile_is_not_written_to(analyst, change):
    job = announced_by(analyst)
    User.objects.filter(pk=analyst.pk).update(**change)
    run(job.pk)
    assert told(analyst) == []
    assert Job.objects.get().state == JobState.DONE


def test_what_nobody_asked_for_is_told_to_nobody(analyst):
    run(announced_by(None).pk)
    assert told(analyst) == []


class Killed(BaseException):
    """A worker that ends in the middle."""


def test_the_end_and_its_letter_are_kept_both_or_neither(committed_db, monkeypatch):
    user = make_centre_user()
    job, whole = announced_by(user), job_letters.queue_message

    def queued_and_killed(**letter):
        whole(**letter)
        raise Killed

    monkeypatch.setattr(job_letters, "queue_message", queued_and_killed)
    with pytest.raises(Killed):
        run(job.pk)
    assert Job.objects.get().state == JobState.RUNNING
    assert told(user) == []
