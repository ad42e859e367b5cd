"""A receipt: one page with all that was filed, and a hash that can be compared by eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from atlas.definitions.load import shipped_definitions
from atlas.sheets.identity import Identity
from atlas.sheets.receipt import Receipt, receipt_pdf
from atlas.sheets.tests.documents import NGO
from atlas.sheets.tests.pdf_words import joined, sizes_and_standards, words

DEFINITIONS = shipped_definitions()
WHOSE = Identity(
    session="2026-1", session_name="Sesja próbna", period=(date(2025, 1, 1), date(2025, 12, 31)),
    closes_on=date(2026, 4, 30), respondent="ORG-001", respondent_name="Koło „Próba”", gmina="0605053",
    gmina_name="Janów Lubelski",
)  # fmt: skip
RECEIPT = Receipt(
    "2026-1/NGO/0617", datetime(2026, 4, 30, 22, 3, tzinfo=UTC), "online", "Osoba Przykładowa", NGO.sha256
)


def receipt(one=RECEIPT, *, kind="NGO", whose=WHOSE, language="en"):
    return receipt_pdf(one, DEFINITIONS, kind=kind, identity=whose, language=language)


def test_it_says_what_was_filed_when_by_whom_and_how():
    text = words(receipt())
    for fact in (
        "2026-1/NGO/0617", DEFINITIONS.templates["NGO"].name.en, DEFINITIONS.templates["NGO"].title.en,
        "Sesja próbna (2026-1)", "Koło „Próba” (ORG-001)", "Janów Lubelski (0605053)", "the online form",
        "Osoba Przykładowa", NGO.sha256, "Until the end of 30 April 2026 you can withdraw the card",
        "1 May 2026, 00:03 (Polish time)",
    ):  # fmt: skip
        assert joined(fact) in text, fact


def test_summer_and_winter_are_told_by_warsaws_clock():
    winter = replace(RECEIPT, at=datetime(2026, 1, 14, 10, 3, tzinfo=UTC))
    assert joined("14 January 2026, 11:03") in words(receipt(winter))


def test_each_channel_is_said_in_its_own_words():
    channels = ("online", "xlsx", "email", "phone", "paper", "api")
    assert len({words(receipt(replace(RECEIPT, channel=channel))) for channel in channels}) == len(channels)


def test_what_is_not_known_leaves_no_empty_line():
    assert joined("Submitted by") not in words(receipt(replace(RECEIPT, by="")))
    text = words(receipt(kind="STATISTICS", whose=replace(WHOSE, respondent="", respondent_name="", closes_on=None)))
    assert joined("Participant") not in text
    assert joined("Until the session closes") in text


@pytest.mark.parametrize("language", ["pl", "en"])
def test_it_is_one_a4_page_even_with_long_names(language):
    whose = replace(WHOSE, respondent_name="Stowarzyszenie " * 20, session_name="Sesja próbna " * 12)
    assert sizes_and_standards(receipt(whose=whose, language=language)) == (1, {(595, 842)}, ("2", "1"))


def test_the_same_facts_give_the_same_bytes():
    assert receipt() == receipt()
    assert receipt() != receipt(replace(RECEIPT, number="2026-1/NGO/0618"))
