import io
import re
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest

from atlas.kernel.polish_numbers import format_number
from atlas.report.charts.pictures import artist_for
from atlas.report.model import IndicatorTable, Paragraph, Section, Sides, Table
from atlas.report.pdf import render_pdf
from atlas.report.tests.reading import blocks_of

TERRITORIES = ["0605053", "0605", "06", "PL"]


@pytest.fixture(scope="module", params=TERRITORIES)
def report(request, report_of):
    return report_of(request.param, audience="public", language="pl")


@pytest.fixture(scope="module")
def pdf(report):
    with pikepdf.open(io.BytesIO(render_pdf(report))) as opened:
        yield opened


def elements(node):
    """Every element of the structure tree with what it is, in reading order."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), node
        if "/K" in node:
            yield from elements(node.K)


def kinds(node):
    return [kind for kind, _element in elements(node)]


def tables_of(report):
    for block in blocks_of(report):
        yield from (
            block.tables if isinstance(block, Sides) else [block] if isinstance(block, Table | IndicatorTable) else []
        )


def heads_on_paper(table):
    """A table of many columns of text has names at the left and, after their heads' names, all else at the right."""
    if isinstance(table, IndicatorTable):
        return len(table.columns) + 1
    return 2 if sum(not one.numeric for one in table.columns) > 5 else len(table.columns)


def test_every_table_is_tagged_and_has_a_head_for_each_column(*, pdf, report):
    tagged = [element for kind, element in elements(pdf.Root.StructTreeRoot) if kind == "/Table"]
    expected = [heads_on_paper(one) for one in tables_of(report)]
    assert [kinds(table.K).count("/TH") for table in tagged] == expected
    assert all(kinds(table.K).count("/TD") > 0 for table in tagged)


def test_no_table_has_more_than_eight_columns(report):
    assert max(len(one.columns) for one in tables_of(report)) <= 8


def test_heads_are_repeated_on_each_page_of_a_long_table(report_of):
    words = pages_of(render_pdf(report_of("06", audience="public", language="pl")))
    assert sum("Nazwa po angielsku" in page for page in words) > 2


def pages_of(document):
    """The words of each page, read from its characters' Unicode values."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return [page_words(page) for page in opened.pages]


def page_words(page):
    maps = {name: unicode_map(font) for name, font in page.Resources.Font.items()} if "/Font" in page.Resources else {}
    current, said = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else operands
            said += [decoded(bytes(one), current) for one in parts if isinstance(one, pikepdf.String)]
    return "".join(said)


def decoded(data, codes):
    return "".join(codes.get(int.from_bytes(data[one : one + 2], "big"), "") for one in range(0, len(data), 2))


def unicode_map(font):
    text = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", text)
    return {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}


def test_every_figure_has_an_alternative_text(*, pdf, report):
    artist = artist_for("pl")
    drawn = [one for one in blocks_of(report) if hasattr(one, "table") and artist.draws(one)]
    told = [str(element.Alt) for kind, element in elements(pdf.Root.StructTreeRoot) if kind == "/Figure"]
    assert len(told) == len(drawn)
    assert all(one.title in alt for one, alt in zip(drawn, told, strict=True))


def test_headings_begin_with_the_first_order_and_skip_none(pdf):
    orders = [int(kind[2:]) for kind in kinds(pdf.Root.StructTreeRoot) if re.fullmatch(r"/H[1-6]", kind)]
    assert orders[0] == 1
    assert all(later - former <= 1 for former, later in pairwise(orders))


def test_it_has_bookmarks_for_every_section(*, pdf, report):
    with pdf.open_outline() as outline:
        titles = [one.title for one in outline.root]
    assert [title for title in titles if title[0].isdigit()] == [
        f"{place}. {section.title}" for place, section in enumerate(report.sections, start=1)
    ]


def test_it_declares_its_standards_language_and_title(*, pdf, report):
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert meta["dc:title"] == report.title
        assert meta["xmp:CreateDate"].startswith(report.seal.closed_on.isoformat())
    assert str(pdf.Root.Lang) == "pl"


def test_every_page_has_the_seal_and_the_first_page_the_findings(report):
    pages = pages_of(render_pdf(report))
    digits = report.seal.package.removeprefix("sha256:")
    assert all(digits in page for page in pages)
    (findings,) = [part for part in report.sections[0].parts if part.id == "findings"]
    assert all(squeezed(one.text)[:40] in squeezed(pages[0]) for one in findings.blocks[0].items)
    assert squeezed(report.sections[1].title) not in squeezed(pages[0])


def squeezed(text):
    return re.sub(r"[\s\u00a0\u200b]+", "", text)


def test_the_same_report_gives_the_same_bytes_whatever_was_drawn_in_between(report_of):
    first = render_pdf(report_of("0605053", audience="public", language="pl"))
    render_pdf(report_of("06", audience="centre", language="en"))
    assert render_pdf(report_of("0605053", audience="public", language="pl")) == first


def test_what_people_wrote_is_never_source(report_of):
    report = report_of("0605053")
    hostile = Section("x", '#panic("t")', (Paragraph('*b* #read("/etc/passwd") $x$ <label> @ref \N{GRINNING FACE}'),))
    assert render_pdf(replace(report, title="= #eval(1)", sections=(*report.sections, hostile)))


def test_nothing_that_is_withheld_is_in_the_public_pdf(report_of, result_row):
    value = result_row("EFF-2", "0605053", "meals")["value"]
    text = "".join(pages_of(render_pdf(report_of("0605053", audience="public", language="pl"))))
    centre = "".join(pages_of(render_pdf(report_of("0605053", audience="centre", language="pl"))))
    shown = squeezed(format_number(value, decimals=2))
    assert shown in squeezed(centre)
    assert shown not in squeezed(text)
