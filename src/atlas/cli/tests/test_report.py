import json

import pytest

SQUARE = [[22.0, 50.5], [22.8, 50.5], [22.8, 51.1], [22.0, 51.1], [22.0, 50.5]]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_all_three_formats_are_written_unless_one_asks_for_less(*, atlas, pilot, tmp_path):
    ran = atlas("report", *pilot, "--territory", "0605", "--lang", "pl", "--out", tmp_path / "all")
    assert ran.status == 0
    assert names(tmp_path / "all") == [f"raport-mp-2026-1-0605.{one}" for one in ("html", "pdf", "xlsx")]
    assert ran.out.splitlines() == [str(tmp_path / "all" / name) for name in names(tmp_path / "all")]
    atlas("report", *pilot, "--territory", "0605", "--lang", "pl", "--format", "xlsx", "--out", tmp_path / "one")
    assert names(tmp_path / "one") == ["raport-mp-2026-1-0605.xlsx"]


def test_all_gminas_of_the_latest_session_get_a_report(*, atlas, pilot, tmp_path):
    options = ("--all-gminas", "--territory", "0605053", "--lang", "pl", "--format", "xlsx")
    ran = atlas("report", *pilot, *options, "--out", tmp_path / "r")
    assert ran.status == 0
    codes = [name.removeprefix("raport-mp-2026-1-").removesuffix(".xlsx") for name in names(tmp_path / "r")]
    assert codes == ["0605053", "0605063", "0607083", "0609033", "0617033"]


def test_without_a_territory_one_is_told_what_to_give(*, atlas, pilot, tmp_path):
    ran = atlas("report", *pilot, "--out", tmp_path / "r")
    assert ran.status == 2
    assert "--all-gminas" in ran.err


def test_one_territory_outside_the_sessions_and_nothing_is_written(*, atlas, pilot, tmp_path):
    ran = atlas("report", *pilot, "--territory", "0605", "--territory", "0201", "--out", tmp_path / "r")
    assert ran.status == 2
    assert "0201" in ran.err
    assert not (tmp_path / "r").exists()


def test_boundaries_draw_a_map_of_powiats(*, atlas, pilot, tmp_path):
    features = [
        {"properties": {"teryt": code}, "geometry": {"type": "Polygon", "coordinates": [moved(place)]}}
        for place, code in enumerate(("0605", "0607", "0609", "0617", "0601"))
    ]
    path = tmp_path / "powiats.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    options = ("--territory", "06", "--lang", "pl", "--format", "html")
    atlas("report", *pilot, *options, "--boundaries", path, "--out", tmp_path / "with")
    atlas("report", *pilot, *options, "--out", tmp_path / "without")
    page, plain = ((tmp_path / one / "raport-mp-2026-1-06.html").read_text() for one in ("with", "without"))
    assert 'id="map-' in page
    assert 'id="map-' not in plain


def moved(place):
    return [[east + place, north] for east, north in SQUARE]


@pytest.mark.parametrize("text", ["not json", '{"features": [{"properties": {}, "geometry": null}]}'])
def test_boundaries_that_cannot_be_read_are_told_before_anything_is_computed(*, text, atlas, pilot, tmp_path):
    path = tmp_path / "bad.geojson"
    path.write_text(text)
    ran = atlas("report", *pilot, "--territory", "06", "--boundaries", path, "--out", tmp_path / "r")
    assert ran.status == 2
    assert "bad.geojson" in ran.err
    assert "teryt" in ran.err
    assert not (tmp_path / "r").exists()
