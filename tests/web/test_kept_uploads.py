"""What happens to uploads that are kept until somebody has looked at them: whose they are, and when they go."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from tests.web.test_card_files import anna, during, ewa, kept, text_of

from atlas.accounts.requests import must_not_hurry

__all__ = ["anna", "during", "ewa"]
ACTIONS = {"take-over-upload": "take-over-card", "card-sheet": "card-file"}


def test_changing_nothing_throws_the_file_away(anna, settings):
    page = anna.uploads(anna.downloads().type({"consultations": 5}))
    anna.takes(page, cancel="1")
    assert "consultations" not in anna.said.answers
    assert kept(settings) == []
    assert anna.takes(page).status_code == 409


def test_a_kept_file_is_its_uploaders_alone(anna, ewa):
    page = anna.uploads(anna.downloads().type({"consultations": 5}))
    assert ewa.takes(page).status_code == 409
    assert ewa.takes(page, key="../../../etc/passwd").status_code == 409
    assert "consultations" not in anna.said.answers


def test_the_next_upload_sweeps_away_what_was_left_a_day_ago(anna, settings, during):
    anna.uploads(anna.downloads().type({"consultations": 5}))
    (left,) = kept(settings)
    during.shift(timedelta(hours=25))
    anna.client.force_login(anna.user)
    anna.uploads(anna.downloads().type({"consultations": 6}))
    assert left not in kept(settings)
    assert len(kept(settings)) == 1


def test_the_preparing_of_the_site_sweeps_them_away_too(anna, settings, during):
    anna.uploads(anna.downloads().type({"consultations": 5}))
    during.shift(timedelta(hours=23))
    call_command("prepare", stdout=io.StringIO())
    assert len(kept(settings)) == 1
    during.shift(timedelta(hours=2))
    call_command("prepare", stdout=io.StringIO())
    assert kept(settings) == []


def test_a_new_upload_takes_the_place_of_the_same_persons_earlier_one(anna, ewa, settings):
    form = anna.downloads().type({"consultations": 5})
    ewa.uploads(form)
    (of_ewa,) = kept(settings)
    anna.uploads(form)
    (first,) = set(kept(settings)) - {of_ewa}
    anna.uploads(form)
    assert len(kept(settings)) == 2
    assert of_ewa in kept(settings)
    assert first not in kept(settings)


def test_submitting_throws_the_uploads_of_who_submits_away(anna, settings, django_capture_on_commit_callbacks):
    anna.uploads(anna.downloads().type({"consultations": 5}))
    with django_capture_on_commit_callbacks(execute=True):
        anna.submits()
    assert kept(settings) == []


def test_a_file_above_anything_that_is_taken_is_not_read_to_its_end(anna, settings):
    settings.ATLAS_LARGEST_UPLOAD = 2**20
    page = anna.uploads(b"PK\x03\x04" + b"\0" * 2**20)
    assert page.status_code == 409
    assert page.wsgi_request.upload_stopped
    assert page.wsgi_request.FILES == {}
    assert "5 MB" in text_of(page).replace("\xa0", " ")
    assert kept(settings) == []


def test_uploads_cannot_be_hurried(anna):
    answers = [anna.client.post(anna.address("upload-card")).status_code for _ in range(31)]
    assert answers[-2:] == [409, 429]


@pytest.mark.parametrize(("name", "method", "most"), [("take-over-upload", "post", 60), ("card-sheet", "get", 300)])
def test_taking_over_and_taking_away_cannot_be_hurried(anna, name, method, most):
    for _ in range(most):
        must_not_hurry(RequestFactory().get("/"), action=ACTIONS[name], most=most, seconds=600)
    assert getattr(anna.client, method)(anna.address(name)).status_code == 429
