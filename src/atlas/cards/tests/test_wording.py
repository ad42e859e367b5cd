"""What a card says in words: every kind of line, in both languages; a missing answer is a dash, never a zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from atlas.cards.form_lines import form_of
from atlas.cards.wording import MISSING, UNITS, answer_words
from atlas.definitions.card_document import CardDocument, Source
from atlas.definitions.load import shipped_definitions
from atlas.kernel.polish_numbers import NBSP

DEFINITIONS = shipped_definitions()
FORMS = {kind: form_of(DEFINITIONS, kind) for kind in ("NGO", "IZUS", "STATISTICS")}


class KnownPlaces:
    def label(self, code):
        return {"0605053": "Janów Lubelski (0605053)", "0605": "janowski, powiat (0605)"}[code]


def words(code, document=None, *, kind="NGO", language="en", **answers):
    line = FORMS[kind].lines[code]
    said = answer_words(line, document or CardDocument(answers), places=KnownPlaces(), language=language)
    return said.replace(NBSP, " ")


@pytest.mark.parametrize(("number", "english"), [(0, "0 events"), (1, "1 event"), (1234, "1,234 events")])
def test_a_number_stands_with_its_unit_and_zero_is_a_number(number, english):
    assert words("consultations", consultations=number) == english


def test_number_and_unit_stay_on_one_line():
    line = FORMS["NGO"].lines["consultations"]
    document = CardDocument({"consultations": 3})
    assert answer_words(line, document, places=KnownPlaces(), language="en") == f"3{NBSP}events"


def test_a_missing_answer_is_a_dash_with_its_reason():
    assert words("consultations") == MISSING
    document = CardDocument(reasons={"consultations": "not_collected"})
    assert words("consultations", document) == "– (we do not collect such data)"
    assert words("consultations", document, language="pl") == "– (nie zbieramy takich danych)"


def test_options_stand_by_their_labels_with_the_words_for_other():
    assert words("legal_form", legal_form="association", language="pl") == "Stowarzyszenie"
    several = {"specialisations": ("meals", "other"), "specialisations:other:text": "transport"}
    assert words("specialisations", CardDocument(several), language="pl").endswith("Inna usługa: transport")
    assert words("new_specialities", new_specialities=("none",)) == "none of the above"


def test_yes_and_no_and_days_are_words():
    assert words("own_service_monitoring", own_service_monitoring=False) == "no"
    assert words("own_service_monitoring", own_service_monitoring=True) == "yes"
    answers = {"diagnosis_date": date(2024, 6, 3)}
    assert words("diagnosis_date", CardDocument(answers), kind="IZUS", language="pl") == "3 czerwca 2024"


def test_places_stand_by_their_labels():
    assert words("seat_gmina", seat_gmina="0605053") == "Janów Lubelski (0605053)"
    territories = ("0605053", "0605")
    assert words("service_territories", service_territories=territories).splitlines() == [
        "Janów Lubelski (0605053)", "janowski, powiat (0605)",
    ]  # fmt: skip


def test_a_statistic_stands_with_source_and_day():
    document = CardDocument({"population": 10850}, sources={"population": Source("gus_bdl", date(2025, 12, 31))})
    said = words("population", document, kind="STATISTICS")
    assert said == "10,850 persons (Statistics Poland (GUS), Local Data Bank, 31 December 2025)"
    assert words("population", CardDocument({"population": 7}), kind="STATISTICS") == "7 persons"
    alone = CardDocument(sources={"population": Source("", date(2025, 12, 31))})
    assert words("population", alone, kind="STATISTICS") == "– (31 December 2025)"


def test_a_row_says_each_column_and_which_is_missing():
    row = {"service": "meals", "users": 12, "ngo_staff": None, "cost_pln": Decimal("1234.50")}
    said = words("services:meals", services=(row,), language="pl").split("; ")
    assert [one.rpartition(": ")[2] for one in said][1:] == [MISSING, "1 234,50 zł"]
    assert said[0].rpartition(": ")[2].startswith("12 ")
    assert words("services:care", services=(row,)) == MISSING


def test_what_could_not_be_read_is_shown_as_it_was_typed():
    document = CardDocument(unread={"managers": {"value": "dwie osoby", "reason": ""}})
    assert words("managers", document) == "“dwie osoby” (not read as an answer)"


def test_every_unit_of_the_cards_has_its_words():
    items = [item for one in DEFINITIONS.templates.values() for item in one.items]
    items += [column for one in DEFINITIONS.templates.values() for table in one.tables for column in table.columns]
    assert {item.unit for item in items} - {"", "pln"} == set(UNITS)
