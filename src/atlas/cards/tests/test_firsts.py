"""Rule 5: whose cards are a territory's first."""

from __future__ import annotations

from atlas.cards.firsts import SessionCards, first_gminas

JANOW, DZWOLA, LUBLIN = "0605053", "0605022", "0663011"


def held(sequence, *, ngo=(), izus=(), scope=(JANOW, DZWOLA, LUBLIN), changes=()):
    return SessionCards(sequence, scope, {"NGO": frozenset(ngo), "IZUS": frozenset(izus)}, changes)


def test_in_the_first_session_every_card_is_a_first_one():
    assert first_gminas([held(1, ngo=[JANOW, LUBLIN])])["NGO"] == {JANOW, LUBLIN}


def test_later_only_the_cards_of_gminas_that_had_none_are_first_ones():
    assert first_gminas([held(1, ngo=[JANOW]), held(2, ngo=[JANOW, DZWOLA])])["NGO"] == {DZWOLA}


def test_each_perspective_has_its_own_first_cards():
    found = first_gminas([held(1, ngo=[JANOW]), held(2, ngo=[JANOW], izus=[JANOW])])
    assert found == {"NGO": frozenset(), "IZUS": {JANOW}}


def test_a_gmina_that_turns_from_rural_to_mixed_is_the_same():
    found = first_gminas([held(1, ngo=["0605052"], scope=["0605052"]), held(2, ngo=[JANOW], scope=[JANOW])])
    assert found["NGO"] == frozenset()


def test_a_renumbered_gmina_is_the_same_but_its_new_powiat_begins_with_its_cards():
    """061101 takes the place of 060505: the gmina had cards before, the powiat 0611 had none."""
    moved = held(2, ngo=["0611013"], scope=["0611013"], changes=[("060505", "061101")])
    assert first_gminas([held(1, ngo=[JANOW]), moved])["NGO"] == {"0611013"}
    within = held(2, ngo=["0605993"], scope=["0605993"], changes=[("060505", "060599")])
    assert first_gminas([held(1, ngo=[JANOW]), within])["NGO"] == frozenset()


def test_a_merged_gmina_begins_anew():
    merged = held(2, ngo=[JANOW], scope=[JANOW], changes=[("060505", "060505"), ("060502", "060505")])
    assert first_gminas([held(1, ngo=[JANOW, DZWOLA]), merged])["NGO"] == {JANOW}
