"""A form that is filled with what a card says, and what the last accepted card said beside it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl

from atlas.definitions.card_document import CardDocument
from atlas.definitions.load import shipped_definitions
from atlas.sheets.layout import Column, StatisticColumn
from atlas.sheets.previous import FormerRow, FormerStatistic, former_values
from atlas.sheets.tests.documents import CONTACT, NAMES, NGO, STATISTICS
from atlas.sheets.tests.test_writing import IDENTITY, cell
from atlas.sheets.writing.form import write_card

DEFINITIONS = shipped_definitions()


def test_what_a_card_says_stands_in_the_cells_as_a_person_would_type_it():
    form = write_card(DEFINITIONS, "NGO", identity=IDENTITY, filled=NGO, names=NAMES, contact=CONTACT)
    sheet = openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]
    typed = {
        "legal_form": "Stowarzyszenie", "consultations": 0, "users_total": 1234, "researchers": None,
        "tools:survey": "x", "tools:street_poll": None, "support_activities:none": "x", "own_service_monitoring": "nie",
        "specialisations:other:text": "=warsztaty", "managers": "dwie osoby", "seat_gmina": NAMES["0605053"],
        "service_territories": f"{NAMES['0605053']}; {NAMES['0605']}", "contact_name": "Osoba Przykładowa",
        "services:meals": 12,
    }  # fmt: skip
    assert {code: cell(sheet, code).value for code in typed} == typed
    assert cell(sheet, "specialisations:other:text").data_type == "s"
    assert cell(sheet, "prepared_on").value.date() == date(2026, 3, 31)
    assert cell(sheet, "researchers", column=Column.REASON).value == "nie zbieramy takich danych"
    assert cell(sheet, "users_total", column=Column.EXPLANATION).value == "Nowa świetlica."
    assert [cell(sheet, "services:meals", column=one).value for one in (Column.UNIT, Column.REASON)] == [None, 1200.5]


def test_contact_data_stand_only_in_a_form_that_was_given_them():
    form = write_card(DEFINITIONS, "NGO", identity=IDENTITY, filled=NGO)
    sheet = openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]
    assert [cell(sheet, code).value for code in CONTACT] == [None] * len(CONTACT)


def test_a_statistic_stands_with_its_source_and_day():
    form = write_card(DEFINITIONS, "STATISTICS", identity=IDENTITY, filled=STATISTICS)
    sheet = openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]
    assert cell(sheet, "population").value == 10_850
    assert cell(sheet, "population", column=StatisticColumn.SOURCE).value == "GUS, Bank Danych Lokalnych"
    assert cell(sheet, "population", column=StatisticColumn.AS_OF).value.date() == date(2025, 12, 31)


def test_what_somebody_deleted_from_a_card_is_not_put_back_by_the_registers():
    form = write_card(DEFINITIONS, "NGO", identity=IDENTITY, filled=CardDocument())
    assert cell(openpyxl.load_workbook(io.BytesIO(form)).worksheets[0], "organisation_name").value is None


def test_the_last_accepted_document_stands_beside_the_answers_as_a_packages_card_does():
    former = former_values(NGO, DEFINITIONS, kind="NGO")
    assert former["consultations"] == 0
    assert former["own_service_monitoring"] is False
    assert (former["tools:survey"], former["tools:street_poll"]) == (True, False)
    assert former["services:meals"] == FormerRow((12, None, Decimal("1200.50")))
    assert not {"researchers", "managers", "services:care", "organisation_name"} & former.keys()
    statistics = former_values(STATISTICS, DEFINITIONS, kind="STATISTICS")
    assert statistics == {"population": FormerStatistic(10_850, "gus_bdl", date(2025, 12, 31))}
    sheet = openpyxl.load_workbook(io.BytesIO(write_card(DEFINITIONS, "NGO", previous=former))).worksheets[0]
    assert cell(sheet, "users_total", column=Column.PREVIOUS).value == 1234
    assert cell(sheet, "researchers", column=Column.PREVIOUS).value == "–"
