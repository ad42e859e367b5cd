"""Maps of a country's gminas stay small and tell the same; where all values are equal, so does the key."""

import pytest

from atlas.documents.drawing import svg_of
from atlas.report.charts.maps import map_of
from atlas.report.charts.outlines import Outlines
from atlas.report.charts.tests.test_charts import rows, words
from atlas.report.model import Area, Map

TOWN, AROUND = "0601011", "0601022"


def square(x, y, *, side=1.0):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def map_of_squares(count, *, value=lambda number: float(number % 100)):
    """So many squares in rows of thirty, the last two a large one with a hole and the town in it."""
    rings = {f"{number:07d}": (square(number % 30, number // 30),) for number in range(count - 2)}
    rings |= {AROUND: (square(0, 40, side=9), square(3, 43, side=3)), TOWN: (square(3, 43, side=3),)}
    areas = [Area(code, code, value(number), f"{value(number):.0f}\u00a0%") for number, code in enumerate(rings)]
    block = Map("m", "Title", "Title", "share", "NGO", tuple(areas), "", "t")
    return map_of(block, Outlines(rings), narrow=False, language="pl")


def shapes(specification):
    return rows(specification, "geoshape")


def polygons(specification):
    return sum(len(one["geometry"]["coordinates"]) for one in shapes(specification))


def test_of_many_areas_those_of_a_colour_are_one_shape_and_none_is_lost():
    few, many = map_of_squares(500), map_of_squares(501)
    assert (len(shapes(few)), polygons(few)) == (500, 501)
    assert (len(shapes(many)), polygons(many)) == (1 + 5, 502)
    assert len({one["properties"]["fill"] for one in shapes(many)[1:]}) == 5


def test_a_town_is_drawn_over_the_area_around_it_also_among_many():
    first, *others = shapes(map_of_squares(501))
    assert first["properties"]["code"] == AROUND
    assert len(first["geometry"]["coordinates"]) == 2
    assert all(one["geometry"]["type"] == "MultiPolygon" for one in others)


@pytest.mark.parametrize(("value", "entries"), [(0.0, ["0\u00a0%"]), (45.0, ["45\u00a0%"])])
def test_where_all_values_are_equal_the_key_has_one_entry_of_their_colour(value, entries):
    drawn = map_of_squares(501, value=lambda _number: value)
    assert [one for one in words(drawn) if one.endswith("%") and "\n" not in one] == entries
    (box,) = rows(drawn, "rect")
    assert box["fill"] == shapes(drawn)[0]["properties"]["fill"]


def test_a_map_of_many_is_drawn():
    assert len(svg_of(map_of_squares(2477), language="pl")) < 150_000
