import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from atlas.report.model import Cell, Column, Section, Table
from atlas.report.tests.reading import rows_of
from atlas.report.xlsx import render_xlsx
from atlas.report.xlsx_formats import Formats

UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
SHEETS = [
    "At a glance", "Coverage", "Changes", "Signals", "Comparison", "Profile", *(f"Sphere {one}" for one in range(1, 7)),
    "Perspectives", "Efficiency", "Notes on the data", "Participants", "Methodology", "Definitions", "Glossary",
    "Identity of the data",
]  # fmt: skip


def opened(report):
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))


@pytest.fixture(scope="module")
def book(report_of):
    return opened(report_of("06", audience="public"))


def found(sheet):
    """Rows under the first head of indicators, as dictionaries."""
    rows = list(sheet.iter_rows())
    heads = next(place for place, row in enumerate(rows) if row[0].value == "Indicator")
    names = [one.value for one in rows[heads]]
    return [dict(zip(names, row, strict=True)) for row in rows[heads + 1 :] if row[3].value is not None]


def test_there_is_a_sheet_for_each_sphere_and_each_section(book):
    assert book.sheetnames == SHEETS
    assert all(len(name) <= 31 for name in book.sheetnames)


@pytest.mark.parametrize("territory", ["0605053", "0605", "06", "PL"])
@pytest.mark.parametrize("language", ["pl", "en"])
def test_sheets_have_short_names_in_either_language_on_every_level(*, territory, language, report_of):
    names = opened(report_of(territory, language=language)).sheetnames
    assert all(0 < len(name) <= 31 for name in names)
    assert len(names) >= 19


def test_figures_are_numbers_in_full_precision_shown_as_in_the_report(*, book, report_of):
    rows = rows_of(report_of("06", audience="public"))
    cells = {one["Indicator"].value: one for one in reversed(found(book["Sphere 3"]))}
    share = rows["NGO-3.4", ""]
    assert cells["NGO-3.4"]["Value"].value == pytest.approx(share.value.raw / 100, rel=1e-14)
    assert cells["NGO-3.4"]["Value"].number_format == "#,##0.0%"
    assert cells["NGO-3.4"]["Numerator"].value == share.numerator
    assert cells["NGO-3.4"]["Coverage"].value == share.coverage.raw
    change = next(one for one in share.changes if not one.panel)
    assert cells["NGO-3.4"]["Change over all cards"].value == change.cell.raw
    assert (
        cells["NGO-3.4"]["Change over all cards"].number_format
        == '+#,##0.0"\u00a0pp";-#,##0.0"\u00a0pp";#,##0.0"\u00a0pp"'
    )


def test_a_figure_that_is_withheld_stands_there_in_words_without_its_parts(*, report_of):
    rows = found(opened(report_of("0605053", audience="public"))["Efficiency"])
    withheld = [one for one in rows if one["Value"].value == "– (not published)"]
    assert withheld
    assert {one[name].value for one in withheld for name in ("Numerator", "Denominator")} == {None}


def test_heads_stay_while_one_scrolls_and_rows_can_be_filtered(book):
    for name in ("Sphere 1", "Efficiency", "Definitions", "Glossary"):
        assert book[name].freeze_panes == "B5"
        assert book[name].auto_filter.ref.startswith("A4:")


def test_text_is_text_and_never_a_formula_or_a_link(report_of):
    report = report_of("0605053")
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\uff1d1+1", "https://example.org", "{=A1}"]
    rows = tuple((Cell(one), Cell("x", detail=one)) for one in evil)
    table = Table("t", "=caption", (Column("=head"), Column("b")), rows, note="=note")
    section = Section("glossary", "=title", (table,))
    sheet = opened(replace(report, sections=(section,))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {one for cell in cells for one in [cell.value] if one in evil} == set(evil)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_no_sheet_has_a_formula_a_macro_or_anything_from_elsewhere(report_of):
    with zipfile.ZipFile(io.BytesIO(render_xlsx(report_of("06")))) as packed:
        assert not any("vba" in name.lower() or "external" in name.lower() for name in packed.namelist())
        sheets = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all(b"<f>" not in one and b"<f " not in one for one in sheets)


@pytest.mark.parametrize(
    ("raw", "text", "value", "pattern"),
    [
        (4.0, "4", 4.0, "#,##0"),
        (1234.0, "1\u00a0234", 1234.0, "#,##0"),
        (36.36363, "36,4\u00a0%", 0.3636363, "#,##0.0%"),
        (-0.333, "−0,33", -0.333, "+#,##0.00;-#,##0.00;#,##0.00"),
        (5.0, "5 z 7", 5.0, '#,##0" z 7"'),
        (0.77, "24 z 31 kart", None, None),
        (0.77, "kart", None, None),
    ],
)
def test_a_number_is_written_so_that_it_shows_as_in_the_report_or_not_at_all(*, raw, text, value, pattern):
    class Book:
        def add_format(self, properties=None):
            return properties

    entry = Formats(Book(), "pl").number(raw, text)
    if value is None:
        assert entry is None
    else:
        assert entry[0] == pytest.approx(value)
        assert entry[1]["num_format"] == pattern


def test_the_same_report_gives_the_same_bytes(report_of):
    assert render_xlsx(report_of("06")) == render_xlsx(report_of("06"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_it(report_of, tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(render_xlsx(report_of("06", language="pl")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", UTF8_CSV, "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = (tmp_path / "report.csv").read_text(encoding="utf-8")
    assert "Raport MP: województwo lubelskie" in text
    assert "Err:" not in text
