"""The Centre sees its long work: what waits, how far it is, what it found wrong, and how many letters wait."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.builders import NOW, centre_client

from atlas.jobs.models import Job
from atlas.mail.services import queue_message


@pytest.fixture
def analyst(db):
    return centre_client()


def make_job(number=1, **facts):
    return Job.objects.create(kind="none", key=f"job:{number}", about="2026-1", asked_at=NOW, **facts)


def page(client, name="jobs", *args, **headers):
    return client.get(reverse(f"backoffice:{name}", args=args), headers=headers).content.decode()


def test_a_running_job_shows_how_far_it_is_and_asks_again(analyst):
    job = make_job(state="running", done=50, total=200)
    shown = page(analyst, "job", job.pk)
    assert "50 / 200" in shown
    assert 'hx-trigger="every 2s"' in shown
    part = page(analyst, "job", job.pk, **{"HX-Request": "true"})
    assert part.lstrip().startswith(f'<div id="job-{job.pk}"')


def test_a_page_that_waited_for_a_job_is_read_anew_once_that_is_over(analyst):
    for state, anew in (("waiting", None), ("running", None), ("done", "true"), ("failed", "true")):
        job = make_job(state, state=state)
        answer = analyst.get(reverse("backoffice:job", args=[job.pk]), headers={"HX-Request": "true"})
        assert answer.headers.get("HX-Refresh") == anew


def test_a_job_that_is_done_leads_to_what_it_did(analyst):
    job = make_job(state="done", ended_at=NOW, stage="letters", facts={"letters": 7})
    Job.objects.filter(pk=job.pk).update(kind="announce-session")
    shown = page(analyst, "job", job.pk)
    assert "writing letters" not in shown  # it no longer does
    assert "<dd>7</dd>" in shown
    assert f'href="{reverse("backoffice:announcement", args=["2026-1"])}"' in shown


def test_a_job_that_failed_says_why_in_the_readers_language_and_asks_no_more(analyst):
    job = make_job(state="failed", ended_at=NOW, problems=[{"code": "job-lost", "facts": {"attempts": 3}}])
    shown = page(analyst, "job", job.pk)
    assert "The work was begun 3 times" in shown
    assert "hx-get" not in shown


def test_the_list_counts_letters_too_and_costs_the_same_for_many(analyst, django_assert_max_num_queries):
    queue_message(to="anna@example.org", subject="x", body="x", at=NOW)
    make_job(1)
    with django_assert_max_num_queries(7):
        assert "1 wait to be sent" in page(analyst)
    for number in range(2, 40):
        make_job(number)
    with django_assert_max_num_queries(7):
        assert page(analyst).count("/centrum/prace/") >= 25
