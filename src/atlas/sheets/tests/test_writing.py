import io
import itertools
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from atlas.definitions.load import definitions_to_json, shipped_definitions
from atlas.engine.packages.reading import read_packages
from atlas.sheets.identity import NOBODY, Identity
from atlas.sheets.layout import IDENTITY_SHEET, LISTS_SHEET, Column, StatisticColumn, layout_of
from atlas.sheets.previous import PreviousCards, previous_cards
from atlas.sheets.writing.form import write_card

PILOT = Path(__file__).parents[4] / "examples" / "pilot" / "2025-1"
DEFINITIONS = shipped_definitions()
KINDS = ("NGO", "IZUS", "STATISTICS")
A4 = pytest.approx((595.3, 841.9), abs=1)
IDENTITY = Identity(
    session="2026-1", session_name="Sesja próbna", period=(date(2025, 1, 1), date(2025, 12, 31)),
    closes_on=date(2026, 4, 10), respondent="ORG-001", respondent_name="Stowarzyszenie „Próba”", gmina="0605053",
    gmina_name="Janów Lubelski",
    known={"organisation_name": "Stowarzyszenie „Próba”", "legal_form": "association", "seat_gmina": "0605053"},
)  # fmt: skip


@pytest.fixture(scope="module")
def previous():
    with read_packages([PILOT]) as (package,):
        return previous_cards(package)


def before(previous, kind, *, identity=IDENTITY):
    return previous.values(DEFINITIONS, kind, identity=identity) if previous else None


def opened(kind, *, identity=IDENTITY, previous=None, language="pl"):
    return openpyxl.load_workbook(io.BytesIO(write_card(
        DEFINITIONS, kind, identity=identity, previous=before(previous, kind, identity=identity), language=language
    )), rich_text=False)  # fmt: skip


def rows_of(sheet):
    """The row of each code, from the hidden column."""
    return {row[0].value: row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value}


def cell(sheet, code, *, column=Column.ANSWER):
    return sheet.cell(rows_of(sheet)[code], column + 1)


def checks_at(sheet, code, *, column=Column.ANSWER):
    return [
        one for one in sheet.data_validations.dataValidation if cell(sheet, code, column=column).coordinate in one.sqref
    ]


