import json
import os
from pathlib import Path

import pytest

from atlas.kernel.errors import DomainError
from atlas.report.charts.geometry import area_of, centre_of, projected, simplified
from atlas.report.charts.outlines import TERYT_OF_FIPS, outlines_of

SQUARE = [[22.0, 50.0], [23.0, 50.0], [23.0, 51.0], [22.0, 51.0], [22.0, 50.0]]
ROOT = Path(__file__).parents[5]
REFERENCE = Path(os.environ.get("ATLAS_TEST_DATA", ROOT.parent / "shared" / "data")) / "wojewodztwa.geojson"


def geojson(folder, *, teryt="0605", kind="Polygon", coordinates=(SQUARE,)):
    feature = {"properties": {"teryt": teryt}, "geometry": {"type": kind, "coordinates": coordinates}}
    path = folder / "boundaries.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_all_sixteen_voivodeships_have_an_outline():
    assert outlines_of(None).codes() == set(TERYT_OF_FIPS.values())
    assert len(TERYT_OF_FIPS) == 16


@pytest.mark.skipif(not REFERENCE.exists(), reason="needs the official boundaries (ATLAS_TEST_DATA)")
def test_each_shipped_outline_is_the_voivodeship_that_our_table_says():
    features = json.loads(REFERENCE.read_text(encoding="utf-8"))["features"]
    official = {one["properties"]["teryt"]: largest(rings_of(one["geometry"])) for one in features}
    shipped = {code: largest(outlines_of(None).of(code)) for code in official}
    for code, ring in shipped.items():
        nearest = min(official, key=lambda other: distance(centre_of(ring), centre_of(official[other])))
        assert nearest == code
        assert 0.9 < area_of(ring) / area_of(official[code]) < 1.1


def rings_of(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[projected(point) for point in ring] for polygon in polygons for ring in polygon]


def largest(rings):
    return max(rings, key=area_of)


def distance(one, other):
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def test_a_file_adds_its_territories_to_the_voivodeships(tmp_path):
    found = outlines_of(geojson(tmp_path))
    assert found.codes() == outlines_of(None).codes() | {"0605"}
    assert len(found.of("0605")[0]) == 5
    assert found.of("0607") == ()


def test_several_polygons_and_several_features_are_one_territory(tmp_path):
    found = outlines_of(geojson(tmp_path, kind="MultiPolygon", coordinates=[[SQUARE], [SQUARE]]))
    assert len(found.of("0605")) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"teryt": "605"},
        {"teryt": "lubelskie"},
        {"kind": "Point", "coordinates": [22.0, 50.0]},
        {"coordinates": [[[22.0, 50.0]]]},
        {"coordinates": [[[640000.0, 380000.0]] * 5]},
        {"coordinates": None},
        {"coordinates": [[["a", "b"]] * 5]},
    ],
)
def test_a_feature_that_is_no_territory_is_refused_by_its_number(*, wrong, tmp_path):
    with pytest.raises(DomainError) as caught:
        outlines_of(geojson(tmp_path, **wrong))
    assert (caught.value.code, caught.value.facts["number"]) == ("boundaries-invalid", 1)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"features": 3}', '{"features": null}', "[" * 100_000, "\udcff"])
def test_a_file_that_is_no_geojson_is_refused(*, text, tmp_path):
    path = tmp_path / "no.geojson"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(DomainError, match="boundaries-unreadable"):
        outlines_of(path)


def test_simplifying_keeps_the_corners_and_drops_what_lies_between():
    ring = [(0.0, 0.0), (5.0, 0.01), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    assert simplified(ring, tolerance=0.1) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]


def test_the_projection_keeps_north_up_and_east_right():
    warsaw, gdansk, lublin = (projected(one) for one in ((21.0, 52.2), (18.6, 54.4), (22.6, 51.2)))
    assert gdansk[1] > warsaw[1] > lublin[1]
    assert gdansk[0] < warsaw[0] < lublin[0]
