"""The pilot's packages become closed, sealed sessions with their registers."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from tests.web.builders import make_institution, make_organisation, make_session

from atlas.accounts.actor import MACHINE
from atlas.archive.models import SealedPackage
from atlas.archive.store import folder_of, must_be_whole
from atlas.audit.selectors import entries_about
from atlas.instruments.models import InstrumentSet
from atlas.kernel.errors import BadInput, DomainError
from atlas.monitoring.models import Invitation, Session
from atlas.monitoring.selectors import missing_before
from atlas.monitoring.services import SessionFacts, change_facts, move_session
from atlas.registry.models import Participant

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[4] / "examples" / "pilot"
# Where a session's package is its own folder or one inside.
PILOT = [path if (path / "datapackage.json").exists() else path / "package" for path in sorted(EXAMPLES.glob("20*"))]


def import_packages(*packages):
    call_command("import-package", *map(str, packages))


def test_the_pilot_becomes_two_closed_sessions(capsys):
    import_packages(*reversed(PILOT))
    first, second = Session.objects.order_by("sequence")
    assert [(one.code, one.state, one.scope.count()) for one in (first, second)] == [
        ("2025-1", "closed", 4), ("2026-1", "closed", 5),
    ]  # fmt: skip
    assert [one.invitations.filter(card_kind="NGO").count() for one in (first, second)] == [26, 31]
    assert (Participant.objects.filter(kind="NGO").count(), Participant.objects.filter(kind="IZUS").count()) == (28, 5)
    assert InstrumentSet.objects.count() == 1
    assert first.scope.get(gmina="0605053").powiat_name == "janowski"
    presences = Participant.objects.get(code="ORG-002").presences.values_list("gmina", flat=True)
    assert list(presences) == ["0605053", "0605063"]


def test_what_is_kept_is_the_very_package_read_only():
    import_packages(PILOT[0])
    seal = SealedPackage.objects.get()
    folder = folder_of(seal.sha256)
    must_be_whole(seal.sha256)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert kept == {path.name: path.read_bytes() for path in PILOT[0].iterdir() if path.name in kept}
    assert "datapackage.json" in kept
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o400}


def test_what_was_done_behind_the_databases_back_is_found():
    import_packages(PILOT[0])
    seal = SealedPackage.objects.get()
    cards = folder_of(seal.sha256) / "cards_ngo.csv"
    cards.chmod(0o600)
    cards.write_text(cards.read_text(encoding="utf-8").replace("true", "false", 1), encoding="utf-8")
    with pytest.raises(BadInput) as found:
        must_be_whole(seal.sha256)
    assert [one.code for one in found.value.problems] == ["hash-differs"]


def test_the_same_package_again_changes_nothing(capsys, monkeypatch):
    monkeypatch.setenv("ATLAS_LANG", "en")
    import_packages(PILOT[0])
    import_packages(PILOT[0])
    assert "nothing changed" in capsys.readouterr().out
    assert SealedPackage.objects.count() == Session.objects.count() == 1


def test_a_zip_is_imported_as_its_folder_is(tmp_path):
    packed = shutil.make_archive(str(tmp_path / "package"), "zip", PILOT[0])
    import_packages(packed)
    import_packages(PILOT[0])
    assert SealedPackage.objects.count() == 1


def test_a_package_that_is_not_in_order_changes_nothing(tmp_path):
    broken = tmp_path / "2025-1"
    shutil.copytree(PILOT[0], broken)
    (broken / "cards_ngo.csv").write_text("gmina\n", encoding="utf-8")
    with pytest.raises(BadInput):
        import_packages(PILOT[1], broken)
    assert not Session.objects.exists()
    assert not Participant.objects.exists()


def test_a_session_that_is_there_already_is_not_overwritten():
    make_session("2025-1")
    with pytest.raises(DomainError, match="package-of-known-session"):
        import_packages(PILOT[0])
    assert not SealedPackage.objects.exists()


def refused(code, *packages):
    with pytest.raises(DomainError) as found:
        import_packages(*packages)
    assert found.value.code == code
    return found.value.facts


def test_a_package_waits_for_those_before_it_and_leaves_nothing():
    assert refused("package-too-early", PILOT[1]) == {"session": "2026-1", "sequence": 2, "missing": "1"}
    assert not Session.objects.exists()
    assert not folder_of("x").parent.exists() or not list(folder_of("x").parent.iterdir())
    earlier = make_session("2025-1", state="verification")
    assert refused("package-too-early", PILOT[1])["missing"] == "1"
    move_session(earlier, "close", actor=MACHINE)
    import_packages(PILOT[1])
    assert list(Session.objects.values_list("code", "sequence", "state").order_by("sequence")) == [
        ("2025-1", 1, "closed"), ("2026-1", 2, "closed"),
    ]  # fmt: skip


def test_a_package_that_comes_after_a_later_session_has_closed_is_refused():
    make_session("2026-2", sequence=2, state="closed")
    assert refused("package-too-late", PILOT[0]) == {"session": "2025-1", "sequence": 1, "later": "2026-2"}
    assert refused("package-too-late", *PILOT)["session"] == "2025-1"
    assert not SealedPackage.objects.exists()


def test_a_package_whose_number_a_planned_session_has_comes_in_once_that_one_made_way():
    planned = make_session("2025-9", state="planned")
    assert refused("package-number-taken", *PILOT) == {"session": "2025-1", "sequence": 1, "other": "2025-9"}
    facts = SessionFacts(planned.code, planned.name, planned.period_from, planned.period_to, is_trial=True)
    change_facts(planned, facts, instruments=planned.instruments, actor=MACHINE)
    import_packages(*PILOT)
    change_facts(planned, replace(facts, is_trial=False), instruments=planned.instruments, actor=MACHINE)
    assert list(Session.objects.values_list("code", "sequence").order_by("sequence")) == [
        ("2025-1", 1), ("2026-1", 2), ("2025-9", 3),
    ]  # fmt: skip


def test_a_package_fills_the_place_that_a_planned_session_waits_for():
    import_packages(PILOT[0])
    waiting = make_session("2026-2", sequence=3, state="verification")
    import_packages(PILOT[1])
    assert missing_before(waiting.sequence) == []


def test_a_known_participant_stays_as_the_centre_has_it():
    make_organisation("ORG-001", name="Nazwa z rejestru (wymyślona)")
    import_packages(PILOT[0])
    assert Participant.objects.get(code="ORG-001").name == "Nazwa z rejestru (wymyślona)"


def test_a_code_of_the_other_kind_is_refused_whole():
    make_institution("ORG-001")
    with pytest.raises(DomainError, match="participant-of-other-kind"):
        import_packages(PILOT[0])
    assert not Session.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("change", [lambda rows: rows.update(revision=9), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_or_delete_a_seal(change):
    import_packages(PILOT[0])
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        change(SealedPackage.objects.all())


def test_the_import_stands_in_the_log():
    import_packages(PILOT[0])
    (entry,) = entries_about(SealedPackage.objects.get())
    assert (entry.action, entry.facts["session"]) == ("import-package", "2025-1")
