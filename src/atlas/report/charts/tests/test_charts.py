"""Specifications are read as a program would: by their rows; drawings by their shapes."""

import re
from dataclasses import replace

import pytest

from atlas.documents.drawing import svg_of
from atlas.documents.hatching import HATCHED
from atlas.report.charts.heat import heat_of
from atlas.report.charts.map_classes import classes_of
from atlas.report.charts.maps import map_of
from atlas.report.charts.outlines import outlines_of
from atlas.report.charts.palette import ON_DARK, ON_LIGHT, SIDES, shade_of
from atlas.report.charts.pictures import artist_for, words_of
from atlas.report.charts.profile import profile_of
from atlas.report.model import Area, Bar, Chart, Group, Heat, HeatCell, Lane, Map, Ranking

LANE = Lane("l", "Organisations", "value: 4; baseline: 2", "value: 4; baseline: 2", "NGO", 4.0, 2.0, 1.0, 8.0, "8")
CHART = Chart(
    "c", "Title", (Group("1. Sphere", "What is counted", (LANE, replace(LANE, perspective="IZUS"))),), "S", "t"
)
BARS = (
    Bar("06", "lubelskie", 37.5, "37,5\u00a0%", 30.0, "6 z 8 kart"),
    Bar("02", "dolnośląskie", None, "–", 20.0, "0 z 3 kart", "nikt nie odpowiedział"),
)
RANKING = Ranking("r", "Title", "Highest: lubelskie.", "%", "IZUS", BARS, 100.0, "S", "t")
HEAT = Heat(
    "h", "Title", "Each column by itself.", ("janowski", "lubelski"), ("Consultations (NGO-1.4)", "Asked (IZUS-1.3)"),
    ("NGO", "IZUS"),
    ((HeatCell(1.0, "1", 0.0), HeatCell(None, "–", None)), (HeatCell(9.0, "9", 1.0), HeatCell(2.0, "2", 0.0))),
    "S", "t",
)  # fmt: skip
AREAS = (
    Area("06", "lubelskie", 37.5, "37,5\u00a0%"),
    Area("02", "dolnośląskie", None, "no card"),
    Area("14", "mazowieckie", None, "outside", outside=True),
)
MAP = Map("m", "Title", "Highest: lubelskie.", "%", "NGO", AREAS, "S", "t")
FIGURES = [CHART, RANKING, HEAT, MAP]


def rows(specification, kind, **mark):
    """All rows of the layers of one kind of mark."""
    layers = [one for one in specification["layer"] if one["mark"]["type"] == kind]
    chosen = [one for one in layers if mark.items() <= one["mark"].items()]
    return [row for layer in chosen for row in layer["data"]["values"]]


def words(specification):
    return [row["text"] for row in rows(specification, "text")]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: type(one).__name__)
def test_every_figure_can_be_drawn_for_both_widths(*, figure, narrow):
    svg = artist_for("pl").svg(figure, narrow=narrow)
    width = float(re.match(r'<svg[^>]* width="([\d.]+)"', svg)[1])
    assert width <= (292 if narrow else 660)
    assert "aria" not in svg
    assert "url(http" not in svg


def test_marks_of_the_profile_stand_where_their_values_are():
    found = rows(profile_of(CHART, narrow=False), "point")
    circles = [row["x"] for row in found if row["shape"] == "circle"]
    assert circles == [0.25, 0.5]
    assert [row["x"] for row in found if row["shape"] == "triangle-right"] == [0.375, 0.375]
    assert [row["fill"] for row in found if row["shape"] == "square"] == ["#ffffff", "#a34a01"]


def test_a_lane_without_a_value_says_so_and_draws_no_mark():
    silent = replace(LANE, value=None, baseline=None, panel_change=None, short="value: – (nobody); baseline: –")
    found = profile_of(replace(CHART, groups=(Group("1", "", (silent,)),)), narrow=True)
    assert rows(found, "point") == []
    assert "value: – (nobody)" in words(found)


def test_a_value_beyond_its_axis_stays_on_it():
    found = profile_of(replace(CHART, groups=(Group("1", "", (replace(LANE, value=99.0),)),)), narrow=False)
    assert max(row["x"] for row in rows(found, "point")) == 1.0


