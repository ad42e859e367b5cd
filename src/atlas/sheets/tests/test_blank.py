import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from atlas.definitions.load import shipped_definitions
from atlas.sheets.blank import write_blank
from atlas.sheets.identity import Identity
from atlas.sheets.layout import layout_of
from atlas.sheets.tests.pdf_words import joined, words

DEFINITIONS = shipped_definitions()
KINDS = ("NGO", "IZUS", "STATISTICS")
SOMEBODY = Identity(
    session="2026-1", session_name="Sesja próbna", period=(date(2025, 1, 1), date(2025, 12, 31)), respondent="ORG-001",
    respondent_name="Koło „Próba”", gmina="0605053", gmina_name="Janów Lubelski",
)  # fmt: skip


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_question_and_option_is_printed(kind, language):
    printed = words(write_blank(DEFINITIONS, kind, language=language))
    for line in layout_of(DEFINITIONS, kind):
        assert joined(getattr(line.label, language)) in printed, line
        assert line.kind in {"tick", "row"} or line.number in printed
    for item in DEFINITIONS.templates[kind].items:
        if item.type == "choice":
            for option in DEFINITIONS.catalogues[item.options].options:
                assert joined(getattr(option.label, language)) in printed


@pytest.mark.parametrize("kind", KINDS)
def test_all_pages_are_a4_and_the_document_is_tagged_for_those_who_listen(kind):
    with pikepdf.open(io.BytesIO(write_blank(DEFINITIONS, kind))) as pdf:
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages} == {(595, 842)}
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfuaid:part"]) == ("2", "1")
            assert meta["dc:title"] == DEFINITIONS.templates[kind].title.pl


def test_each_number_of_part_ii_offers_the_reasons_and_part_i_does_not():
    printed = words(write_blank(DEFINITIONS, "NGO"))
    asked = sum(line.reason_column is not None for line in layout_of(DEFINITIONS, "NGO"))
    assert printed.count("niezbieramytakichdanych") == asked


def test_whose_card_it_is_stands_on_top_where_it_is_known():
    printed = words(write_blank(DEFINITIONS, "NGO", identity=SOMEBODY))
    for text in ("Sesja próbna (2026-1)", "Koło „Próba” (ORG-001)", "Janów Lubelski (0605053)", "31 grudnia 2025"):
        assert joined(text) in printed


def test_a_name_with_markup_is_printed_as_it_is():
    printed = words(write_blank(DEFINITIONS, "NGO", identity=replace(SOMEBODY, respondent_name='#panic("x") *y* =1+1')))
    assert '#panic("x")*y*=1+1' in printed


def test_the_same_input_gives_the_same_bytes():
    one, two = (write_blank(DEFINITIONS, "STATISTICS", identity=SOMEBODY) for _ in range(2))
    assert one == two
