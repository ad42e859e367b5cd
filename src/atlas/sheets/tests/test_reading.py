"""A filled form is read by its hidden codes; what is wrong is named with its cell, and is a missing answer."""

from __future__ import annotations

import subprocess
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from atlas.kernel.texts import TEXTS as KERNEL
from atlas.sheets.layout import Column, StatisticColumn
from atlas.sheets.tests.forms import ALWAYS, GMINA, YAML, Typing, blank, filled, read, session_in
from atlas.sheets.texts import TEXTS


@pytest.fixture
def session(tmp_path):
    return session_in(tmp_path)


@pytest.fixture
def card(tmp_path, session):
    """Read a Karta NGO with these cells typed in."""

    def typed(cells, **who):
        return read(filled(tmp_path / "card.xlsx", session, cells=cells, **who), session)

    return typed


def told(problems):
    """Codes with cells; every text takes its facts."""
    for one in problems:
        assert (KERNEL | TEXTS)[one.code] % one.facts
    return [(one.code, one.place.asked.split(" ")[0]) for one in problems]


def test_answers_of_every_kind_are_read(card):
    form, problems = card({
        "legal_form": "Fundacja", "researchers": 2, "consultations": "1 234", "tools:survey": "x",
        "tools:interview": "TAK", "medical_activity": "nie", "own_service_monitoring": "yes", "contracts": 0,
        "services:meals": "30", ("services:meals", Column.UNIT): 2, ("services:meals", Column.REASON): "41 250,5",
        "support_activities:none": "x", ("researchers", Column.EXPLANATION): " Dwie osoby. ",
        ("managers", Column.REASON): "nie dotyczy", ("facilities", Column.REASON): "unknown",
    })  # fmt: skip
    assert told(problems) == []
    assert form.key == ("NGO", GMINA, "ORG-1")
    expected = {
        "legal_form": "foundation", "researchers": 2, "consultations": 1234, "tools": ("survey", "interview"),
        "medical_activity": False, "own_service_monitoring": True, "contracts": 0, "support_activities": ("none",),
        "services": [{"service": "meals", "users": 30, "ngo_staff": 2, "cost_pln": Decimal("41250.50")}],
    }  # fmt: skip
    assert {code: form.answers[code] for code in expected} == expected
    assert "managers" not in form.answers  # missing is not zero
    assert form.reasons == {"managers": "not_applicable", "facilities": "unknown"}
    assert form.explanations == {"researchers": "Dwie osoby."}


def test_contact_data_are_looked_for_and_kept_nowhere(card):
    form, problems = card({})
    assert problems == []
    assert not any(str(value) in repr(form) for value in ("Osoba Przykładowa", "000 000 000", "osoba@example.org"))
    for code in ("contact_name", "contact_phone", "contact_email", "prepared_on", "seat_locality", "organisation_name"):
        _form, problems = card({code: None})
        assert [one.code for one in problems] == ["filled-required"]
    _form, problems = card({"prepared_on": "Osoba Przykładowa", "contact_name": "x" * 1001})
    assert "Osoba" not in repr(problems)
    assert "xxx" not in repr(problems)


WRONG = {
    "1e5": "number-exponent", "1_000": "number-underscore", "\uff11\uff12": "number-digits",
    "\N{MINUS SIGN}5": "number-negative",
    "12.345": "number-ambiguous", "dwa": "number-unreadable", 3.5: "number-fraction", -1: "number-negative",
    10_000_001: "number-too-large", date(2025, 3, 2): "filled-date-for-number", True: "number-unreadable",
    "=1+1": "filled-formula", "#REF!": "number-unreadable",
}  # fmt: skip


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_number_is_named_with_its_cell_and_is_a_missing_answer(card, typed):
    form, problems = card({"contracts": typed})
    assert told(problems) == [(WRONG[typed], "II.3.4")]
    assert "contracts" not in form.answers
    assert problems[0].place.cell.startswith("D")