def test_a_bar_without_a_value_is_a_striped_stub_with_its_reason():
    svg = artist_for("pl").svg(RANKING)
    assert "– nikt nie odpowiedział" in svg
    assert svg.count("<pattern") == 2
    assert all(f'fill="{sign}"' not in svg for sign in HATCHED)


def test_a_missing_cell_of_a_heat_map_is_striped_and_a_known_one_has_its_shade():
    boxes = {(row["x"], row["y"]): row["fill"] for row in rows(heat_of(HEAT, narrow=False), "rect")}
    fills = list(boxes.values())
    assert fills.count("#d5dae1") == 1
    assert SIDES["NGO"].shades[0] in fills
    assert SIDES["NGO"].shades[-1] in fills


def test_a_map_tells_a_missing_figure_from_a_territory_outside_the_session():
    found = map_of(MAP, outlines_of(None), narrow=False, language="pl")
    fills = {row["properties"]["code"]: row["properties"]["fill"] for row in rows(found, "geoshape")}
    assert fills["06"] in SIDES["NGO"].shades
    assert fills["02"] == "#d5dae1"
    assert fills["14"] not in {fills["06"], fills["02"]}
    said = words(found)
    assert "lubelskie\n37,5\u00a0%" in said
    assert not any("mazowieckie" in one for one in said)


def test_a_map_without_outlines_is_not_drawn():
    nowhere = replace(MAP, areas=(Area("0605053", "Janów Lubelski", 1.0, "1"),))
    assert not artist_for("pl").draws(nowhere)
    assert artist_for("pl").svg(nowhere) == ""


@pytest.mark.parametrize(
    "values", [[], [0.0], [5.0], [3.0, 41.0], [16.7, 37.5], [0.001, 0.002], [12.0, 8142.9], [99.0, 100.0]]
)
def test_classes_hold_every_value(values):
    classes = classes_of(values)
    ends = [classes.ends(place) for place in range(5)]
    assert all(ends[0][0] <= one <= ends[-1][1] + 1e-9 for one in values)


@pytest.mark.parametrize("values", [[65.0, 90.0, 100.0], [80.0, 85.0, 100.0], [0.0, 50.0, 92.0], [100.0]])
def test_no_class_of_shares_goes_beyond_the_whole(values):
    classes = classes_of(values)
    assert classes.ends(4)[1] == 100
    assert classes.ends(0)[0] <= min(values)


def test_classes_of_a_single_value_start_at_zero_and_have_round_ends():
    classes = classes_of([27.941176])
    assert [classes.ends(place) for place in (0, 4)] == [(0.0, 10.0), (40.0, 50.0)]
    assert [classes_of(one).decimals for one in ([27.9], [0.4], [0.5, 0.7, 1.2])] == [0, 1, 1]


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_words_on_every_shade_can_be_read_and_shades_darken_in_grey_print(side):
    lights = [luminance(shade) for shade in side.shades]
    assert lights == sorted(lights, reverse=True)
    for place in range(5):
        fill, ink = shade_of(place / 5 + 0.1, side)
        assert contrast(fill, ink) >= 4.5


def test_the_two_sides_differ_in_shape_and_fill_not_only_in_colour():
    assert SIDES["NGO"].shape != SIDES["IZUS"].shape
    assert SIDES["IZUS"].fill in HATCHED
    assert SIDES["NGO"].fill not in HATCHED
    assert {ON_DARK, ON_LIGHT}.isdisjoint({"#ffffff", "#1b2129"})  # these follow the page into the dark


def luminance(colour):
    parts = [int(colour[one : one + 2], 16) / 255 for one in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_a_profile_in_words_names_every_lane():
    assert words_of(CHART) == "1. Sphere: NGO: value: 4; baseline: 2; IZUS: value: 4; baseline: 2."


def test_what_people_wrote_is_text_in_a_drawing():
    hostile = replace(RANKING, bars=(replace(BARS[0], label='<script>"&\x00'),))
    svg = artist_for("pl").svg(hostile)
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert svg_of(profile_of(CHART, narrow=False), language="pl") == svg_of(
        profile_of(CHART, narrow=False), language="pl"
    )
