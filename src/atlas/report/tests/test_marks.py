from dataclasses import replace

import pytest

from atlas.report.lanes import axis_end
from atlas.report.marks import drawing_of
from atlas.report.model import Lane

LANE = Lane("x", "label", "summary", "short", "NGO", value=4.0, baseline=2.0, panel_change=1.0, end=8.0, end_text="8")


def shapes(lane):
    return {shape.kind: shape for shape in drawing_of(lane).shapes if shape.kind != "label"}


def test_marks_stand_where_their_values_are_on_the_axis():
    found = shapes(LANE)
    assert (found["value"].x, found["baseline"].x, found["arrow"].x) == (50.0, 25.0, 37.5)
    assert (found["span"].x, found["span"].x2) == (25.0, 50.0)


def test_what_is_missing_is_not_drawn():
    assert set(shapes(replace(LANE, baseline=None))) == {"axis", "value"}
    assert set(shapes(replace(LANE, value=None))) == {"axis", "baseline", "panel", "arrow"}
    assert "arrow" not in shapes(replace(LANE, panel_change=None))


def test_organisations_are_round_and_institutions_are_not():
    assert drawing_of(LANE).round
    assert not drawing_of(replace(LANE, perspective="IZUS")).round


@pytest.mark.parametrize(
    ("values", "kind", "end"),
    [([], "count", 1.0), ([0], "count", 1.0), ([7], "count", 8.0), ([100], "count", 100.0), ([12, 30], "share", 100.0),
     ([118.9], "share", 200.0), ([8142.9], "ratio", 10000.0)],
)  # fmt: skip
def test_an_axis_ends_at_a_round_number(*, values, kind, end):
    assert axis_end(values, kind=kind) == end