def offered(book, check):
    """The texts of a drop-down, wherever they stand."""
    if check.formula1.startswith('"'):
        return check.formula1.strip('"').split(",")
    sheet, _, cells = check.formula1.partition("!")
    return [row[0].value for row in book[sheet][cells.replace("$", "")]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_the_layout_has_its_row_with_its_number(kind):
    sheet = opened(kind).worksheets[0]
    lines = [line for line in layout_of(DEFINITIONS, kind) if line.code]
    rows = rows_of(sheet)
    assert list(rows) == [line.code for line in lines]
    assert [sheet.cell(rows[line.code], Column.NUMBER + 1).value or "" for line in lines] == [
        line.number for line in lines
    ]
    assert sheet.column_dimensions["A"].hidden


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_people_fill_in_is_unlocked(kind):
    sheet = opened(kind).worksheets[0]
    rows = rows_of(sheet)
    meant = {
        (rows[line.code], column + 1)
        for line in layout_of(DEFINITIONS, kind) if line.code for column in line.open_columns
    }  # fmt: skip
    unlocked = {(one.row, one.column) for row in sheet.iter_rows() for one in row if not one.protection.locked}
    assert unlocked == meant
    assert sheet.protection.sheet
    assert not any((row, column) in meant for area in sheet.merged_cells for row, column in area.cells)


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_asks_back_and_never_refuses(kind):
    checks = opened(kind).worksheets[0].data_validations.dataValidation
    assert checks
    assert {one.errorStyle for one in checks if one.showErrorMessage} == {"warning"}
    assert all(len(one.prompt or "") <= 255 and len(one.promptTitle or "") <= 32 for one in checks)
    assert all(one.prompt for one in checks)
    told = [(one.type, one.promptTitle, one.prompt, one.formula1, one.formula2) for one in checks]
    assert len(set(told)) == len(told)  # each is written once, for all its cells: forms stay small


@pytest.mark.parametrize(("language", "yes_no"), [("pl", ["tak", "nie"]), ("en", ["yes", "no"])])
def test_drop_downs_offer_all_options_in_the_form_language(language, yes_no):
    book = opened("NGO", language=language)
    sheet = book.worksheets[0]

    def labels(catalogue):
        return [getattr(option.label, language) for option in DEFINITIONS.catalogues[catalogue].options]

    (legal_form,) = checks_at(sheet, "legal_form")
    (medical,) = checks_at(sheet, "medical_activity")
    (reason,) = checks_at(sheet, "researchers", column=Column.REASON)
    (survey,) = checks_at(sheet, "tools:survey")
    assert offered(book, legal_form) == labels("legal_forms")
    assert offered(book, medical) == yes_no
    assert offered(book, reason) == labels("missing_reasons")
    assert offered(book, survey) == ["x"]
    statistics = opened("STATISTICS", language=language)
    (source,) = checks_at(statistics.worksheets[0], "population", column=StatisticColumn.SOURCE)
    assert offered(statistics, source) == labels("statistic_sources")


def test_identity_stands_in_words_on_top_and_as_codes_in_a_sheet_nobody_sees():
    book = opened("NGO")
    top = " ".join(str(row[1].value) for row in book.worksheets[0].iter_rows(max_row=20))
    for words in ("Sesja próbna", "Stowarzyszenie „Próba”", "Janów Lubelski", "31 grudnia 2025", "10 kwietnia 2026"):
        assert words in top
    hidden = book[IDENTITY_SHEET]
    assert {hidden.sheet_state, book[LISTS_SHEET].sheet_state} == {"veryHidden"}
    found = {row[0].value: row[1].value or "" for row in hidden.iter_rows(max_col=2)}
    found.pop("definitions")
    assert found == {
        "form": "atlas-card", "layout": "1", "kind": "NGO", "template_version": "1", "language": "pl",
        "session": "2026-1", "respondent": "ORG-001", "gmina": "0605053", "made_by": "atlas-mp",
    }  # fmt: skip


def test_what_the_registers_know_is_filled_in():
    sheet = opened("NGO").worksheets[0]
    assert cell(sheet, "organisation_name").value == "Stowarzyszenie „Próba”"
    assert cell(sheet, "legal_form").value == "Stowarzyszenie"
    assert (cell(sheet, "seat_gmina").value, cell(sheet, "seat_gmina").data_type) == ("0605053", "s")
    assert cell(sheet, "researchers").value is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("http://example.org")'])
def test_names_that_look_like_formulas_stay_text(text):
    known = {"organisation_name": text}
    book = opened("NGO", identity=replace(IDENTITY, respondent_name=text, session_name=text, known=known))
    assert cell(book.worksheets[0], "organisation_name").value == text
    assert {one.data_type for sheet in book for row in sheet.iter_rows() for one in row} <= {"s", "n"}


def test_previous_values_stand_beside_the_right_answers(previous):
    # examples/pilot/2025-1: ORG-001 in 0605053 has 2 researchers and used a survey; home_care 28 users
    sheet = opened("NGO", previous=previous).worksheets[0]
    card = previous.cards["NGO", "060505", "ORG-001"]
    assert cell(sheet, "researchers", column=Column.PREVIOUS).value == card["researchers"] == 2
    ticked = {code for code in rows_of(sheet) if code.startswith("tools:")
              and cell(sheet, code, column=Column.PREVIOUS).value == "x"}  # fmt: skip
    assert ticked == {f"tools:{option}" for option in card["tools"].split("|")}
    home_care = cell(sheet, "services:home_care", column=Column.PREVIOUS).value.split("\n")
    row = previous.rows["services", "060505", "ORG-001", "home_care"]
    assert home_care[:2] == [str(row["users"]), str(row["ngo_staff"])]
    assert home_care[2] == f"{row['cost_pln']:,.2f}".replace(",", "\xa0").replace(".", ",")
    statistics = opened("STATISTICS", previous=previous).worksheets[0]
    assert cell(statistics, "population", column=StatisticColumn.PREVIOUS).value.startswith("15\xa0240\n")


def test_what_was_left_empty_before_is_a_dash_and_never_zero(previous):
    empty = dict.fromkeys(previous.cards["NGO", "060505", "ORG-001"])
    former = PreviousCards({("NGO", "060505", "ORG-001"): empty})
    sheet = opened("NGO", previous=former).worksheets[0]
    assert cell(sheet, "researchers", column=Column.PREVIOUS).value == "–"
    assert cell(sheet, "tools", column=Column.PREVIOUS).value == "–"
    zero = PreviousCards({("NGO", "060505", "ORG-001"): {**empty, "researchers": 0, "own_service_monitoring": False}})
    sheet = opened("NGO", previous=zero).worksheets[0]
    assert cell(sheet, "researchers", column=Column.PREVIOUS).value == 0
    assert cell(sheet, "own_service_monitoring", column=Column.PREVIOUS).value == "nie"


def test_a_renumbered_gmina_keeps_what_it_said_and_another_of_its_old_code_gets_nothing():
    with read_packages([PILOT]) as (package,):
        found = previous_cards(package, changes=[("060505", "060508")])
    now, then = (replace(IDENTITY, gmina=code) for code in ("0605083", IDENTITY.gmina))
    for kind in ("NGO", "STATISTICS"):
        assert found.values(DEFINITIONS, kind, identity=now)
        assert found.values(DEFINITIONS, kind, identity=then) is None


def test_somebody_without_a_former_card_sees_no_column_for_it(previous):
    sheet = opened("NGO", identity=replace(IDENTITY, respondent="ORG-999"), previous=previous).worksheets[0]
    assert sheet.column_dimensions["G"].hidden
    assert not opened("NGO", previous=previous).worksheets[0].column_dimensions["G"].hidden


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(kind, previous):
    one, two = (write_card(DEFINITIONS, kind, identity=IDENTITY, previous=before(previous, kind)) for _ in range(2))
    assert one == two


def test_the_form_remembers_its_definitions():
    changed = DEFINITIONS.model_copy(update={"pairs": DEFINITIONS.pairs[1:]})
    assert definitions_to_json(changed) != definitions_to_json(DEFINITIONS)
    hashes = {
        openpyxl.load_workbook(io.BytesIO(write_card(one, "NGO")))[IDENTITY_SHEET]["B9"].value
        for one in (DEFINITIONS, changed)
    }
    assert len(hashes) == 2
    assert all(len(one) == 64 for one in hashes)


@pytest.fixture(scope="module")
def converted(tmp_path_factory, previous):
    """PDF of forms as LibreOffice prints them, by name."""
    folder = tmp_path_factory.mktemp("forms")
    for kind in KINDS:
        former = before(previous, kind)
        (folder / f"{kind}.xlsx").write_bytes(write_card(DEFINITIONS, kind, identity=IDENTITY, previous=former))
        (folder / f"{kind}-empty.xlsx").write_bytes(write_card(DEFINITIONS, kind, identity=NOBODY))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *map(str, sorted(folder.glob("*.xlsx")))],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {path.stem: path for path in folder.glob("*.pdf")}


