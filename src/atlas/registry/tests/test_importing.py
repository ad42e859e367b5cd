"""Organisations from a file: all or none, every problem at once, with row and column."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.management import call_command
from tests.web.builders import make_organisation

from atlas.accounts.actor import MACHINE
from atlas.kernel.errors import BadInput, DomainError
from atlas.kernel.terc import Territory as Unit
from atlas.registry.models import Participant
from atlas.registry.services.importing import import_organisations, read_organisations
from atlas.registry.services.territories import take_over_territories

pytestmark = pytest.mark.django_db
GOOD = (
    "name,code,legal_form,seat_gmina,krs,regon,nip,gminas,specialisations\n"
    "Fundacja „A”,ORG-101,foundation,0605053,0000123456,123456785,123-456-32-18,0605053|0605063,opieka|asystent\n"
    "Stowarzyszenie „B”,,,,,,,,\n"
)


@pytest.fixture(autouse=True)
def _territories():
    names = {"0605053": "Janów Lubelski", "0605063": "Modliborzyce"}
    units = [Unit(code, "gmina", name, "gmina", "2024-01-01") for code, name in names.items()]
    take_over_territories(units, actor=MACHINE)


@pytest.fixture
def file(tmp_path):
    def write(content, name="organisations.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def problems(path):
    with pytest.raises(BadInput) as refused:
        read_organisations(path)
    return [(one.code, one.place.row, one.place.column) for one in refused.value.problems]


def test_a_good_file_registers_all(file):
    first, second = import_organisations(file(GOOD), actor=MACHINE)
    assert (first.code, first.organisation.nip, first.organisation.specialisations) == (
        "ORG-101", "1234563218", ["opieka", "asystent"],
    )  # fmt: skip
    assert [one.gmina for one in first.presences.all()] == ["0605053", "0605063"]
    assert second.code == "ORG-102"


def test_the_polish_heads_and_semicolons_of_a_spreadsheet_are_read(file):
    (facts,) = read_organisations(file("nazwa;siedziba;forma_prawna\nFundacja „A”;0605053;foundation\n"))
    assert (facts.seat_gmina, facts.legal_form) == ("0605053", "foundation")


def test_all_problems_are_listed_and_nothing_is_written(file):
    make_organisation("ORG-001", krs="0000000001")
    text = (
        "name,code,legal_form,seat_gmina,krs,nip\n"
        ",ORG-900,,,,\n"
        "\n"
        "B,ORG-001,circus,9999999,0000000001,1234563219\n"
        '"C\nw dwóch wierszach",ORG-900,,,123,\n'
    )
    path = file(text)
    assert problems(path) == [
        ("row-name-missing", 2, "name"),
        ("row-legal-form", 4, "legal_form"),
        ("row-gmina", 4, "seat_gmina"),
        ("nip-wrong", 4, "nip"),
        ("row-registered", 4, "code"),
        ("row-registered", 4, "krs"),
        ("krs-wrong", 5, "krs"),
        ("row-twice", 5, "code"),
    ]
    with pytest.raises(BadInput):
        import_organisations(path, actor=MACHINE)
    assert Participant.objects.count() == 1


def test_a_spreadsheet_may_have_taken_the_leading_zeros(file):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(
            [["name", "krs", "seat_gmina"], ["A", 123456, 605053], ["B", "0000123457", "0605063"]]
        ):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    first, second = read_organisations(file(buffer.getvalue(), "organisations.xlsx"))
    assert (first.krs, first.seat_gmina) == ("0000123456", "0605053")
    assert (second.krs, second.seat_gmina) == ("0000123457", "0605063")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\xff\xfe\x00", "a.csv", "table-unreadable"),
        (b"", "a.csv", "table-empty"),
        (b"", "a.xlsx", "table-empty"),
        (b"PK no zip", "a.xlsx", "table-no-xlsx"),
        (b"%PDF-1.7\n", "a.xlsx", "table-no-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "table-locked"),
        (b"PK\x03\x04" + b"x" * 10_000_001, "a.xlsx", "table-too-large"),
        (b"name,Name\nA,B\n", "a.csv", "table-column-twice"),
        (b"name\n" + b"A" * 10_000_001, "a.csv", "table-too-large"),
    ],
)
def test_what_is_no_table_is_refused(file, content, name, code):
    with pytest.raises(DomainError) as refused:
        read_organisations(file(content, name))
    assert refused.value.code == code


def test_a_dry_run_says_that_all_is_well_and_writes_nothing(file, capsys, monkeypatch):
    monkeypatch.setenv("ATLAS_LANG", "en")
    call_command("import-organisations", str(file(GOOD)), "--dry-run")
    assert "organisations 2" in capsys.readouterr().out
    assert not Participant.objects.exists()
    call_command("import-organisations", str(file(GOOD)))
    assert Participant.objects.count() == 2
