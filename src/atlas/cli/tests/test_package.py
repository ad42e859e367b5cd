"""`atlas package`: good cards give a package; bad ones every mistake at once, a report, status 2 and nothing else."""

from __future__ import annotations

import io
import re
import shutil
import zipfile

import openpyxl
import pyarrow.parquet as pq
import pytest
from tools.fill_cards import Filler

from atlas.engine.packages.reading import read_packages
from atlas.sheets.layout import Column, StatisticColumn
from atlas.sheets.tests.forms import ALWAYS, Typing, blank, filled, session_in


@pytest.fixture
def session(tmp_path):
    return session_in(tmp_path)


@pytest.fixture
def cards(tmp_path):
    folder = tmp_path / "cards"
    folder.mkdir()
    return folder


@pytest.fixture
def package(*, atlas, tmp_path, cards, session):
    """Run `atlas package` over the cards."""
    return lambda *more: atlas("package", cards, "--session", session, "--out", tmp_path / "out", *more)


def rows_of(folder):
    with read_packages([folder]) as (package,):
        return {name: pq.read_table(path).to_pylist() for name, path in package.tables.items()}


def refused(ran, tmp_path):
    """A refusal leaves its report and nothing else."""
    assert ran.status == 2
    assert ran.out == ""
    assert not (tmp_path / "out").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards", "out-bledy.xlsx", "session.yaml"]
    return ran.err


def test_good_cards_give_a_package_that_is_in_order(*, package, tmp_path, cards, session):
    (cards / "sub").mkdir()
    filled(cards / "sub" / "a.xlsx", session, cells={"contracts": 0, "tools:survey": "x"})
    filled(cards / "b.xlsx", session, kind="IZUS", respondent="IZUS-1", cells={"orgs_contracts": 3})
    statistics = {"ngo_active": 20, ("ngo_active", StatisticColumn.SOURCE): "gus_bdl"}
    statistics[("ngo_active", StatisticColumn.AS_OF)] = "2026-12-31"
    filled(cards / "c.xlsx", session, kind="STATISTICS", respondent="", cells=statistics)
    for left_lying in ("~$b.xlsx", ".~lock.b.xlsx#"):
        (cards / left_lying).write_bytes(b"lock")
    ran = package()
    assert (ran.status, ran.err) == (0, "")
    assert "Karty NGO: 1 of 2 invited, Karty IZUS: 1 of 1 invited, statistics: 1 of 1 gminas." in ran.out
    assert "Invited, but no card came: ORG-2 (NGO, 0605053)." in ran.out
    tables = rows_of(tmp_path / "out")
    assert (tables["cards_ngo"][0]["contracts"], tables["cards_ngo"][0]["tools"]) == (0, "survey")
    assert tables["cards_ngo"][0]["researchers"] is None
    assert tables["territory_statistics"][0]["ngo_active"] == 20
    assert not (tmp_path / "out-bledy.xlsx").exists()


def test_two_runs_give_the_same_bytes_and_csv_is_for_people(*, package, tmp_path, cards, session, atlas):
    filled(cards / "a.xlsx", session)
    package()
    again = atlas("package", cards, "--session", session, "--out", tmp_path / "again")
    assert again.status == 0
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("out", "again"))
    assert first == second
    assert atlas("package", cards, "--session", session, "--out", tmp_path / "csv", "--format", "csv").status == 0
    assert (tmp_path / "csv" / "cards_ngo.csv").read_text(encoding="utf-8").startswith("gmina,respondent,researchers")


def test_no_contact_data_leave_with_the_package(*, package, tmp_path, cards, session):
    filled(cards / "a.xlsx", session, cells={"contracts": "wiele", "contact_phone": "600 700 800"})
    said = package()
    report = openpyxl.load_workbook(tmp_path / "out-bledy.xlsx").active
    filled(cards / "a.xlsx", session, cells={"contact_phone": "600 700 800"})
    package("--format", "csv")
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    everything = written.decode() + said.err + str(list(report.iter_rows(values_only=True)))
    for secret in ("Przykładowa", "600 700", "osoba@example.org"):
        assert secret not in everything


NUMBERS = {
    "1e5": "exponent", "1_000": "underscores", "\uff11\uff12": "digits 0 to 9", "\N{MINUS SIGN}5": "below zero",
    "12.345": "is it 12345 or 12,345?", "dwanaście": "not a number", "=1+1": "formula",
}  # fmt: skip


