"""Whoever has the database in their hands can take the guards away: what they then change is named, row and column."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from atlas.archive.models import SealedPackage
from atlas.archive.store import folder_of
from atlas.archive.verifying import verify_archive
from atlas.audit.triggers import install_guards, remove_guards
from atlas.cards.models import Card
from atlas.kernel.errors import BadInput
from atlas.kernel.hashing import sha256_of_file
from atlas.monitoring.models import Invitation, Session

pytestmark = pytest.mark.django_db
PILOT = [Path(__file__).parents[4] / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]
NAMED = ("session", "table", "key", "column", "sealed", "found")
JANOW = "0605053 / ORG-001"


@pytest.fixture
def sealed():
    """The pilot's two sessions, and an attacker who has taken the guards away."""
    call_command("import-package", *map(str, PILOT))
    remove_guards(using="default")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found():
    """The problems, as code and the facts that name the row."""
    return [(one.code, {name: one.facts.get(name) for name in NAMED}) for one in verify_archive().problems]


def row(*values):
    return dict(zip(NAMED, values, strict=True))


def a_card(respondent="ORG-001", *, session="2026-1", gmina="0605053"):
    return Card.objects.get(session__code=session, participant__code=respondent, scope__gmina=gmina)


def set_content(card, content):
    sql("UPDATE cards_card SET content = %s WHERE id = %s", json.dumps(content), card.pk)


def rewritten(card, **answers):
    set_content(card, {**card.content, "answers": {**card.content["answers"], **answers}})


def test_what_nobody_touched_is_in_order(sealed, capsys, monkeypatch):
    monkeypatch.setenv("ATLAS_LANG", "en")
    install_guards(using="default")
    call_command("verify-archive")
    told = capsys.readouterr().out
    assert "Everything is as it was sealed" in told
    for seal in SealedPackage.objects.all():
        assert f"sha256:{seal.sha256}" in told


def test_an_answer_that_was_changed_is_named_with_both_numbers(sealed):
    """ORG-001 says 3 researchers for Janów Lubelski in 2026-1 (cards_ngo.csv)."""
    rewritten(a_card(), researchers=4)
    assert found() == [("sealed-row-differs", row("2026-1", "cards_ngo", JANOW, "researchers", 3, 4))]


def test_an_answer_that_was_taken_away_is_missing_and_not_zero(sealed):
    card = a_card()
    answers = {code: one for code, one in card.content["answers"].items() if code != "researchers"}
    set_content(card, {**card.content, "answers": answers})
    assert found() == [("sealed-row-differs", row("2026-1", "cards_ngo", JANOW, "researchers", 3, "–"))]


def test_the_costs_of_a_service_are_compared_to_the_grosz(sealed):
    card = a_card()
    services = [dict(one) for one in card.content["answers"]["services"]]
    assert services[0]["cost_pln"] == "20240.00"
    services[0]["cost_pln"] = "20240.01"
    rewritten(card, services=services)
    ((code, named),) = found()
    assert (code, named["table"], named["column"]) == ("sealed-row-differs", "services", "cost_pln")
    assert (str(named["sealed"]), str(named["found"])) == ("20240.00", "20240.01")


def test_a_card_that_was_deleted_is_named(sealed):
    card = a_card()
    sql("DELETE FROM cards_cardversion WHERE card_id = %s", card.pk)
    sql("DELETE FROM cards_card WHERE id = %s", card.pk)
    assert ("sealed-row-gone", row("2026-1", "cards_ngo", JANOW, None, None, None)) in found()


def test_a_card_that_was_set_aside_is_named_as_gone(sealed):
    sql("UPDATE cards_card SET state = 'set_aside' WHERE id = %s", a_card().pk)
    assert ("sealed-row-gone", row("2026-1", "cards_ngo", JANOW, None, None, None)) in found()


def test_a_card_that_was_inserted_is_named(sealed):
    """Somebody who was asked and sent nothing gets the answers of another."""
    session = Session.objects.get(code="2026-1")
    sent = Card.objects.filter(session=session, kind="NGO").values("participant")
    asked = Invitation.objects.filter(session=session, card_kind="NGO").exclude(participant__in=sent)
    invitation = asked.select_related("participant", "scope").first()
    new = a_card()
    new.pk, new.participant, new.scope, new.is_baseline = None, invitation.participant, invitation.scope, False
    new.save(force_insert=True)
    key = f"{invitation.scope.gmina} / {invitation.participant.code}"
    assert ("sealed-row-added", row("2026-1", "cards_ngo", key, None, None, None)) in found()


