"""Spreadsheets of organisations that are made to do harm, or by mistake would: each is refused before it is read."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from atlas.config.texts import TEXTS
from atlas.kernel.errors import DomainError
from atlas.registry.tables import MOST_BYTES, MOST_ROWS, read_table
from atlas.sheets import worker_pool

XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Organizacje")
        for number, cells in enumerate(rows or [["name", "krs"], ["Fundacja „A”", "0000123456"]]):
            sheet.write_row(number, 0, cells)
    return buffer.getvalue()


def with_parts(**parts):
    """A good workbook with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: source.read(name) for name in source.namelist()}
        for name, part in (kept | parts).items():
            new.writestr(name, part)
    return out.getvalue()


@pytest.fixture
def refusal(tmp_path):
    def read(content):
        path = tmp_path / "organizacje.xlsx"
        path.write_bytes(content)
        with pytest.raises(DomainError) as refused:
            read_table(path)
        assert TEXTS[refused.value.code] % refused.value.facts
        assert refused.value.place.file == path.name
        return refused.value

    return read


def test_a_good_workbook_is_read_by_the_process_apart(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(["Name", "", "krs"], ["A", "", 5], [], ["B"]))
    rows = read_table(path)
    assert [(row.number, row.cells, row.numeric) for row in rows] == [
        (2, {"name": "A", "krs": "5"}, {"krs"}),
        (4, {"name": "B", "krs": ""}, frozenset()),
    ]


def test_a_zip_bomb_is_not_unpacked(refusal):
    bomb = with_parts(**{SHEET: b"0" * 100_000_001})
    assert len(bomb) < MOST_BYTES
    assert refusal(bomb).code == "table-unsafe"


def test_an_external_entity_is_not_resolved(refusal):
    for part in ("xl/sharedStrings.xml", "xl/workbook.xml", SHEET):
        assert refusal(with_parts(**{part: XXE})).code == "table-unsafe"


def test_macros_are_refused_whatever_the_file_is_called(refusal):
    assert refusal(with_parts(**{"xl/vbaProject.bin": b"x"})).code == "table-macros"


def test_formulas_are_refused_by_their_cells(refusal):
    refused = refusal(workbook(["name", "krs"], ["A", '=WEBSERVICE("https://example.org")'], ["=1+1", "1"]))
    assert (refused.code, refused.facts) == ("table-formulas", {"cells": "A3, B2"})


def test_values_of_other_files_are_refused(refusal):
    assert refusal(with_parts(**{"xl/externalLinks/externalLink1.xml": b"<x/>"})).code == "table-formulas"


def test_a_file_that_is_cut_off_is_named_with_its_reason(refusal):
    content = workbook()
    assert refusal(content[: len(content) // 2]).code == "table-unreadable"


def test_a_cell_far_away_does_not_eat_the_memory(refusal):
    far = b"<worksheet><sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>"
    assert refusal(with_parts(**{SHEET: far})).code in {"table-too-large", "table-unreadable"}


def test_a_file_that_stalls_its_process_is_stopped(refusal, monkeypatch):
    monkeypatch.setattr(worker_pool, "SECONDS_A_FILE", 0.001)
    assert refusal(workbook()).code == "table-too-large"


def test_a_long_table_is_read_to_its_last_row_and_a_longer_one_refused(tmp_path, refusal):
    path = tmp_path / "a.xlsx"
    rows = [[f"Fundacja {number}", "0000123456"] for number in range(MOST_ROWS)]
    path.write_bytes(workbook(["name", "krs"], *rows[:-1]))
    assert read_table(path)[-1].number == MOST_ROWS
    assert refusal(workbook(["name", "krs"], *rows)).code == "table-too-large"
