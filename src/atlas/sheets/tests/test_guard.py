"""What is looked at before a file is parsed: each hostile or mistaken kind of file has its own answer."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.kernel.errors import DomainError
from atlas.sheets.guard import LIMITS, Limits, checked_parts, formula_cells, stored
from atlas.sheets.texts import TEXTS


def workbook(cells=(("A1", 1),)):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for address, value in cells:
        book.active[address] = value
    book.save(out)
    return out.getvalue()


def with_parts(**parts):
    """A workbook with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: source.read(name) for name in source.namelist()}
        for name, part in (kept | parts).items():
            new.writestr(name, part)
    return out.getvalue()


def refusal(content, **limits):
    with pytest.raises(DomainError) as refused:
        checked_parts(content, limits=Limits(**limits) if limits else LIMITS)
    assert TEXTS[refused.value.code] % refused.value.facts
    return refused.value.code


def sheet(text):
    return with_parts(**{"xl/worksheets/sheet1.xml": text})


def test_a_good_workbook_gives_its_parts_and_is_stored_as_it_was():
    parts = checked_parts(workbook())
    assert {"xl/workbook.xml", "xl/worksheets/sheet1.xml"} <= parts.keys()
    with zipfile.ZipFile(stored(parts)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {n: p.content for n, p in parts.items()}


def test_an_empty_file_is_said_to_be_empty():
    assert refusal(b"") == refusal(b"\0" * 5000) == refusal(b" \r\n") == "sheet-empty"


def test_a_file_over_the_limit_is_not_unpacked():
    assert refusal(b"PK\x03\x04" + b"x" * LIMITS.file_bytes) == "sheet-too-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "sheet-encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + b"Workbook", "sheet-old-format"),
        (b"%PDF-1.7\n", "sheet-pdf"),
        (b"respondent;researchers\nORG-1;2\n", "sheet-not-xlsx"),
        (b"\x89PNG\r\n", "sheet-not-xlsx"),
    ],
)
def test_another_kind_of_file_is_told_by_what_it_holds(*, content, code):
    assert refusal(content) == code


def test_an_open_document_and_a_word_document_are_no_xlsx():
    ods, docx = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with zipfile.ZipFile(docx, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert (refusal(ods.getvalue()), refusal(docx.getvalue())) == ("sheet-ods", "sheet-not-xlsx")


def test_a_zip_bomb_is_stopped_by_what_comes_out_of_it():
    bomb = sheet(b"0" * (LIMITS.unpacked_bytes + 1))
    assert len(bomb) < LIMITS.file_bytes
    assert refusal(bomb) == "sheet-bomb"


def test_many_small_parts_count_together():
    parts = {f"xl/media/{number}.bin": b"0" * 300 for number in range(10)}
    assert refusal(with_parts(**parts), unpacked_bytes=2000) == "sheet-bomb"
    assert refusal(with_parts(**parts), parts=10) == "sheet-too-many-parts"


def test_a_header_that_lies_about_the_size_changes_nothing():
    lying = bytearray(sheet(b"0" * (LIMITS.unpacked_bytes + 1)))
    true_size = struct.pack("<I", LIMITS.unpacked_bytes + 1)
    assert true_size in lying
    assert refusal(bytes(lying).replace(true_size, struct.pack("<I", 100))) == "sheet-bomb"
    small = sheet(b"<worksheet/>" + b" " * 5000)
    assert refusal(small.replace(struct.pack("<I", 5012), struct.pack("<I", 12))) == "sheet-damaged"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.xml"])
def test_macros_are_refused_whatever_the_file_is_called(name):
    assert refusal(with_parts(**{name: b"<x/>"})) == "sheet-macros"


def test_the_type_of_a_workbook_with_macros_is_enough():
    types = "<Types><Override ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>"
    assert refusal(with_parts(**{"[Content_Types].xml": types})) == "sheet-macros"


@pytest.mark.parametrize("name", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
def test_links_to_other_files_are_refused(name):
    assert refusal(with_parts(**{name: b"<x/>"})) == "sheet-external-links"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml"]
)
def test_an_external_entity_is_refused_in_any_part(part):
    xxe = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert refusal(with_parts(**{part: xxe})) == "sheet-xml-dtd"


def test_another_encoding_cannot_hide_one():
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "e">]><x/>'
    for part in (hidden.encode("utf-16"), hidden.encode("utf-16-le"), b'<?xml version="1.0" encoding="utf-7"?><x/>'):
        assert refusal(sheet(part)) == "sheet-xml-encoding"


def test_too_many_cells_and_cells_far_away_are_refused():
    assert refusal(sheet(b"<c r='A1'/>" * 11), cells=10) == "sheet-too-many-cells"
    assert refusal(sheet(b'<row r="1048576"><c r="XFD1048576"/></row>')) == "sheet-too-many-cells"
    assert checked_parts(sheet(b'<row r="1"><c r="A1"/></row><row r="1048576" spans="1:8"></row>'))


def test_parts_that_stand_twice_and_encrypted_parts_are_refused():
    out = io.BytesIO(workbook())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/workbook.xml", "<other/>")
    assert refusal(out.getvalue()) == "sheet-damaged"
    content = workbook()
    directory = content.rindex(b"PK\x01\x02")
    locked = content[: directory + 8] + b"\x01" + content[directory + 9 :]
    assert refusal(locked) == "sheet-encrypted"


def test_a_file_that_was_cut_off_is_damaged():
    content = workbook()
    assert refusal(content[: len(content) // 2]) == "sheet-damaged"


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 10**9))
def test_whatever_is_changed_in_a_file_it_is_read_or_refused_by_a_code(seed):
    rng = random.Random(seed)  # noqa: S311 - reproducible
    content = bytearray(workbook())
    for _ in range(rng.randint(1, 30)):
        content[rng.randrange(4, len(content))] = rng.randrange(256)
    code = ""
    try:
        parts = checked_parts(bytes(content))
    except DomainError as error:
        code = error.code
        parts = {}
    assert bool(parts) != code.startswith("sheet-")


def test_cells_with_formulas_are_named():
    part = checked_parts(workbook([("D17", "=1+1"), ("D18", 5), ("AB3", "=SUM(D1:D9)")]))[
        "xl/worksheets/sheet1.xml"
    ].content
    assert sorted(formula_cells(part)) == ["AB3", "D17"]
    assert formula_cells(checked_parts(workbook())["xl/worksheets/sheet1.xml"].content) == []
    assert formula_cells(b"<x:c s='1' r='D5' t='n'>\n<x:f t='shared'>A1</x:f>") == ["D5"]
    assert formula_cells(b"<c><f>1</f></c>") == [""]
