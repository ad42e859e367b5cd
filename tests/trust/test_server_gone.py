"""The database server restarts while people submit, or its disk is full: who clicked is told, nothing acknowledged is
lost, nothing counts twice.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from tests.trust.world import World, must_be_whole
from tests.web.builders import logged_in

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def restarted():
    """What came of a restart in the middle, in a process and on a server of its own."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server to restart")
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.web_settings", "PYTHONPATH": str(ROOT)}
    surroundings.pop("ATLAS_POSTGRES_URL", None)
    command = [str(ROOT / "tools" / "with-postgres"), sys.executable, "-m", "tests.trust.restarted"]
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_whoever_clicked_meanwhile_was_told_to_try_again(restarted):
    assert restarted["statuses"]["503"] >= 1
    assert set(restarted["statuses"]) <= {"302", "503"}
    assert restarted["said"] == [["60", True]]


def test_what_was_acknowledged_before_stands_and_the_rest_came_in_once(restarted):
    whole = {"state": 1, "filed": 1, "submission": 1, "version": 1, "entry": 1, "letter": 1}
    standing = dict(zip(restarted["cards"], restarted["standing"], strict=True))
    assert len(restarted["before"]) >= 10
    assert [standing[card] for card in restarted["before"]] == [whole] * len(restarted["before"])
    assert list(standing.values()) == [whole] * len(standing)


@pytest.mark.usefixtures("moving_clock")
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_full_disk_is_told_and_the_card_stays_a_draft(headers):
    if connection.vendor != "sqlite":
        pytest.skip("a full disk is played by SQLite's own limit of pages")
    world = World()
    client = logged_in(world.users[0])
    client.raise_request_exception = False
    address = reverse("workspace:check-card", args=[world.card.pk])
    sent = {"key": "8d8f2a3e-0000-4000-8000-000000000001", "version": world.card.version, "statement": "1"}
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        full = client.post(address, sent, headers=headers)
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert full.status_code == 503
    assert "try again" in full.content.decode() or "spróbuj jeszcze raz" in full.content.decode()
    must_be_whole(world.card, submitted=False)
    assert client.post(address, sent).status_code == 302
    must_be_whole(world.card, submitted=True)
