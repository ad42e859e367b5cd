import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from atlas.documents.fonts import characters
from atlas.documents.typesetting import typeset

PLAIN = Path(__file__).with_name("plain.typ")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><text x="4" y="20">Żółw</text></svg>'.encode()
DAY = date(2026, 4, 30)


def document(*, words="Zażółć gęślą jaźń", rows=(("Łódź", "1"),), pictures=None, template=PLAIN, language="pl"):
    data = {"title": "Próba", "words": words, "rows": [list(row) for row in rows], "alt": "Słowo Żółw"}
    return typeset(template, data=data, pictures=pictures or {}, language=language, dated=DAY)


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def tags(pdf):
    """The names of all elements of the structure tree."""
    found, stack = [], [pdf.Root.StructTreeRoot]
    while stack:
        node = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            found += [node] if "/S" in node else []
            stack += [node.K] if "/K" in node else []
    return found


def test_a_document_declares_both_standards_its_language_title_and_day():
    pdf = opened(document())
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert meta["dc:title"] == "Próba"
        assert meta["xmp:CreateDate"].startswith("2026-04-30")
    assert str(pdf.Root.Lang) == "pl"
    assert bool(pdf.Root.MarkInfo.Marked)


def test_only_our_fonts_are_in_it_and_they_are_embedded():
    pdf = opened(document())
    fonts = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all("SourceSans3" in str(font.FontName) for font in fonts)
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_a_table_has_heads_and_a_picture_its_words():
    pdf = opened(document(pictures={"figure": SVG}))
    found = tags(pdf)
    assert [str(one.S) for one in found].count("/TH") == 2
    assert [str(one.Alt) for one in found if "/Alt" in one] == ["Słowo Żółw"]


def test_the_same_input_gives_the_same_bytes_whatever_was_typeset_in_between():
    first = document()
    assert document(words="inne") != first
    assert document() == first


@pytest.mark.parametrize(
    "words", ['#panic("x")', "$ x $ *b* _i_ `r` @ref <label>", '"; #import "/x"', "\\u{0}", "// nic"]
)
def test_what_people_wrote_is_never_source(words):
    assert document(words=words)


def test_what_the_font_cannot_draw_becomes_a_box_and_stops_nothing():
    boxed = document(words="a \N{WHITE SQUARE} b")
    assert document(words="a \N{GRINNING FACE} b") == boxed
    assert document(words="a \x00 b") == boxed
    assert document(words="Z\N{COMBINING DOT ABOVE}") == document(words="\N{LATIN CAPITAL LETTER Z WITH DOT ABOVE}")


def test_the_font_has_what_polish_and_our_marks_need():
    assert set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–−…→↑↓↔✓☐□×·≥≤●○■▲▼ %\u00a0\u202f") <= characters()


def test_a_template_that_the_compiler_warns_about_is_an_error(tmp_path):
    faulty = PLAIN.with_name("faulty.typ")
    with pytest.raises(RuntimeError, match="no-such-font"):
        document(template=faulty)