@pytest.mark.parametrize(
    ("cells", "code", "number"),
    [
        ({"medical_activity": "może"}, "filled-yes-no", "S.I.2"),
        ({"tools:survey": "trzy"}, "filled-tick", "II.1.3"),
        ({"legal_form": "Klub"}, "filled-choice", "I.2"),
        ({"tools:survey": "x", "tools:none": "x"}, "filled-none-and-others", "II.1.3"),
        ({("managers", Column.REASON): "bo tak"}, "filled-reason", "II.3.1"),
        ({"managers": 0, ("managers", Column.REASON): "nie dotyczy"}, "filled-reason-and-value", "II.3.1"),
        ({"tools:survey": "x", ("tools", Column.REASON): "nie wiadomo"}, "filled-reason-and-value", "II.1.3"),
        ({"organisation_name": "x" * 1001}, "filled-text-too-long", "I.1a"),
        ({"prepared_on": "31 lutego"}, "filled-day", "III.3"),
        ({"prepared_on": "31.02.2027"}, "filled-day", "III.3"),
        ({("services:meals", Column.REASON): "12,345,6"}, "number-grouping", "S.E.4"),
        ({("services:meals", Column.UNIT): 2.5}, "number-fraction", "S.E.3"),
    ],
)
def test_what_cannot_be_an_answer_is_named(card, *, cells, code, number):
    _form, problems = card(cells)
    assert told(problems) == [(code, number)]


@pytest.mark.parametrize("day", ["2027-03-31", "31.03.2027", "31.3.2027 r.", "31-03-2027", date(2027, 3, 31)])
def test_a_day_is_read_as_people_write_it(card, day):
    assert card({"prepared_on": day})[1] == []


def test_a_service_without_figures_is_a_row_where_it_is_explained(card):
    form, problems = card({("services:care", Column.EXPLANATION): "Liczb jeszcze nie mamy."})
    assert (form.answers["services"], problems) == (
        [{"service": "care", "users": None, "ngo_staff": None, "cost_pln": None}], [],
    )  # fmt: skip


@pytest.fixture
def statistics(tmp_path, session):
    def typed(cells):
        return read(filled(tmp_path / "s.xlsx", session, kind="STATISTICS", respondent="", cells=cells), session)

    return typed


def test_a_statistic_is_read_with_its_source_and_date(statistics):
    form, problems = statistics({
        "population": "10 850", ("population", StatisticColumn.SOURCE): "urząd gminy",
        ("population", StatisticColumn.AS_OF): "31.12.2026",
    })  # fmt: skip
    assert problems == []
    assert form.answers == {"population": 10850}
    assert form.sources == {"population": ("municipal_office", date(2026, 12, 31))}


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"population": 1}, ["filled-source-missing", "filled-as-of-missing"]),
        ({("population", StatisticColumn.SOURCE): "gus_bdl"}, ["filled-source-alone"]),
        (
            {
                "population": 1,
                ("population", StatisticColumn.SOURCE): "ktoś",
                ("population", StatisticColumn.AS_OF): "kiedyś",
            },
            ["filled-source", "filled-day"],
        ),
        ({"population": "dużo", ("population", StatisticColumn.SOURCE): "gus_bdl"}, ["number-unreadable"]),
    ],
)
def test_a_statistic_without_its_source_or_date_is_named(statistics, *, cells, codes):
    assert [code for code, _number in told(statistics(cells)[1])] == codes


