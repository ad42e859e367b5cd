"""Raport MP of the pilot's four levels in a real browser: a light desk and a dark phone, by eye, by key and by axe."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PILOT = Path(__file__).parents[2] / "examples" / "pilot"
LEVELS = {"gmina": "0605053", "powiat": "0605", "voivodeship": "06", "country": "PL"}
SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ–−„”→↑↓"
PAGE_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What a folded section holds is reached when it is opened.
REGIONS = "[...document.querySelectorAll('[role=region]')].filter(one => !one.closest('details:not([open])'))"
FOLDED = "document.querySelectorAll('details').forEach(one => one.open = {})"
FOCUSED = f"""() => {{
  const one = document.activeElement;
  return one === document.body ? null : [one.getAttribute('href'), {REGIONS}.indexOf(one)];
}}"""
# A table of many columns is a block on a phone; what a cell's label says is what its column's head says.
STACKED = """() => [...document.querySelectorAll('table.stacks')].map(table => {
  const region = table.closest('[role=region]');
  const cells = [...table.querySelectorAll('td[data-label]')];
  return {
    id: table.id,
    display: getComputedStyle(table).display,
    overflow: region.scrollWidth - region.clientWidth,
    heads: [...table.querySelectorAll('thead th')].map(head => head.textContent),
    labels: [...new Set(cells.map(cell => cell.dataset.label))],
    shown: cells.filter(cell => !['none', 'normal'].includes(getComputedStyle(cell, '::before').content)).length,
    cells: cells.length,
  };
})"""
SHOWN = """() => [...document.querySelectorAll('figure')].map(figure => {
  const shown = [...figure.querySelectorAll('.picture')].filter(one => one.checkVisibility());
  const box = shown[0].querySelector('svg').getBoundingClientRect();
  return {
    kinds: shown.map(one => one.className).join(),
    right: box.right,
    width: box.width,
    page: document.documentElement.clientWidth,
  };
})"""
# A letter that no font has looks like a code point that no font can have.
NOT_DRAWN = """letters => {
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
  const picture = letter => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.font = '40px ' + getComputedStyle(document.body).fontFamily;
    pen.fillText(letter, 20, 60);
    return canvas.toDataURL();
  };
  return [...letters].filter(letter => picture(letter) === picture(String.fromCodePoint(0x10FFFF)));
}"""


class Opened(NamedTuple):
    """A page in the browser, the screen it is shown on, and what it asked for."""

    page: object
    screen: str
    requests: list[str]
    uri: str


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The reports, written by the command as a person would, by level."""
    folder = tmp_path_factory.mktemp("reports")
    territories = [word for code in LEVELS.values() for word in ("--territory", code)]
    atlas = Path(sys.executable).with_name("atlas")
    command = [atlas, "report", PILOT / "2025-1", PILOT / "2026-1", *territories, "--out", folder]
    subprocess.run(command, check=True, capture_output=True)
    return {level: folder / f"raport-mp-2026-1-{code}.html" for level, code in LEVELS.items()}


@pytest.fixture(scope="module")
def browser():
    program = shutil.which("chromium")
    assert program, "No chromium: `make test` installs it."
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=[(level, screen) for level in LEVELS for screen in SCREENS], ids="-".join)
def opened(request, *, browser, reports):
    level, screen = request.param
    context = browser.new_context(**SCREENS[screen])
    page, requests, uri = context.new_page(), [], reports[level].as_uri()
    page.on("request", lambda one: requests.append(one.url))
    page.goto(uri)
    yield Opened(page, screen, requests, uri)
    context.close()


def test_the_keyboard_reaches_the_skip_link_first_then_every_region_in_order_and_leaves(opened):
    walk = []
    while len(walk) < 1000:
        opened.page.keyboard.press("Tab")
        found = opened.page.evaluate(FOCUSED)
        if found is None:
            break
        walk.append(found)
    regions = opened.page.evaluate(f"{REGIONS}.length")
    assert walk[0] == ["#main", -1]
    assert [region for _href, region in walk if region >= 0] == list(range(regions))
    assert regions > 15


def test_the_skip_link_leads_past_the_contents(opened):
    skip = opened.page.locator("a[href='#main']")
    skip.focus()
    assert skip.bounding_box()["x"] >= 0
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "main"


def test_the_page_does_not_scroll_sideways(opened):
    assert opened.page.evaluate(PAGE_OVERFLOW) == 0


def test_on_a_phone_tables_of_many_columns_are_blocks_and_every_figure_has_its_label(opened):
    for table in opened.page.evaluate(STACKED):
        assert table["display"] == ("block" if opened.screen == "phone" else "table"), table["id"]
        assert table["overflow"] <= 0, table["id"]
        assert set(table["labels"]) <= set(table["heads"]), table["id"]
        assert table["shown"] == (table["cells"] if opened.screen == "phone" else 0), table["id"]


def test_axe_finds_nothing_in_folded_and_opened_sections(opened):
    for unfolded in ("false", "true"):
        opened.page.evaluate(FOLDED.format(unfolded))
        found = Axe().run(opened.page)
        assert found.violations_count == 0, found.generate_report()
    opened.page.evaluate(FOLDED.format("false"))


def test_one_drawing_of_each_figure_is_shown_and_none_is_wider_than_the_page(opened):
    shown = opened.page.evaluate(SHOWN)
    assert shown
    wanted = "narrow" if opened.screen == "phone" else "wide"
    assert {one["kinds"] for one in shown} == {f"picture {wanted}"}
    assert all(one["right"] <= one["page"] and one["width"] > 200 for one in shown)


def test_polish_letters_are_drawn(opened):
    assert opened.page.evaluate(NOT_DRAWN, POLISH) == []


def test_nothing_is_asked_for_but_the_page_itself(opened):
    assert {url.partition("#")[0] for url in opened.requests} == {opened.uri}
