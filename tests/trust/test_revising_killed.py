"""`kill -9` while a revision is made: nothing is half sealed, and begun again the work ends with its results."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command
from tests.trust.killing import kill_at
from tests.web.builders import acting, make_centre_user
from tests.web.correcting_world import PILOT, a_card, asked_to_seal, corrected, second

from atlas.accounts.rules import CentreRole
from atlas.archive.models import SealedPackage
from atlas.archive.selectors import waiting_corrections
from atlas.archive.verifying import verify_archive
from atlas.cards.models import CardVersion
from atlas.jobs.services.running import run
from atlas.jobs.services.timekeeping import tick
from atlas.results.selectors import current_run, is_overtaken

pytestmark = pytest.mark.usefixtures("moving_clock")
SILENT_SECONDS = 200
SEALED = {"sealed", "computed"}


@pytest.fixture
def analyst(real_db, settings, tmp_path):
    settings.RESULTS_ROOT = tmp_path / "results"
    call_command("import-package", *map(str, PILOT))
    return acting(make_centre_user("analyst@example.org", role=CentreRole.ANALYST))


def killed_at(point, job):
    """Let a worker make the revision as far as a point, and kill it there without a warning."""
    kill_at(point, job.pk, module="tests.trust.revising_killed")


@pytest.mark.parametrize("point", ["written", "kept", "applied", "recorded", "sealed", "computed"])
def test_a_worker_killed_while_it_revises_leaves_all_or_nothing_and_the_next_one_ends_it(analyst, moving_clock, point):
    corrected(a_card(), actor=analyst)
    corrected(a_card("ORG-002"), line="managers", text="7", actor=analyst)
    job = asked_to_seal(actor=analyst)
    killed_at(point, job)
    seals = SealedPackage.objects.filter(session=second())
    assert seals.count() == 1 + (point in SEALED)
    assert (a_card().content["answers"]["researchers"] == 0) is (point in SEALED)
    assert waiting_corrections(second()).count() == (0 if point in SEALED else 2)
    if point in SEALED:
        corrected(a_card(), line="managers", text="5", actor=analyst)  # the next one's matter
    moving_clock.shift(SILENT_SECONDS)
    assert tick() == (1, 0)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.problems, job.facts["revision"]) == ("done", 2, [], 2)
    assert seals.count() == 2
    assert waiting_corrections(second()).count() == (point in SEALED)
    assert CardVersion.objects.filter(event="corrected").count() == 2
    assert not is_overtaken(current_run(second()), second())
    assert second().result_runs.count() == 1  # what was computed is not computed again
    assert verify_archive().problems == []
    folders = {path.name for path in settings.ARCHIVE_ROOT.iterdir()}
    assert folders == set(SealedPackage.objects.values_list("sha256", flat=True))
