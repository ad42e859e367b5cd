"""A correction after closing: typed, previewed, sealed as a new revision; a baseline stays, the old revision too."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from tests.web.builders import acting, make_centre_user, make_session, make_user
from tests.web.correcting_world import (
    JANOW,
    PILOT,
    a_card,
    asked_to_seal,
    corrected,
    done,
    ended,
    newest_seal,
    rows_in,
    second,
)

from atlas.accounts.actor import MACHINE
from atlas.accounts.rules import CentreRole
from atlas.archive.models import Correction, Erratum, SealedPackage
from atlas.archive.selectors import corrections_mark, errata_of
from atlas.archive.verifying import verify_archive
from atlas.cards.models import Card, CardVersion
from atlas.closing.services.correcting import ask_for_preview, ask_for_revision, drop_correction
from atlas.closing.services.errata import add_erratum
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.monitoring.models import Session
from atlas.results.selectors import current_run
from atlas.results.store import folder_of as results_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(settings, tmp_path):
    settings.RESULTS_ROOT = tmp_path / "results"
    call_command("import-package", *map(str, PILOT))


@pytest.fixture
def analyst(pilot):
    return acting(make_centre_user("analyst@example.org", role=CentreRole.ANALYST))


def test_a_correction_is_previewed_sealed_and_applied_and_nothing_else_moves(analyst):
    """Of Janów Lubelski's organisations one says 3 researchers, corrected to 0: NGO-1.1 (those with researchers)
    is one less there, in its powiat, its voivodeship and the country, and no other indicator asks for researchers.
    """
    card, before = a_card(), SealedPackage.objects.get(session__code="2026-1")
    assert card.content["answers"]["researchers"] == 3
    correction = corrected(card, actor=analyst, reason="notice", words="Pismo z 3 marca (wymyślone)")
    assert Card.objects.get(pk=card.pk).content == card.content
    preview = done(ask_for_preview(second(), actor=analyst))
    rows = {row["territory"]: row for row in preview.facts["rows"]}
    assert {row["indicator"] for row in preview.facts["rows"]} == {"NGO-1.1"}
    assert set(rows) == {JANOW, "0605", "06", "PL"}
    assert preview.facts["count"] == 4
    for row in rows.values():
        assert row["after"]["value"] == row["before"]["value"] - 1
    done(ask_for_revision(second(), seen=preview.facts["mark"], actor=analyst))
    first, new = SealedPackage.objects.filter(session__code="2026-1").order_by("revision")
    assert (first, new.revision, new.supersedes) == (before, 2, f"sha256:{before.sha256}")
    assert Card.objects.get(pk=card.pk).content["answers"]["researchers"] == 0
    version = CardVersion.objects.filter(card=card).order_by("-number").first()
    assert (version.event, version.by) == ("corrected", analyst.user_id)
    assert version.note == "notice: Pismo z 3 marca (wymyślone)"
    correction.refresh_from_db()
    assert correction.seal == new
    old, now = rows_in(first), rows_in(new)
    assert old.keys() == now.keys()
    assert {name for name in old if old[name] != now[name]} == {"session", "cards_ngo"}
    differing = [(was, row) for was, row in zip(old["cards_ngo"], now["cards_ngo"], strict=True) if was != row]
    ((was, row),) = differing
    assert was | {"researchers": 0} == row
    assert (row["gmina"], row["respondent"]) == (JANOW, "ORG-001")
    assert stored_value("NGO-1.1", JANOW) == rows[JANOW]["after"]["value"]
    assert verify_archive().problems == []


def stored_value(indicator, territory):
    table = pq.read_table(results_folder(current_run(second()).folder) / "indicators.parquet").to_pylist()
    wanted = ("2026-1", indicator, territory)
    (value,) = [one["value"] for one in table if (one["session"], one["indicator"], one["territory"]) == wanted]
    return value


def test_a_second_correction_of_the_same_card_keeps_the_first(analyst):
    for text in ("0", "1"):
        corrected(a_card(), text=text, actor=analyst)
        done(asked_to_seal(actor=analyst))
    corrected(a_card(), line="managers", text="5", actor=analyst)
    done(asked_to_seal(actor=analyst))
    newest = newest_seal()
    (row,) = [
        one for one in rows_in(newest)["cards_ngo"] if (one["gmina"], one["respondent"]) == (JANOW, "ORG-001")
    ]  # fmt: skip
    assert (newest.revision, row["researchers"], row["managers"]) == (4, 1, 5)
    assert verify_archive().problems == []


def test_a_baseline_is_never_corrected(analyst):
    with pytest.raises(DomainError, match="correction-of-baseline"):
        corrected(a_card(session="2025-1"), actor=analyst)
    newcomer = Card.objects.filter(session__code="2026-1", kind="NGO", is_baseline=True).first()
    with pytest.raises(DomainError, match="correction-of-baseline"):
        corrected(newcomer, actor=analyst)
    assert not Correction.objects.exists()


def test_one_that_got_round_the_service_is_stopped_by_the_comparison_of_the_packages(analyst):
    """The control: a correction of a baseline written past the service never becomes a revision."""
    card = Card.objects.filter(session__code="2026-1", kind="NGO", is_baseline=True).first()
    facts = {"reason": "other", "base_version": 1, "begun_at": card.started_at}
    Correction.objects.create(card=card, line="researchers", texts={"value": "77"}, **facts)
    (problem,) = ended(asked_to_seal(actor=analyst)).problems
    assert problem["code"] == "revision-changes-baseline"
    assert SealedPackage.objects.filter(session__code="2026-1").count() == 1


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"text": "trzy"}, "number-form"),
        ({"text": "3"}, "correction-changes-nothing"),
        ({"line": "contact_name"}, "correction-line-unknown"),
        ({"line": "no-such-line"}, "correction-line-unknown"),
        ({"reason": "whim"}, "correction-reason-needed"),
        ({"reason": "other", "words": " "}, "correction-words-needed"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(analyst, typed, refused):
    with pytest.raises(DomainError) as found:
        corrected(a_card(), actor=analyst, **typed)
    assert refused in {found.value.code, "number-form"}
    assert not Correction.objects.exists()


def test_only_the_centre_corrects_and_only_a_closed_session(analyst):
    with pytest.raises(NotAllowed, match="centre-needed"):
        corrected(a_card(), actor=acting(make_user()))
    make_session("2027-1", sequence=3)
    with pytest.raises(DomainError, match="session-not-closed"):
        add_erratum(Session.objects.get(code="2027-1"), territory="PL", indicator="", text="x", actor=analyst)


def test_what_changed_since_the_preview_is_not_sealed(analyst):
    corrected(a_card(), actor=analyst)
    mark = corrections_mark(second())
    corrected(a_card(), line="managers", text="5", actor=analyst)
    with pytest.raises(DomainError, match="corrections-changed"):
        ask_for_revision(second(), seen=mark, actor=analyst)


def test_a_working_copy_can_be_dropped_and_an_applied_correction_stays(analyst):
    drop_correction(corrected(a_card(), actor=analyst), actor=analyst)
    assert not Correction.objects.exists()
    correction = corrected(a_card(), actor=analyst)
    done(asked_to_seal(actor=analyst))
    with pytest.raises(DomainError, match="correction-applied"):
        drop_correction(correction, actor=analyst)
    for change in (lambda rows: rows.update(words="x"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            change(Correction.objects.filter(pk=correction.pk))


def test_errata_are_numbered_stay_and_stand_in_the_next_revision(analyst):
    numbers = list(errata_of(second()).values_list("number", flat=True))
    told = {"territory": "0605", "indicator": "NGO-1.1", "text": "Powinno być 7 (wymyślone)."}
    erratum = add_erratum(second(), actor=analyst, **told)
    assert erratum.number == max(numbers, default=0) + 1
    for change in (lambda rows: rows.update(text="x"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            change(Erratum.objects.filter(pk=erratum.pk))
    corrected(a_card(), actor=analyst)
    done(asked_to_seal(actor=analyst))
    newest = newest_seal()
    sealed = {row["number"]: row["text"] for row in rows_in(newest)["errata"]}
    assert sealed[erratum.number] == "Powinno być 7 (wymyślone)."
    assert verify_archive().problems == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"territory": "1465"}, "erratum-territory-unknown"),
        ({"indicator": "NGO-9.9"}, "erratum-indicator-unknown"),
        ({"text": "  "}, "erratum-text-needed"),
    ],
)
def test_an_erratum_about_nothing_is_refused(pilot, facts, code):
    given = {"territory": "PL", "indicator": "", "text": "x"} | facts
    with pytest.raises(DomainError, match=code):
        add_erratum(second(), actor=MACHINE, **given)
