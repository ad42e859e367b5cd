import pytest

from atlas.documents.wrapping import PADDING, height_of, lines_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("krótko", 1),
        ("dwa\nwiersze", 2),
        # 10 digits of 7 pixels = 52.5 pt, less 6 pt = 46.5 pt; 'mmmm' at 10 pt is 4 x 8.33 x 1.04 = 34.7 pt
        ("mmmm mmmm", 2),
        ("iiii iiii", 1),  # 8 x 2.22 + 2.78 = 20.5 pt
        ("m" * 12, 3),  # a word of 104 pt is broken over three lines
    ],
)
def test_lines_are_counted_as_a_program_would_break_them(text, lines):
    assert lines_of(text, width=10, size=10) == lines


def test_bold_and_larger_letters_take_more_room():
    text = "Liczba osób pełniących funkcję Researchera LP"
    plain = lines_of(text, width=20, size=10)
    assert lines_of(text, width=20, size=14) > plain
    assert height_of(text, width=20, size=10, bold=True) >= height_of(text, width=20, size=10)


def test_a_row_is_as_tall_as_its_lines():
    one, two = (height_of(text, width=30, size=10) for text in ("a", "a\na"))
    assert one == 13 + PADDING  # 12.4 pt, rounded up
    assert two == 25 + PADDING
