"""A card written as a form and uploaded again is the same card; any other file is refused, and the reason is said."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from atlas.definitions.card_document import EMPTY, CardDocument
from atlas.definitions.load import shipped_definitions
from atlas.kernel.texts import TEXTS as KERNEL
from atlas.sheets.identity import NOBODY, Identity
from atlas.sheets.layout import Column
from atlas.sheets.tests.documents import CONTACT, NAMES, NGO, STATISTICS, documents
from atlas.sheets.tests.forms import Typing
from atlas.sheets.texts import TEXTS
from atlas.sheets.upload import read_upload
from atlas.sheets.writing.form import write_card

DEFINITIONS = shipped_definitions()
OURS = Identity(
    session="2026-1", session_name="Sesja próbna", period=(date(2025, 1, 1), date(2025, 12, 31)), respondent="ORG-001",
    respondent_name="Koło „Próba”", gmina="0605053", gmina_name="Janów Lubelski",
    known={"organisation_name": "Koło „Próba”"},
)  # fmt: skip


def uploaded(content, kind="NGO", *, identity=OURS, language="pl"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(content)
        return read_upload(path, DEFINITIONS, kind=kind, identity=identity, language=language)


def back(document, kind="NGO", **how):
    return uploaded(write_card(DEFINITIONS, kind, identity=OURS, filled=document, **how), kind)


def typed(document=EMPTY, cells=None, **how):
    form = Typing(write_card(DEFINITIONS, "NGO", identity=OURS, filled=document, **how)).type(cells or {})
    out = io.BytesIO()
    form.book.save(out)
    return uploaded(out.getvalue())


def told(problems):
    """Codes with item numbers; every text takes its facts."""
    for one in problems:
        assert (KERNEL | TEXTS)[one.code] % one.facts
    return [(one.code, one.place.asked.split(" ")[0]) for one in problems]


@pytest.mark.parametrize("kind", ["NGO", "IZUS", "STATISTICS"])
def test_any_card_comes_back_as_it_was(kind):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(documents(kind))
    def comes_back(document):
        upload = back(document, kind)
        assert upload.document == document
        assert upload.document.canonical() == document.canonical()
        assert bool(upload.problems) == bool(document.unread)

    comes_back()


def test_a_card_written_in_english_comes_back_too():
    document = replace(NGO, unread={}, answers={**NGO.answers, "seat_gmina": None, "service_territories": None})
    upload = back(document, language="en")
    known = {code: value for code, value in document.answers.items() if value is not None}
    known.pop("service_territories:text")
    assert {**upload.document.answers, "service_territories:text": 0} == {**known, "service_territories:text": 0}
    assert upload.problems == ()


def test_territories_come_as_words_for_somebody_else_to_look_up():
    upload = back(NGO, names=NAMES)
    assert dict(upload.document.unread) == {
        **NGO.unread,
        "seat_gmina": {"value": NAMES["0605053"]},
        "service_territories": {"value": f"{NAMES['0605053']}; {NAMES['0605']}", "other": "Biała, Momoty"},
    }
    places = ("seat_gmina", "service_territories", "service_territories:text")
    assert upload.document.answers == {code: one for code, one in NGO.answers.items() if code not in places}
    assert told(upload.problems) == [("number-unreadable", "II.3.1")]
    assert dict(back(NGO).document.unread)["seat_gmina"] == {"value": "0605053"}


def test_statistics_come_with_their_sources_and_days():
    upload = back(STATISTICS, "STATISTICS")
    assert (upload.document, upload.problems) == (STATISTICS, ())


def test_contact_data_are_given_apart_and_stand_nowhere_else():
    upload = back(NGO, contact=CONTACT)
    assert upload.contact == CONTACT
    assert "Przykładowa" not in upload.document.canonical().decode() + repr(upload)
    assert back(NGO).contact == {}
    wrong = typed(cells={"prepared_on": "Osoba Przykładowa"})
    assert told(wrong.problems) == [("filled-day", "III.3")]
    assert wrong.contact == {"prepared_on": "Osoba Przykładowa"}
    assert "Przykładowa" not in repr(wrong)


def test_an_empty_form_says_nothing_and_lacks_nothing():
    assert back(EMPTY).problems == ()
    assert back(EMPTY).document == EMPTY


def test_all_that_is_wrong_is_told_at_once_from_the_top_and_kept_as_typed():
    upload = typed(cells={
        "contracts": "trzy", "medical_activity": "może", "legal_form": "Klub", ("managers", Column.REASON): "bo tak",
        "tools:survey": "x", "tools:none": "x", "researchers": 2, ("researchers", Column.REASON): "nie dotyczy",
        "services:care": "30", ("services:care", Column.UNIT): 2.5, "consultations": "=1+1",
        ("facilities", Column.EXPLANATION): "x" * 1001,
    })  # fmt: skip
    assert sorted(told(upload.problems)) == sorted([
        ("filled-choice", "I.2"), ("filled-reason-and-value", "II.1.1"), ("filled-formula", "II.1.2"),
        ("filled-none-and-others", "II.1.3"), ("filled-reason", "II.3.1"), ("number-unreadable", "II.3.4"),
        ("filled-text-too-long", "II.3.3"), ("filled-yes-no", "S.I.2"), ("number-fraction", "S.E.3"),
    ])  # fmt: skip
    rows = [int(one.place.cell[1:]) for one in upload.problems]
    assert rows == sorted(rows)
    assert {one.place.file for one in upload.problems} == {""}
    assert dict(upload.document.unread) == {
        "legal_form": {"value": "Klub"}, "researchers": {"value": "2", "reason": "not_applicable"},
        "tools": {"value": "survey|none", "reason": ""}, "managers": {"value": "", "reason": "bo tak"},
        "contracts": {"value": "trzy", "reason": ""}, "medical_activity": {"value": "może"},
        "services:care": {"users": "30", "ngo_staff": "2,5", "cost_pln": ""},
    }  # fmt: skip
    assert upload.document.answers == {}
    assert upload.document.explanations["facilities"] == "x" * 1001


def test_what_was_kept_as_typed_goes_into_the_next_form_unchanged():
    once = typed(cells={"contracts": "trzy", "tools:survey": "x", "tools:none": "x"})
    assert back(once.document) == once


class TestAnotherCard:
    """Forms of other cards, told apart by the hidden sheet."""

    @pytest.mark.parametrize(
        ("changed", "codes"),
        [
            ({"session": "2025-1"}, ["upload-other-session"]),
            ({"gmina": "0605063"}, ["upload-other-gmina"]),
            ({"respondent": "ORG-002", "gmina": "0605063"}, ["upload-other-gmina", "upload-other-respondent"]),
        ],
    )
    def test_it_is_refused_whole(self, changed, codes):
        form = write_card(DEFINITIONS, "NGO", identity=replace(OURS, **changed), filled=NGO)
        upload = uploaded(form)
        assert [code for code, _number in told(upload.problems)] == codes
        assert (upload.document, upload.contact) == (EMPTY, {})

    def test_another_kind_or_nobodys_form_is_refused(self):
        assert told(uploaded(write_card(DEFINITIONS, "IZUS", identity=OURS)).problems) == [("upload-other-kind", "")]
        assert told(uploaded(write_card(DEFINITIONS, "NGO", identity=NOBODY)).problems) == [("upload-nobodys", "")]

    def test_another_version_of_the_template_is_refused(self):
        newer = DEFINITIONS.templates["NGO"].model_copy(update={"version": 2})
        definitions = DEFINITIONS.model_copy(update={"templates": {**DEFINITIONS.templates, "NGO": newer}})
        assert told(uploaded(write_card(definitions, "NGO", identity=OURS)).problems) == [("upload-other-version", "")]

    def test_statistics_are_the_gminas_whoever_filled_them(self):
        form = write_card(DEFINITIONS, "STATISTICS", identity=replace(OURS, respondent=""), filled=STATISTICS)
        assert uploaded(form, "STATISTICS").document == STATISTICS


class TestAnyOtherFile:
    """What is no form, or dangerous."""

    def test_another_spreadsheet_is_no_form(self):
        out = io.BytesIO()
        openpyxl.Workbook().save(out)
        assert told(uploaded(out.getvalue()).problems) == [("upload-not-a-form", "")]

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"", "upload-empty"), (b"a;b\n", "upload-not-xlsx"), (b"%PDF-1.7", "upload-pdf"),
         (b"PK\x03\x04 cut off", "upload-damaged")],
    )  # fmt: skip
    def test_other_files_are_named_for_what_they_are(self, content, code):
        assert told(uploaded(content).problems) == [(code, "")]

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [("xl/vbaProject.bin", b"macro", "sheet-macros"),
         ("xl/media/zeros.bin", b"\0" * (21 * 1024**2), "upload-bomb")],
    )  # fmt: skip
    def test_macros_and_bombs_are_refused(self, *, name, content, code):
        form = io.BytesIO(write_card(DEFINITIONS, "NGO", identity=OURS, filled=NGO))
        with zipfile.ZipFile(form, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        upload = uploaded(form.getvalue())
        assert told(upload.problems) == [(code, "")]
        assert upload.document == CardDocument()


def test_a_filled_form_saved_by_libreoffice_is_the_same_card(tmp_path):
    ours = tmp_path / "card.xlsx"
    ours.write_bytes(write_card(DEFINITIONS, "NGO", identity=OURS, filled=NGO, names=NAMES, contact=CONTACT))
    assert shutil.which("soffice")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "saved"), str(ours)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    before, after = uploaded(ours.read_bytes()), uploaded((tmp_path / "saved" / "card.xlsx").read_bytes())
    assert after.document.canonical() == before.document.canonical()
    assert after.contact == CONTACT


class TestWhatAMistakeLeavesUncertain:
    """Nothing follows from what the document says of these lines."""

    def test_a_good_form_has_none_and_names_the_cell_of_each_answer(self):
        form = Typing(write_card(DEFINITIONS, "NGO", identity=OURS, filled=replace(NGO, unread={})))
        upload = back(replace(NGO, unread={}), names=NAMES)
        assert upload.wrong == frozenset()
        assert upload.cells["consultations"] == form.at("consultations").coordinate
        assert upload.cells["tools"] == form.at("tools").coordinate
        assert "consultations" in upload.explained
        assert "contact_phone" not in upload.explained

    def test_wrong_cells_of_answers_options_and_rows_name_their_lines(self):
        upload = typed(
            cells={"consultations": "kilka", "tools:survey": "może", "services:meals": "-1", "researchers": 1}
        )
        assert upload.wrong == {"consultations", "tools", "services:meals"}

    def test_a_formula_and_a_deleted_row_too(self):
        form = Typing(write_card(DEFINITIONS, "NGO", identity=OURS, filled=NGO)).type({"contracts": "=1+1"})
        form.sheet.delete_rows(form.rows["tools:survey"])
        out = io.BytesIO()
        form.book.save(out)
        assert {"contracts", "tools"} <= uploaded(out.getvalue()).wrong

    def test_a_file_that_is_no_form_of_the_card_has_no_cells(self):
        assert uploaded(b"a;b").cells == {}
