"""Where two documents of a card differ, said as a person reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from atlas.definitions.card_document import EMPTY, CardDocument, Source
from atlas.definitions.load import shipped_definitions
from atlas.sheets.differences import differences
from atlas.sheets.tests.documents import NAMES, NGO, STATISTICS, documents

DEFINITIONS = shipped_definitions()
NBSP = "\N{NO-BREAK SPACE}"


def between(before, after, *, kind="NGO", language="en"):
    return differences(before, after, kind=kind, definitions=DEFINITIONS, names=NAMES, language=language)


def sides(before, after, **how):
    """Both sides of each line by its code."""
    return {one.code: (one.before, one.after) for one in between(before, after, **how)}


def changed(code, value):
    return replace(NGO, answers={**NGO.answers, code: value})


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        ("consultations", 12_345, ("0", "12,345")),
        ("legal_form", "foundation", ("Association", "Foundation")),
        ("own_service_monitoring", True, ("no", "yes")),
        ("tools", ("none",), ("questionnaire survey; individual interview", "none of the above")),
        ("seat_gmina", "0605", (NAMES["0605053"], NAMES["0605"])),
        ("service_territories", ("0605",), (
            f"{NAMES['0605053']}; {NAMES['0605']}\nIn words: Biała, Momoty",
            f"{NAMES['0605']}\nIn words: Biała, Momoty",
        )),
        ("contracts", 0, ("–", "0")),
    ],
)  # fmt: skip
def test_each_side_says_what_a_person_reads(code, *, value, told):
    assert sides(NGO, changed(code, value)) == {code: told}


def test_numbers_are_written_as_in_poland():
    assert sides(NGO, changed("users_total", 56_789), language="pl")["users_total"][1].startswith(f"56{NBSP}789")


def test_a_line_is_named_as_on_the_form():
    (one,) = between(NGO, changed("consultations", 1), language="pl")
    item = next(item for item in DEFINITIONS.templates["NGO"].items if item.code == "consultations")
    assert (one.number, one.label) == (item.number, item.label.pl)


def test_a_table_differs_row_by_row():
    care = {"service": "care", "users": 3, "ngo_staff": 1, "cost_pln": Decimal(0)}
    before, after = sides(NGO, changed("services", (care,)))["services:care"]
    assert before == "–"
    assert after.endswith(": 0.00")
    before, after = sides(NGO, changed("services", ()))["services:meals"]
    assert "1,200.50" in before
    assert after == "–\nExplanation: Rok temu nie było."


def test_reasons_explanations_and_what_is_no_answer_yet_are_compared_too():
    reason = replace(NGO, reasons={"researchers": "unknown"})
    assert sides(NGO, reason) == {"researchers": ("– (we do not collect such data)", "– (not known)")}
    explained = replace(NGO, explanations={**NGO.explanations, "consultations": "Remont."})
    assert sides(NGO, explained) == {"consultations": ("0", "0\nExplanation: Remont.")}
    read = replace(NGO, unread={}, answers={**NGO.answers, "managers": 2})
    assert sides(NGO, read) == {"managers": ("dwie osoby", "2")}


def test_a_statistic_is_compared_with_its_source_and_day():
    later = replace(STATISTICS, sources={"population": Source("gus_bdl", date(2024, 12, 31))})
    before, after = sides(STATISTICS, later, kind="STATISTICS")["population"]
    assert before.endswith("Figure as of: 31 December 2025")
    assert after.endswith("Figure as of: 31 December 2024")


def test_lines_stand_in_the_forms_order():
    codes = [one.code for one in between(EMPTY, NGO)]
    assert codes.index("organisation_name") < codes.index("tools") < codes.index("services:meals")


@pytest.mark.parametrize("kind", ["NGO", "IZUS", "STATISTICS"])
def test_two_documents_differ_in_words_exactly_where_they_differ(kind):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(documents(kind))
    def differ(document):
        assert between(document, document, kind=kind) == ()
        assert bool(between(CardDocument(), document, kind=kind)) == (document != CardDocument())

    differ()