def test_libreoffice_opens_and_prints_every_form_on_a4(converted):
    assert set(converted) == {f"{kind}{empty}" for kind in KINDS for empty in ("", "-empty")}
    for path in converted.values():
        with pikepdf.open(path) as pdf:
            assert {tuple(map(float, page.mediabox[2:])) == A4 for page in pdf.pages} == {True}


@pytest.mark.parametrize("kind", KINDS)
def test_no_column_falls_on_a_page_of_its_own(converted, kind):
    breaks = opened(kind).worksheets[0].row_breaks.brk
    with pikepdf.open(converted[f"{kind}-empty"]) as pdf:
        sheet = openpyxl.load_workbook(converted[f"{kind}-empty"].with_suffix(".xlsx")).worksheets[0]
        assert len(pdf.pages) == len(sheet.row_breaks.brk) + 1
    assert len(breaks) >= {"NGO": 3, "IZUS": 3, "STATISTICS": 0}[kind]  # before Part II, the supplement and Part III


def test_every_printed_page_begins_with_the_columns_heads(converted):
    text = subprocess.run(
        ["pdftotext", "-layout", str(converted["NGO"]), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    assert all("Janów Lubelski" in "".join(itertools.islice(page.lstrip().splitlines(), 1)) for page in pages)


def test_no_help_is_cut_in_print(converted):
    text = subprocess.run(
        ["pdftotext", "-raw", str(converted["NGO"]), "-"], check=True, capture_output=True, text=True
    ).stdout
    printed = "".join(text.split())
    for item in DEFINITIONS.templates["NGO"].items:
        if item.type not in {"teryt", "teryt_list"}:
            assert "".join(item.label.pl.split()) in printed
            assert "".join(item.help.pl.split())[-12:] in printed, item.code
