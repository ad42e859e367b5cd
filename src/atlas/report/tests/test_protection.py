from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.kernel.teryt import COUNTRY
from atlas.report.protection import above, second_withheld


def tree(parts):
    """Gminas' sums and all sums above them."""
    sums = dict(parts)
    for code, number in parts.items():
        for whole in (code[:4], code[:2], COUNTRY):
            sums[whole] = sums.get(whole, 0) + number
    return sums


def test_where_one_part_of_a_shown_sum_is_withheld_the_smallest_other_one_is_too():
    sums = tree({"0601011": 5, "0601021": 10, "0601031": 15})
    assert second_withheld(sums, {"0601011"}) == {"0601021"}


def test_a_part_that_is_zero_protects_nothing_and_is_passed_over():
    sums = tree({"0601011": 5, "0601021": 0, "0601031": 15})
    assert second_withheld(sums, {"0601011"}) == {"0601031"}


def test_where_two_parts_are_withheld_no_other_needs_to_be():
    assert second_withheld(tree({"0601011": 5, "0601021": 7, "0601031": 15}), {"0601011", "0601021"}) == set()


def test_a_sum_withheld_for_anothers_sake_takes_one_of_its_own_parts_with_it():
    sums = tree({"0601011": 5, "0602011": 10, "0602021": 15, "0603011": 90})
    assert second_withheld(sums, {"0601011", "0601"}) == {"0602", "0602011"}


def test_two_rows_of_one_level_are_protected_apart():
    sums = tree({"0601011": 5, "0601021": 10, "0602011": 7, "0602021": 9})
    assert second_withheld(sums, {"0601011", "0602011"}) == {"0601021", "0602021"}


@pytest.mark.parametrize(("code", "whole"), [("0605053", "0605"), ("0605", "06"), ("06", "PL")])
def test_every_territory_has_one_above_it(*, code, whole):
    assert above(code) == whole


GMINAS = [f"{powiat}0{number}1" for powiat in ("0601", "0602", "0603", "1401", "1402") for number in range(1, 4)]


@given(st.dictionaries(st.sampled_from(GMINAS), st.integers(0, 40), min_size=1), st.data())
def test_no_withheld_sum_can_be_worked_out_from_those_that_are_shown(parts, data):
    """All that is published are sums over gminas: what they determine is what lies in their span."""
    sums = tree(parts)
    positive = sorted(code for code in parts if parts[code])
    told = set(data.draw(st.lists(st.sampled_from(positive), unique=True))) if positive else set()
    told |= {whole for whole in sums if whole not in parts and telling(whole, told, sums=sums, parts=parts)}
    withheld = told | second_withheld(sums, told)
    leaves = sorted(code for code in parts if parts[code])
    shown = [vector(one, leaves) for one in sums if one not in withheld]
    for one in told:
        assert not in_span(vector(one, leaves), shown)


def telling(whole, told, *, sums, parts):
    """A sum of nobody but one gmina that tells too much tells the same."""
    inside = [code for code in parts if parts[code] and within(code, whole)]
    return len(inside) == 1 and inside[0] in told and sums[whole] > 0


def within(gmina, whole):
    return whole == COUNTRY or gmina.startswith(whole)


def vector(one, leaves):
    return [Fraction(int(within(code, one))) for code in leaves]


def in_span(wanted, rows):
    reduced = []
    for row in [*rows, wanted]:
        rest = list(row)
        for pivot, base in reduced:
            rest = [a - rest[pivot] * b for a, b in zip(rest, base, strict=True)]
        place = next((n for n, one in enumerate(rest) if one), None)
        if place is None:
            if row is wanted:
                return True
            continue
        reduced.append((place, [one / rest[place] for one in rest]))
    return False
