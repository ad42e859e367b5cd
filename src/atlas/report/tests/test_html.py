import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from atlas.report.html import render_html
from atlas.report.tests.reading import rows_of

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in its order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text, self.style = [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        (self.style if "style" in self.open else self.text).append(data)

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module", params=[("0605053", "public"), ("06", "centre"), ("PL", "public")])
def page(request, report_of):
    territory, audience = request.param
    return Page(render_html(report_of(territory, audience=audience)).decode())


def test_the_page_needs_nothing_from_elsewhere(page):
    for tag, attributes in page.tags:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed"}
        assert attributes.get("href", "#").startswith("#")
        assert "src" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    style = "".join(page.style)
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]*)\)", style)) <= {"#stripes"}
    assert "http" not in style


def test_the_page_has_one_heading_of_the_first_order_and_landmarks(page):
    assert [len(page.all(tag)) for tag in ("h1", "main", "header", "footer", "nav")] == [1] * 5
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("a")[0]["href"] == "#main"


def test_no_level_of_headings_is_skipped(page):
    levels = [int(tag[1]) for tag, _attributes in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(later - former <= 1 for former, later in pairwise(levels))


def test_identifiers_are_unique_and_every_reference_finds_its_target(page):
    ids = [attributes["id"] for _tag, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    wanted = [one for _t, a in page.tags for one in (a.get("aria-labelledby") or "").split()]
    wanted += [attributes["href"][1:] for attributes in page.all("a")]
    assert set(wanted) <= set(ids)


def test_every_table_has_a_caption_and_heads_with_scope_in_a_region_for_the_keyboard(page):
    assert len(page.all("caption")) == len(page.all("table")) > 0
    assert all(attributes.get("scope") for attributes in page.all("th"))
    regions = [a for a in page.all("div") if a.get("role") == "region"]
    assert all(a.get("tabindex") == "0" and (a.get("aria-labelledby") or a.get("aria-label")) for a in regions)


def test_tables_say_their_roles_because_a_phone_shows_them_as_blocks(page):
    roles = {"table": {"table"}, "thead": {"rowgroup"}, "tbody": {"rowgroup"}, "tr": {"row"}, "td": {"cell"}}
    for tag, expected in (roles | {"th": {"columnheader", "rowheader"}}).items():
        assert {attributes.get("role") for attributes in page.all(tag)} == expected
    assert all((a["role"] == "columnheader") == (a["scope"] == "col") for a in page.all("th"))
    heads = [a.get("data-label") for a in page.all("td") if "colspan" not in a]
    assert all(heads)


def test_every_drawing_has_a_title_and_a_description_or_is_hidden(page):
    drawings = [a for a in page.all("svg") if "aria-hidden" not in a and "overflow" not in a]
    assert drawings
    assert all(a.get("role") == "img" and len(a["aria-labelledby"].split()) == 2 for a in drawings)
    assert len(page.all("desc")) == len(page.all("title")) - 1 == len(drawings)


def test_every_figure_is_drawn_wide_and_narrow_and_said_in_words_with_its_table(page):
    figures = page.all("figure")
    pictures = [a for a in page.all("div") if a.get("class") in {"picture wide", "picture narrow"}]
    assert figures
    assert len(pictures) == 2 * len(figures)
    assert all(a["role"] == "img" and a["aria-labelledby"] and a["aria-describedby"] for a in pictures)
    ids = {attributes.get("id") for _tag, attributes in page.tags}
    assert {a["aria-describedby"] for a in pictures} == {f"{a['id']}-w" for a in figures} <= ids


def test_every_figure_of_the_data_stands_on_the_page(report_of):
    report = report_of("06")
    text = render_html(report).decode()
    for row in rows_of(report).values():
        for cell in (row.value, row.baseline, row.coverage, *(change.cell for change in row.changes)):
            assert cell.text in text


def test_the_same_report_gives_the_same_bytes(report_of):
    first, second = (render_html(report_of("06", audience="public", language="pl")) for _time in range(2))
    assert first == second


def test_what_people_wrote_is_text_and_never_markup(report_of):
    report = report_of("0605053")
    facts = (("Session", "<script>alert(1)</script> & 'x'"), *report.facts[1:])
    hostile = type(report)(**{**vars(report), "facts": facts, "title": "<b>x</b>"})
    text = render_html(hostile).decode()
    assert "<script" not in text
    assert "<b>x" not in text


def test_the_session_and_its_package_can_be_read_on_the_page(page, pilot):
    packages, _results = pilot
    text = " ".join(page.text)
    assert packages[1].session.name in text
    assert all(package.hash in text for package in packages)


def test_the_table_of_definitions_names_every_indicator_in_both_languages(page, pilot):
    packages, _results = pilot
    text = " ".join(page.text)
    for indicator in packages[1].definitions.indicators:
        assert indicator.name.pl in text
        assert indicator.name.en in text
        assert indicator.formula in text