def test_two_cards_whose_answers_were_swapped_are_found_though_every_sum_is_the_same(sealed):
    one, other = a_card("ORG-001"), a_card("ORG-002")
    assert one.content["answers"] != other.content["answers"]
    set_content(one, other.content)
    set_content(other, one.content)
    code, named = next(each for each in found() if each[1]["table"] == "cards_ngo")
    assert (code, named["key"]) == ("sealed-row-differs", JANOW)


def test_a_row_that_is_no_card_any_more_is_named(sealed):
    card = a_card()
    set_content(card, {})
    (problem,) = verify_archive().problems
    assert (problem.code, problem.facts["card"]) == ("card-unreadable", card.pk)


def test_an_invitation_a_scope_and_a_sessions_day_are_compared_too(sealed):
    session = Session.objects.get(code="2026-1")
    sql("UPDATE monitoring_scopegmina SET name = 'Inna' WHERE gmina = '0605053' AND session_id = %s", session.pk)
    sql("UPDATE monitoring_session SET period_to = '2026-01-01' WHERE id = %s", session.pk)
    asked = Invitation.objects.filter(session__code="2025-1", card_kind="NGO").order_by("scope__gmina").first()
    sql("DELETE FROM monitoring_invitation WHERE id = %s", asked.pk)
    tables = {(named["session"], named["table"], named["column"]) for _code, named in found()}
    assert tables == {
        ("2026-1", "scope", "name"), ("2026-1", "session", "period_to"), ("2025-1", "invitations", None),
    }  # fmt: skip


def test_a_mark_that_was_taken_away_is_named(sealed):
    card = a_card(session="2025-1")
    sql("UPDATE cards_card SET is_baseline = %s WHERE id = %s", False, card.pk)
    (problem,) = verify_archive().problems
    assert (problem.code, problem.facts["card"]) == ("baseline-mark-differs", card.pk)


def test_a_seal_that_was_deleted_or_rewritten_is_named(sealed):
    sql("DELETE FROM archive_sealedpackage WHERE session_id = %s", Session.objects.get(code="2025-1").pk)
    sql("UPDATE archive_sealedpackage SET sha256 = %s", "0" * 64)
    assert [one.code for one in verify_archive().problems] == ["seal-gone", "package-missing"]


@pytest.fixture
def folder(sealed):
    """The folder of 2025-1 in the archive, open for writing."""
    found = folder_of(SealedPackage.objects.get(session__code="2025-1").sha256)
    found.chmod(0o700)
    for path in found.iterdir():
        path.chmod(0o600)
    return found


def edited(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_file_that_was_edited_is_named(folder):
    edited(folder / "cards_ngo.csv", "true", "false")
    (problem,) = verify_archive().problems
    assert problem.code == "hash-differs"
    assert problem.place.file.startswith("2025-1, 1: ")
    assert problem.place.file.endswith("cards_ngo.csv")


def test_a_manifest_that_was_edited_to_fit_its_file_is_named(folder):
    path = folder / "cards_ngo.csv"
    before = sha256_of_file(path)
    edited(path, "true", "false")
    edited(folder / "datapackage.json", before, sha256_of_file(path))
    assert [one.code for one in verify_archive().problems] == ["archive-changed"]


def test_a_folder_that_is_gone_is_named(folder):
    shutil.rmtree(folder)
    assert [one.code for one in verify_archive().problems] == ["package-missing"]


def test_who_rewrites_rows_files_and_seal_together_is_found_only_by_a_copy_kept_elsewhere(folder):
    """The limit that the docs tell of: the forged hash differs from the one on the printed protocol, nothing else."""
    printed = SealedPackage.objects.get(session__code="2025-1").sha256
    path, manifest = folder / "cards_ngo.csv", folder / "datapackage.json"
    before = sha256_of_file(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("researchers")
    number = next(place for place, line in enumerate(lines) if line.startswith("0605053,ORG-001,"))
    cells = lines[number].split(",")
    assert cells[column] == "2"
    lines[number] = ",".join([*cells[:column], "7", *cells[column + 1 :]])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    edited(manifest, before, sha256_of_file(path))
    forged = sha256_of_file(manifest)
    folder.rename(folder_of(forged))
    sql("UPDATE archive_sealedpackage SET sha256 = %s WHERE sha256 = %s", forged, printed)
    rewritten(a_card(session="2025-1"), researchers=7)
    verified = verify_archive()
    assert verified.problems == []
    assert printed not in [seal.sha256 for seal in verified.newest]


def test_the_command_ends_with_what_differs_and_names_missing_guards(sealed):
    rewritten(a_card(), researchers=4)
    with pytest.raises(BadInput) as refused:
        call_command("verify-archive")
    codes = [one.code for one in refused.value.problems]
    assert codes[-1] == "sealed-row-differs"
    assert "guard-gone" in codes
