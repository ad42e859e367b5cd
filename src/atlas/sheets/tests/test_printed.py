"""A filled card as a PDF: every answer, every reason, whether it was submitted; contact data only where given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from atlas.definitions.card_document import EMPTY, CardDocument
from atlas.definitions.load import shipped_definitions
from atlas.sheets.identity import Identity
from atlas.sheets.layout import layout_of
from atlas.sheets.printed import Filed, Unnumbered, print_card
from atlas.sheets.tests.documents import CONTACT, NAMES, NGO, STATISTICS, documents
from atlas.sheets.tests.pdf_words import joined, sizes_and_standards, words

DEFINITIONS = shipped_definitions()
WHOSE = Identity(
    session="2026-1", session_name="Sesja próbna", period=(date(2025, 1, 1), date(2025, 12, 31)), respondent="ORG-001",
    respondent_name="Koło „Próba”", gmina="0605053", gmina_name="Janów Lubelski",
)  # fmt: skip
FILED = Filed("2026-1/NGO/0617", datetime(2026, 4, 14, 10, 3, tzinfo=UTC))


def printed(document, kind="NGO", **how):
    return words(print_card(DEFINITIONS, kind, identity=WHOSE, filled=document, **how))


def test_every_answer_stands_in_words_with_its_official_label():
    text = printed(NGO, names=NAMES)
    for line in layout_of(DEFINITIONS, "NGO"):
        is_asked = line.item is not None and not line.item.personal and line.kind not in {"tick", "words"}
        assert not is_asked or joined(line.label.pl) in text, line
    for answer in (
        "Stowarzyszenie „Próba” (wymyślone)", "Usługi przygotowywania i dowozu posiłków", "=warsztaty", "1 234",
        NAMES["0605053"], NAMES["0605"], "Biała, Momoty", "badanie ankietowe", "żadne z powyższych", "1 200,50",
        "dwie osoby", "Nowa świetlica.", "Rok temu nie było.", "nie zbieramy takich danych", "Koło „Próba” (ORG-001)",
    ):  # fmt: skip
        assert joined(answer) in text, answer
    assert joined("akcja plenerowa") not in text


def test_missing_is_a_dash_and_zero_is_a_zero():
    label = joined("z inicjatywy podmiotu/organizacji")
    assert f"{label}0" in printed(NGO)
    assert f"{label}–" in printed(EMPTY)


def test_the_head_says_whether_it_was_submitted():
    draft, filed = printed(NGO, language="en"), printed(NGO, state=FILED, language="en")
    assert joined("Draft – not submitted") in draft
    assert joined("Submitted. Number 2026-1/NGO/0617, 14 April 2026, 12:03.") in filed
    assert joined("Draft") not in filed
    taken_over = printed(NGO, state=Unnumbered.TAKEN_OVER, language="en")
    assert joined("Accepted; taken over with the session’s package.") in taken_over
    assert joined("Draft") not in taken_over


def test_contact_data_are_printed_only_where_they_are_given():
    without = printed(NGO, language="en")
    assert joined("Contact details are not part of this print-out.") in without
    assert joined(DEFINITIONS.templates["NGO"].sections[-1].label.en) not in without
    assert joined("Osoba Przykładowa") not in without
    assert "Project-Id-Version" not in printed(NGO)  # what a catalogue says of no words at all
    text = printed(NGO, contact=CONTACT)
    assert joined("Osoba Przykładowa") in text
    assert joined("31 marca 2026") in text


def test_a_statistic_stands_with_its_source_and_day():
    text = printed(STATISTICS, "STATISTICS")
    assert joined("10 850") in text
    assert joined("GUS, Bank Danych Lokalnych") in text


@pytest.mark.parametrize("kind", ["NGO", "IZUS", "STATISTICS"])
def test_any_card_can_be_printed_on_a4_for_those_who_listen(kind):
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(documents(kind))
    def can_be_printed(document):
        pdf = print_card(DEFINITIONS, kind, identity=WHOSE, filled=document)
        _pages, sizes, standards = sizes_and_standards(pdf)
        assert (sizes, standards) == ({(595, 842)}, ("2", "1"))

    can_be_printed()


def test_words_with_markup_are_printed_as_they_are():
    document = CardDocument(answers={"organisation_name": '#panic("x") *y* $z$ <a>'})
    assert '#panic("x")*y*$z$<a>' in printed(document)


def test_the_same_card_gives_the_same_bytes_and_another_does_not():
    one, two = (print_card(DEFINITIONS, "NGO", identity=WHOSE, filled=NGO, state=FILED) for _ in range(2))
    assert one == two
    other = replace(NGO, answers={**NGO.answers, "consultations": 1})
    assert print_card(DEFINITIONS, "NGO", identity=WHOSE, filled=other, state=FILED) != one
