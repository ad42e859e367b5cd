from datetime import date

import pytest

from atlas.kernel.polish_numbers import NBSP
from atlas.report.wording import Voice, n_

PANEL = n_("panel: %(n)s card", "panel: %(n)s cards")


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "panel: 0 kart"), (1, "panel: 1 karta"), (2, "panel: 2 karty"), (5, "panel: 5 kart"), (12, "panel: 12 kart"),
     (22, "panel: 22 karty"), (25, "panel: 25 kart"), (104, "panel: 104 karty"), (112, "panel: 112 kart")],
)  # fmt: skip
def test_polish_counts_take_one_of_three_forms(number, text):
    assert Voice("pl").count(PANEL, number) == NBSP.join(text.rsplit(" ", 1))


def test_english_counts_take_one_of_two_forms():
    assert [Voice("en").count(PANEL, number) for number in (1, 2)] == ["panel: 1 card", "panel: 2 cards"]


def test_polish_puts_a_space_before_the_percent_sign():
    assert (Voice("pl").percent(36.36), Voice("en").percent(36.36)) == (f"36,4{NBSP}%", "36.4%")


def test_days_are_written_in_words():
    assert Voice("pl").day(date(2025, 12, 31)) == f"31{NBSP}grudnia 2025"


def test_a_long_list_of_names_is_cut_short_and_says_so():
    names = [f"G{number}" for number in range(9)]
    assert Voice("en").names(names) == "G0, G1, G2, G3, G4 and 4 other gminas"
    assert Voice("en").names(names[:6]) == "G0, G1, G2, G3, G4, G5"
