from datetime import date

import pytest

from atlas.report.rules import is_withheld, leads_with_panel, others_answered, same_length, verdict_on


@pytest.mark.parametrize(
    ("contributors", "top_share", "withheld"),
    [
        (0, None, False),
        (1, 1.0, True),
        (2, 0.5, True),
        (3, 0.75, False),
        (3, 0.7501, True),
        (9, 0.8, True),
        (9, 0.2, False),
    ],
)
def test_sums_of_fewer_than_three_or_with_one_above_three_quarters_are_withheld(*, contributors, top_share, withheld):
    assert is_withheld(contributors=contributors, top_share=top_share) is withheld


@pytest.mark.parametrize(
    ("change", "direction", "verdict"),
    [
        (1, "more", "better"),
        (-1, "more", "worse"),
        (1, "less", "worse"),
        (-1, "less", "better"),
        (1, "neutral", "neutral"),
    ],
)
def test_a_change_is_judged_by_the_direction_of_its_definition(*, change, direction, verdict):
    assert verdict_on(change, direction=direction, shows_as_zero=False) == verdict


def test_a_change_too_small_to_be_shown_is_no_change():
    assert verdict_on(0.004, direction="more", shows_as_zero=True) == "same"


def test_the_panel_leads_only_where_the_number_of_gminas_differs():
    assert leads_with_panel(gminas=5, baseline_gminas=4)
    assert not leads_with_panel(gminas=5, baseline_gminas=5)
    assert not leads_with_panel(gminas=5, baseline_gminas=None)


def test_others_answered_where_a_card_of_either_session_is_not_matched():
    assert others_answered(matched=4, cards=5, baseline_cards=4)
    assert others_answered(matched=4, cards=4, baseline_cards=5)
    assert not others_answered(matched=4, cards=4, baseline_cards=4)


def test_a_leap_year_is_as_long_as_another_year():
    leap, plain = (date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))
    assert same_length(leap, plain)


def test_half_a_year_is_shorter_than_a_year():
    assert not same_length((date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 1, 1), date(2025, 12, 31)))


def test_periods_that_are_no_whole_months_are_compared_by_days():
    assert same_length((date(2025, 1, 2), date(2025, 1, 11)), (date(2025, 3, 5), date(2025, 3, 14)))
    assert not same_length((date(2025, 1, 2), date(2025, 1, 11)), (date(2025, 3, 5), date(2025, 3, 15)))
