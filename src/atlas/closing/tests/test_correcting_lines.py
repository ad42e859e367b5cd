"""Each corrected line keeps its own reason, words, author and time; one corrected once more says so."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from tests.web.builders import acting, make_centre_user
from tests.web.correcting_world import (
    PILOT,
    a_card,
    asked_to_seal,
    corrected,
    done,
    newest_seal,
    rows_in,
    second,
)

from atlas.accounts.rules import CentreRole
from atlas.archive.models import Correction
from atlas.archive.selectors import applied_corrections, waiting_corrections
from atlas.archive.verifying import verify_archive
from atlas.audit.selectors import entries_about
from atlas.cards.models import CardVersion
from atlas.closing.services.correcting import correct_line, drop_correction
from atlas.kernel.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(settings, tmp_path):
    """Two analysts."""
    settings.RESULTS_ROOT = tmp_path / "results"
    call_command("import-package", *map(str, PILOT))
    return [acting(make_centre_user(f"{one}@example.org", role=CentreRole.ANALYST)) for one in ("jan", "ola")]


def test_two_lines_of_a_card_keep_their_own_reason_and_author_into_its_history(two):
    jan, ola = two
    managers = a_card().content["answers"]["managers"]
    first = corrected(a_card(), actor=jan, reason="notice", words="Pismo (wymyślone)")
    other = corrected(a_card(), line="managers", text="5", actor=ola)
    done(asked_to_seal(actor=jan))
    versions = CardVersion.objects.filter(card=a_card(), event="corrected").order_by("number")
    assert [(one.by, one.note) for one in versions] == [
        (jan.user_id, "notice: Pismo (wymyślone)"), (ola.user_id, "typing-error"),
    ]  # fmt: skip
    said = [(one.content["answers"]["researchers"], one.content["answers"]["managers"]) for one in versions]
    assert said == [(0, managers), (0, 5)] != [(0, 5), (0, 5)]
    applied = list(applied_corrections(second()))
    assert [(one.pk, one.line, one.reason, one.begun_by, one.seal.revision) for one in applied] == [
        (first.pk, "researchers", "notice", jan.user_id, 2), (other.pk, "managers", "typing-error", ola.user_id, 2),
    ]  # fmt: skip
    told = [one.facts["line"] for one in entries_about(a_card()) if one.action == "apply-correction"]
    assert told == ["researchers", "managers"]
    assert a_card().version == versions.last().number
    assert verify_archive().problems == []


def test_a_line_corrected_again_replaces_what_waits_and_both_are_kept(two):
    jan, ola = two
    first = corrected(a_card(), text="0", actor=jan, reason="notice", words="Pismo (wymyślone)")
    again = corrected(a_card(), text="1", actor=ola)
    assert list(waiting_corrections(second())) == [again]
    first.refresh_from_db()
    assert (first.replaced_at, first.texts["value"], first.begun_by) == (again.begun_at, "0", jan.user_id)
    entries = [one for one in entries_about(a_card()) if one.action == "correct-card"]
    assert [(one.by, one.facts["said"]["value"], one.facts["replaced"]) for one in entries] == [
        (jan.user_id, "0", None), (ola.user_id, "1", first.pk),
    ]  # fmt: skip
    done(asked_to_seal(actor=jan))
    assert a_card().content["answers"]["researchers"] == 1
    assert CardVersion.objects.filter(card=a_card(), event="corrected").count() == 1
    first.refresh_from_db()
    assert first.seal == newest_seal()
    assert list(applied_corrections(second())) == [again]
    for one in (first, again):
        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            Correction.objects.filter(pk=one.pk).update(words="x")
    assert verify_archive().problems == []


def test_a_line_is_thrown_away_with_what_it_replaced_and_others_stay(two):
    jan, ola = two
    corrected(a_card(), text="0", actor=jan)
    again = corrected(a_card(), text="1", actor=ola)
    other = corrected(a_card(), line="managers", text="5", actor=ola)
    drop_correction(again, actor=jan)
    assert list(Correction.objects.all()) == [other]
    (dropped,) = [one for one in entries_about(again) if one.action == "drop-correction"]
    assert (dropped.by, dropped.facts["line"]) == (jan.user_id, "researchers")
    done(asked_to_seal(actor=jan))
    (row,) = [one for one in rows_in(newest_seal())["cards_ngo"] if _is_ours(one)]
    assert (row["researchers"], row["managers"]) == (3, 5)


def _is_ours(row):
    return (row["gmina"], row["respondent"]) == (a_card().scope.gmina, "ORG-001")


def test_what_the_card_says_is_no_correction_even_while_one_waits(two):
    jan, _ola = two
    corrected(a_card(), text="0", actor=jan)
    for text in ("3", "0"):
        with pytest.raises(DomainError, match="correction-changes-nothing"):
            corrected(a_card(), text=text, actor=jan)
    assert Correction.objects.count() == 1
    corrected(a_card(), text="0", actor=jan, reason="verification")
    assert waiting_corrections(second()).get().reason == "verification"


def test_a_row_of_a_table_is_corrected_and_the_others_stay(two):
    before = a_card().content["answers"]["services"]
    key = before[0]["service"]
    figures = {name: str(value) for name, value in before[0].items() if name != "service" and value is not None}
    column = next(iter(figures))
    correct_line(a_card(), line=f"services:{key}", texts=figures | {column: "99"}, reason="notice", actor=two[0])
    done(asked_to_seal(actor=two[0]))
    now = a_card().content["answers"]["services"]
    assert [one for one in now if one["service"] != key] == [one for one in before if one["service"] != key]
    assert [one[column] for one in now if one["service"] == key] == [99]