def test_every_mistake_of_every_file_is_named_at_once_with_file_cell_label_and_remedy(
    *, package, tmp_path, cards, session
):
    first = ("researchers", "consultations", "managers", "contracts")
    items = (*first, "facilities", "users_total", "partnership_agreements")
    typed = dict(zip(items, NUMBERS, strict=True))
    filled(cards / "a.xlsx", session, cells=typed)
    filled(cards / "b.xlsx", session, respondent="ORG-2", cells={"seat_locality": None, "contracts": 2.5})
    err = refused(package(), tmp_path)
    lines = [line for line in err.splitlines() if line.startswith(str(cards))]
    assert len(lines) == len(NUMBERS) + 3  # ORG-2 has no seat in the register
    for (item, number), words in zip(typed.items(), NUMBERS.values(), strict=True):
        (line,) = (one for one in lines if "a.xlsx, cell D" in one and words in one)
        assert number.startswith("=") or number in line
        assert item
    assert any("a.xlsx, cell D159, II.3.4 Liczba zawartych kontraktów" in line for line in lines)
    assert "Found: 10." in err
    report = openpyxl.load_workbook(tmp_path / "out-bledy.xlsx").active
    rows = list(report.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 10
    assert {row[4] for row in rows} == {"error"}
    assert all(cell is None or not isinstance(cell, str) or not cell.startswith("=") for row in rows for cell in row)


def repacked(content, change):
    """A form whose parts were changed by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in change({name: source.read(name) for name in source.namelist()}).items():
            new.writestr(name, part)
    return out.getvalue()


def with_part(name, part):
    return lambda form: repacked(form, lambda parts: parts | {name: part(parts.get(name, b""))})


SHEET = "xl/worksheets/sheet1.xml"
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
FILES = {
    "zip bomb": (with_part(SHEET, lambda _part: b"0" * 30_000_000), "unpacks to more than 20 MB"),
    "macros": (with_part("xl/vbaProject.bin", lambda _part: b"x"), "without macros"),
    "encrypted": (lambda _form: OLE + "EncryptedPackage".encode("utf-16-le"), "remove the password"),
    "old format": (lambda _form: OLE, "save it as .xlsx"),
    "empty": (lambda _form: b"", "The file is empty. Ask for it again."),
    "cut off": (lambda form: form[: len(form) // 2], "save it anew"),
    "XXE": (with_part(SHEET, lambda part: XXE + part), "Copy the answers into a fresh form"),
    "CSV": (lambda _form: b"researchers;2\n", "Ask for the filled form itself"),
    "PDF": (lambda _form: b"%PDF-1.7", "Cards are read from the .xlsx form"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_or_mistaken_file_is_named_with_what_to_do(*, name, package, tmp_path, cards, session):
    make, words = FILES[name]
    (cards / "zła karta.xlsx").write_bytes(make(blank(session)))
    err = refused(package(), tmp_path)
    assert f"{cards / 'zła karta.xlsx'}: " in err
    assert words in err


FORMS = {
    "another template": (lambda book, rows: identity(book, "template_version", "2"), "Make the form anew"),
    "another session": (lambda book, rows: identity(book, "session", "2026-1"), "not of 2027-1"),
    "nobody's": (lambda book, rows: identity(book, "respondent", ""), "Likely in session 2027-1: ORG-1"),
    "deleted row": (lambda book, rows: book.worksheets[0].delete_rows(rows["contracts"]), "its row was deleted"),
    "merged cells": (lambda book, rows: merge(book, rows["contracts"]), "Unmerge the cells"),
    "moved": (lambda book, rows: swap(book, rows["contracts"], rows["users_total"]), "was moved"),
}


def identity(book, key, value):
    for row in book["_atlas"].iter_rows():
        if row[0].value == key:
            row[1].value = value


def merge(book, row):
    book.worksheets[0].merge_cells(f"D{row}:E{row}")


def swap(book, one, other):
    sheet = book.worksheets[0]
    for column in range(2, 9):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_was_changed_is_named_with_what_to_do(*, name, package, tmp_path, cards, session):
    change, words = FORMS[name]
    typing = Typing(blank(session)).type(ALWAYS | {"contracts": 5})
    change(typing.book, typing.rows)
    typing.saved(cards / "a.xlsx")
    assert words in refused(package(), tmp_path)


def test_the_same_card_in_two_files_is_named_with_both(*, package, tmp_path, cards, session):
    shutil.copy(filled(cards / "a.xlsx", session), cards / "b.xlsx")
    err = refused(package(), tmp_path)
    assert f"{cards / 'b.xlsx'}: The form NGO of ORG-1" in err
    assert str(cards / "a.xlsx") in err


def test_an_error_of_the_rules_blocks_and_a_warning_does_not(*, package, tmp_path, cards, session):
    filled(cards / "a.xlsx", session, kind="IZUS", respondent="IZUS-1", cells={"orgs_applying": 2, "orgs_awarded": 3})
    assert "orgs" not in (err := refused(package(), tmp_path))
    assert "S.3.2" in err
    filled(cards / "a.xlsx", session, cells={"contracts": 2, "users_total": 0})
    ran = package()
    assert ran.status == 0
    assert "Warning. " in ran.err
    assert "II.3.4" in ran.err
    assert "Warnings without an explanation: 1, with one: 0." in ran.out


def test_an_explained_warning_becomes_a_note(*, package, tmp_path, cards, session):
    explained = {("users_total", Column.EXPLANATION): "  Usługa dopiero rusza.  "}
    filled(cards / "a.xlsx", session, cells={"contracts": 2, "users_total": 0, **explained})
    ran = package()
    assert (ran.status, ran.err) == (0, "")
    (note,) = rows_of(tmp_path / "out")["notes"]
    assert (note["rule"], note["explanation"]) == ("contracts-without-users", "Usługa dopiero rusza.")


def test_a_former_card_is_what_a_jump_is_seen_by(*, atlas, pilot, tmp_path, cards):
    session = pilot[1].parent / "collected" / "2026-1" / "session.yaml"
    filled(cards / "a.xlsx", session, respondent="ORG-001", cells={"users_total": 900})
    ran = atlas("package", cards, "--session", session, "--previous", pilot[0], "--out", tmp_path / "out")
    assert ran.status == 0
    assert "II.3.5" in ran.err
    late = atlas("package", cards, "--session", session, "--previous", pilot[1], "--out", tmp_path / "late")
    assert late.status == 2
    assert not (tmp_path / "late").exists()


def test_a_broken_run_leaves_an_older_package_as_it_was(*, package, tmp_path, cards, session):
    filled(cards / "a.xlsx", session)
    package()
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    filled(cards / "a.xlsx", session, cells={"contracts": "x"})
    assert package().status == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_report_of_mistakes_goes_once_they_are_mended(*, package, tmp_path, cards, session):
    elsewhere = tmp_path / "mine.xlsx"
    filled(cards / "a.xlsx", session, cells={"contracts": "x"})
    assert (package().status, package("--errors", elsewhere).status) == (2, 2)
    filled(cards / "a.xlsx", session, cells={"contracts": 5})
    assert package("--errors", elsewhere).status == 0
    assert (tmp_path / "out-bledy.xlsx").exists()  # that run was not about this file
    assert package().status == 0
    assert not (tmp_path / "out-bledy.xlsx").exists()
    assert elsewhere.exists()


def test_mistakes_are_named_from_top_to_bottom(*, package, cards, session):
    typed = {"seat_locality": None, "researchers": "x", "prepared_on": "marzec"}
    filled(cards / "a.xlsx", session, cells=typed)
    cells = re.findall(r"a\.xlsx, cell D(\d+)", package().err)
    assert len(cells) == 3
    assert cells == sorted(cells, key=int)


@pytest.mark.parametrize("what", ["no-folder", "empty"])
def test_no_folder_and_no_files_are_said(*, what, atlas, tmp_path, session):
    (tmp_path / "empty").mkdir()
    ran = atlas("package", tmp_path / what, "--session", session, "--out", tmp_path / "out")
    assert ran.status == 2
    assert str(tmp_path / what) in ran.err


@pytest.mark.parametrize("number", [0, 1])
def test_the_pilot_filled_in_and_read_again_is_the_pilot(*, number, atlas, pilot, tmp_path, cards):
    collected = pilot[number].parent / "collected" / pilot[number].name / "session.yaml"
    with read_packages([pilot[number]]) as (package,):
        for name, content in Filler.of(package, collected).files():
            (cards / name).write_bytes(content)
    assert atlas("package", cards, "--session", collected, "--out", tmp_path / "out").status == 0
    want, got = rows_of(pilot[number]), rows_of(tmp_path / "out")
    assert got.keys() == want.keys()
    for table, rows in want.items():
        assert got[table] == rows, table
