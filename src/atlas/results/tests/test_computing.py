"""Results are computed from sealed packages as `atlas compute` does, kept read-only, and replaced as a whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.management import call_command
from django.db import IntegrityError, transaction
from tests.web.builders import acting, make_centre_user, make_session, make_user

from atlas.archive.models import SealedPackage
from atlas.archive.store import folder_of as package_folder
from atlas.audit.selectors import entries_about
from atlas.audit.triggers import remove_guards
from atlas.cli.main import cli
from atlas.jobs.models import Job
from atlas.jobs.services.running import JobTaken, run
from atlas.kernel import clock
from atlas.kernel.errors import BadInput, DomainError, NotAllowed
from atlas.monitoring.models import Session
from atlas.results.models import ResultRun
from atlas.results.selectors import current_run, is_overtaken
from atlas.results.services import ask_to_compute, compute_results
from atlas.results.store import FILES, folder_of, must_be_whole

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[4] / "examples" / "pilot"
PILOT = [path if (path / "datapackage.json").exists() else path / "package" for path in sorted(EXAMPLES.glob("20*"))]


@pytest.fixture
def pilot():
    call_command("import-package", *map(str, PILOT))
    return Session.objects.order_by("sequence")


def computed(session, *, tell=lambda *_told: None):
    return compute_results(session, by=None, tell=tell)


def by_the_command(folder, *packages):
    answer = CliRunner().invoke(cli, ["compute", *map(str, packages), "--out", str(folder)])
    assert answer.exit_code == 0, answer.output
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("number", [1, 2])
def test_the_files_are_those_of_atlas_compute_byte_for_byte(pilot, tmp_path, number):
    made = computed(pilot[number - 1])
    kept = {path.name: path.read_bytes() for path in folder_of(made.folder).iterdir()}
    assert kept == by_the_command(tmp_path / "out", *PILOT[:number])
    assert sorted(kept) == sorted(FILES)
    assert made.files == {name: hashlib.sha256(content).hexdigest() for name, content in kept.items()}
    assert {path.stat().st_mode & 0o777 for path in folder_of(made.folder).iterdir()} == {0o400}


def test_a_run_says_what_it_was_computed_from(pilot):
    made = computed(pilot[1])
    seals = [(one.session.code, one.revision, one.sha256) for one in SealedPackage.objects.order_by("session__code")]
    assert [(one["session"], one["revision"], one["sha256"]) for one in made.packages] == seals
    assert made.definitions_sha256 == pilot[1].instruments.sha256
    assert not is_overtaken(made, pilot[1])
    (entry,) = entries_about(made)
    assert (entry.action, entry.facts["session"]) == ("compute-results", "2026-1")


def test_it_tells_how_far_it_is(pilot):
    told = []
    computed(pilot[1], tell=lambda *one: told.append(one))
    assert list(dict.fromkeys(stage for stage, _done, _total in told)) == ["reading", "computing", "keeping"]
    assert all(0 <= done <= total for _stage, done, total in told)
    assert ("reading", 2, 2) in told
    assert told[-1] == ("keeping", 1, 1)


def test_computing_again_adds_a_run_and_keeps_the_same_files_once(pilot):
    first, second = computed(pilot[0]), computed(pilot[0])
    assert first.pk != second.pk
    assert first.folder == second.folder
    assert current_run(pilot[0]) == second
    assert sorted(ResultRun.objects.values_list("pk", flat=True)) == [first.pk, second.pk]


def test_a_file_damaged_on_the_disk_is_put_right_by_computing_again_and_kept_aside(pilot, settings):
    first = computed(pilot[0])
    path = folder_of(first.folder) / "pairs.csv"
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    second = computed(pilot[0])
    assert second.folder == first.folder
    must_be_whole(first.folder, first.files)
    aside, kept = sorted(one.name for one in Path(settings.RESULTS_ROOT).iterdir())
    assert (aside.startswith(".damaged-"), kept) == (True, first.folder)


def test_a_trial_session_is_computed_by_itself(pilot):
    remove_guards(using="default")  # an imported session is no trial: here it is made one
    Session.objects.filter(code="2026-1").update(is_trial=True, sequence=None)
    made = computed(Session.objects.get(code="2026-1"))
    assert [one["session"] for one in made.packages] == ["2026-1"]
    rows = (folder_of(made.folder) / "indicators.csv").read_text(encoding="utf-8").splitlines()
    header, first = rows[0].split(","), rows[1].split(",")
    assert made.is_partial
    assert dict(zip(header, first, strict=True))["baseline_session"] == ""


def test_no_session_is_computed_from_a_trial(pilot):
    remove_guards(using="default")
    Session.objects.filter(code="2025-1").update(is_trial=True, sequence=None)
    Session.objects.filter(code="2026-1").update(sequence=1)
    with pytest.raises(DomainError, match="sequence-gap"):  # its package says that it is the second
        computed(Session.objects.get(code="2026-1"))
    assert not ResultRun.objects.exists()


def test_a_session_without_a_package_is_not_computed(pilot):
    open_one = make_session("2027-1", sequence=3)
    with pytest.raises(DomainError, match="results-need-package"):
        computed(open_one)


def test_a_package_changed_in_the_archive_is_not_computed(pilot, settings):
    cards = package_folder(SealedPackage.objects.get(session__code="2025-1").sha256) / "cards_ngo.csv"
    cards.chmod(0o600)
    cards.write_text(cards.read_text(encoding="utf-8").replace("true", "false", 1), encoding="utf-8")
    with pytest.raises(BadInput) as found:
        computed(pilot[1])
    assert {one.code for one in found.value.problems} == {"hash-differs"}
    assert not ResultRun.objects.exists()
    assert not list(Path(settings.RESULTS_ROOT).iterdir())


def test_another_package_in_the_place_of_the_sealed_one_is_not_computed(pilot):
    first, second = (package_folder(one.sha256) for one in SealedPackage.objects.order_by("session__sequence"))
    second.chmod(0o700)
    second.rename(second.with_name("away"))
    second.symlink_to(first)
    with pytest.raises(DomainError, match="archive-changed"):
        computed(pilot[1])


def test_a_package_sealed_meanwhile_makes_the_results_old_before_they_are_kept(pilot):
    def seal_another(stage, *_steps):
        if stage == "keeping":
            revision = {"revision": 2, "sha256": "2" * 64, "sealed_at": clock.now()}
            SealedPackage.objects.get_or_create(session=pilot[0], defaults=revision, revision=2)

    with pytest.raises(DomainError, match="results-overtaken"):
        computed(pilot[1], tell=seal_another)
    assert not ResultRun.objects.exists()


def test_a_worker_that_lost_its_job_keeps_nothing(pilot):
    def lost():
        raise JobTaken

    with pytest.raises(JobTaken):
        compute_results(pilot[0], by=None, tell=lambda *_told: None, hold=lost)
    assert not ResultRun.objects.exists()


def test_the_job_computes_and_says_which_run(pilot):
    analyst = acting(make_centre_user())
    asked = ask_to_compute(pilot[1], actor=analyst)
    assert ask_to_compute(pilot[1], actor=analyst) == asked
    run(asked.pk)
    done = Job.objects.get(pk=asked.pk)
    made = current_run(pilot[1])
    assert (done.state, done.problems, done.facts) == ("done", [], {"run": made.pk})
    assert made.computed_by == analyst.user_id


def test_only_the_centre_asks(pilot):
    with pytest.raises(NotAllowed, match="centre-needed"):
        ask_to_compute(pilot[1], actor=acting(make_user()))


def test_a_changed_file_is_named(pilot):
    made = computed(pilot[0])
    must_be_whole(made.folder, made.files)
    path = folder_of(made.folder) / "pairs.csv"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DomainError) as found:
        must_be_whole(made.folder, made.files)
    assert found.value.facts == {"file": "pairs.csv"}


def test_the_database_refuses_to_change_a_run(pilot):
    computed(pilot[0])
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        ResultRun.objects.update(folder="")
