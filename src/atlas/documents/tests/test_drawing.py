import pytest

from atlas.documents import drawing
from atlas.documents.drawing import svg_of


def bars(*values, fill="#1f5fa8"):
    return {
        "width": 200, "height": 40, "data": {"values": [{"a": one} for one in values]},
        "mark": {"type": "bar", "fill": fill}, "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }  # fmt: skip


def test_numbers_on_axes_are_polish_or_english():
    assert "10\u00a0000" in svg_of(bars(12000), language="pl")
    assert "10,000" in svg_of(bars(12000), language="en")


def test_the_font_is_ours_and_nothing_is_said_in_english():
    svg = svg_of(bars(1), language="pl")
    assert svg.startswith('<svg font-family="Source Sans 3"')
    assert svg.count("font-family") == 1
    assert "aria" not in svg
    assert "role" not in svg


@pytest.mark.parametrize("data", [{"url": "https://example.org/a.csv"}, {"url": "file:///etc/passwd"}])
def test_data_from_elsewhere_are_refused(data):
    with pytest.raises(ValueError, match="url"):
        svg_of(bars() | {"data": data}, language="pl")


def test_a_specification_that_draws_nothing_is_an_error():
    with pytest.raises(RuntimeError, match="draws no mark"):
        svg_of(bars(), language="pl")


def test_the_same_drawing_is_drawn_once_and_found_in_the_folder_the_next_time(tmp_path, monkeypatch):
    store = tmp_path / "charts"
    first = svg_of(bars(3), language="pl", store=store)
    (kept,) = store.iterdir()
    assert kept.read_text(encoding="utf-8") == first
    drawing._drawn.cache_clear()
    monkeypatch.setattr(drawing.vl_convert, "vegalite_to_svg", None)  # whoever draws again fails
    assert svg_of(bars(3), language="pl", store=store) == first


def test_another_language_is_another_drawing(tmp_path):
    for language in ("pl", "en"):
        svg_of(bars(3), language=language, store=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_colours_that_stand_for_stripes_become_patterns_with_names_of_their_own():
    one, other = svg_of(bars(1, fill="#a34a01"), language="pl"), svg_of(bars(2, fill="#a34a01"), language="pl")
    names = [svg.split('<pattern id="')[1].split('"')[0] for svg in (one, other)]
    assert len(set(names)) == 2
    assert all(f'fill="url(#{name})"' in svg for name, svg in zip(names, (one, other), strict=True))