class TestRows:
    """Rows that were moved, deleted, doubled or added."""

    @pytest.fixture
    def changed(self, tmp_path, session):
        def change(act):
            typing = Typing(blank(session)).type(ALWAYS | {"contracts": 3})
            act(typing.sheet, typing.rows)
            return read(typing.saved(tmp_path / "card.xlsx"), session)

        return change

    def test_a_deleted_row_is_named_by_its_question(self, changed):
        _form, problems = changed(lambda sheet, rows: sheet.delete_rows(rows["contracts"]))
        assert ("filled-line-missing", "II.3.4") in told(problems)

    def test_a_row_that_stands_twice_is_named_with_both_rows(self, changed):
        def copy(sheet, rows):
            for column in range(1, 9):
                sheet.cell(sheet.max_row, column).value = sheet.cell(rows["contracts"], column).value

        _form, problems = changed(copy)
        assert "filled-line-twice" in [code for code, _number in told(problems)]

    def test_answers_that_moved_away_from_their_code_are_named(self, changed):
        def swap(sheet, rows):
            for column in range(2, 9):
                one, other = (sheet.cell(rows[code], column) for code in ("contracts", "users_total"))
                one.value, other.value = other.value, one.value

        _form, problems = changed(swap)
        assert told(problems)[:2] == [("filled-line-moved", "II.3.4"), ("filled-line-moved", "II.3.5")]

    def test_a_row_that_moved_with_its_code_is_named_alone(self, changed):
        def move(sheet, rows):
            for column in range(1, 9):
                sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(rows["contracts"], column).value
                sheet.cell(rows["contracts"], column).value = None

        assert told(changed(move)[1]) == [("filled-line-moved", "II.3.4")]

    def test_an_added_row_is_named(self, changed):
        def add(sheet, rows):
            sheet.cell(sheet.max_row + 1, 1).value = "wolontariusze"
            sheet.cell(sheet.max_row + 1, 4).value = 12

        _form, problems = changed(add)
        assert [code for code, _number in told(problems)] == ["filled-line-unknown", "filled-answer-outside"]

    def test_cells_merged_over_an_answer_are_named(self, changed):
        _form, problems = changed(lambda sheet, rows: sheet.merge_cells(f"D{rows['contracts']}:E{rows['contracts']}"))
        assert told(problems) == [("filled-merged", "II.3.4")]

    def test_a_renamed_sheet_is_still_the_card(self, changed):
        def rename(sheet, rows):
            sheet.title = "Nasza karta"

        form, problems = changed(rename)
        assert (form.answers["contracts"], problems) == (3, [])


class TestWhose:
    """Whose form it is, as its hidden sheet says."""

    @pytest.fixture
    def changed(self, tmp_path, session):
        def change(**keys):
            typing = Typing(blank(session)).type(ALWAYS)
            for row in typing.book["_atlas"].iter_rows():
                if row[0].value in keys:
                    row[1].value = keys[row[0].value]
            return read(typing.saved(tmp_path / "card.xlsx"), session)[1]

        return change

    @pytest.mark.parametrize(
        ("keys", "code"),
        [
            ({"form": "umowa"}, "filled-not-a-form"),
            ({"kind": "OTHER"}, "filled-not-a-form"),
            ({"layout": "2"}, "filled-layout"),
            ({"template_version": "2"}, "filled-template-version"),
            ({"session": "2026-1"}, "filled-other-session"),
            ({"gmina": "0605063"}, "filled-gmina-outside"),
            ({"respondent": "ORG-9"}, "filled-respondent-unknown"),
            ({"respondent": None}, "filled-nobodys"),
        ],
    )
    def test_a_form_of_somebody_else_is_named(self, changed, *, keys, code):
        assert changed(**keys)[0].code == code

    def test_a_form_without_a_code_proposes_the_likely_respondent_first(self, tmp_path, session):
        cells = ALWAYS | {"organisation_name": "Stow. Pomocna Dłoń", "legal_form": "association", "seat_gmina": GMINA}
        path = Typing(blank(session, respondent="")).type(cells).saved(tmp_path / "card.xlsx")
        (problem,) = read(path, session)[1]
        assert problem.code == "filled-nobodys"
        assert problem.facts["likely"].startswith("ORG-1 – Stowarzyszenie „Pomocna Dłoń”, Janów Lubelski (0605053)")

    def test_who_was_not_invited_is_told(self, tmp_path, session):
        path = filled(tmp_path / "card.xlsx", session)
        without = YAML.replace("  - {card_kind: NGO, gmina: 0605053, respondent: ORG-1}\n", "")
        assert [one.code for one in read(path, session_in(tmp_path, without))[1]] == ["filled-not-invited"]

    def test_any_other_spreadsheet_is_no_form(self, tmp_path, session):
        book = openpyxl.Workbook()
        book.active["A1"] = "researchers"
        book.save(tmp_path / "other.xlsx")
        assert [one.code for one in read(tmp_path / "other.xlsx", session)[1]] == ["filled-not-a-form"]


def test_a_form_saved_by_libreoffice_is_the_same_form(tmp_path, session):
    cells = {"contracts": 3, "tools:survey": "x", "medical_activity": "nie", ("services:meals", Column.REASON): 41250.5}
    ours = filled(tmp_path / "card.xlsx", session, cells=cells)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "saved"), str(ours)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    (before, _none), (after, problems) = (read(path, session) for path in (ours, tmp_path / "saved" / "card.xlsx"))
    assert problems == []
    assert after.answers == before.answers
