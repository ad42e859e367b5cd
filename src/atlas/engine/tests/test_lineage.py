"""Rule 11: which gmina of one session is which gmina of another."""

from __future__ import annotations

from atlas.engine.lineage import Lineages, Note

A, B, C, D = "060501", "060502", "060503", "060504"


def identities(*sessions):
    """Take sessions one after another, each as (codes, changes); return the last one's identities and all notes."""
    lineages, found = Lineages(), {}
    for number, (codes, changes) in enumerate(sessions, start=1):
        found = lineages.step(number, codes, changes=changes)
    return found, lineages.notes


def test_a_gmina_is_its_code_from_session_to_session():
    assert identities(([A, B], []), ([A, B], [])) == ({A: A, B: B}, [])


def test_a_gmina_that_misses_a_session_is_still_the_same():
    assert identities(([A], []), ([B], []), ([A], []))[0] == {A: A}


def test_a_renumbering_one_to_one_is_followed_and_noted():
    assert identities(([A], []), ([B], [(A, B)])) == ({B: A}, [Note(2, "renumbered", A, B)])


def test_a_renumbering_holds_in_the_sessions_after_it():
    assert identities(([A], []), ([B], [(A, B)]), ([B], []))[0] == {B: A}


def test_a_renumbering_told_again_later_is_not_made_twice():
    found, notes = identities(([A], []), ([B], [(A, B)]), ([B], [(A, B)]))
    assert found == {B: A}
    assert len(notes) == 1


def test_a_chain_of_renumberings_leads_back_to_the_first_code():
    assert identities(([A], []), ([B], [(A, B)]), ([C], [(B, C)]))[0] == {C: A}


def test_codes_that_move_up_by_one_each_keep_their_own_past():
    assert identities(([A, B], []), ([B, C], [(A, B), (B, C)]))[0] == {B: A, C: B}


def test_two_gminas_that_swap_codes_are_told_apart():
    found, notes = identities(([A, B], []), ([A, B], [(A, B), (B, A)]))
    assert found == {A: B, B: A}
    assert {one.kind for one in notes} == {"renumbered"}


def test_a_gmina_in_which_two_were_merged_is_a_new_one():
    found, notes = identities(([A, B], []), ([C], [(A, C), (B, C)]))
    assert found[C] not in {A, B, C}
    assert [(one.kind, one.old, one.new) for one in notes] == [
        ("merged-or-divided", A, C),
        ("merged-or-divided", B, C),
    ]


def test_a_gmina_that_took_in_another_under_its_own_code_is_a_new_one():
    assert identities(([A, B], []), ([A], [(A, A), (B, A)]))[0][A] != A


def test_a_renumbering_onto_the_code_of_a_living_gmina_is_a_merger():
    found, notes = identities(([A, B], []), ([B], [(A, B)]))
    assert found[B] not in {A, B}
    assert [one.kind for one in notes] == ["merged-or-divided"]


def test_the_parts_of_a_divided_gmina_are_new_ones():
    found, notes = identities(([A], []), ([B, C], [(A, B), (A, C)]))
    assert not {found[B], found[C]} & {A, B, C}
    assert found[B] != found[C]
    assert {one.kind for one in notes} == {"merged-or-divided"}


def test_what_a_division_left_under_the_old_code_is_a_new_one_too():
    assert identities(([A], []), ([A, B], [(A, A), (A, B)]))[0][A] != A


def test_the_other_gminas_are_untouched_by_a_merger():
    assert identities(([A, B, D], []), ([C, D], [(A, C), (B, C)]))[0][D] == D


def test_a_code_that_was_given_up_and_comes_back_names_another_gmina():
    found, _ = identities(([A], []), ([B], [(A, B)]), ([A, B], []))
    assert found[B] == A
    assert found[A] not in {A, B}


def test_a_renumbering_may_be_undone():
    found, _ = identities(([A], []), ([B], [(A, B)]), ([A], [(B, A)]))
    assert found == {A: A}


def test_a_change_that_changes_nothing_is_no_change():
    assert identities(([A], []), ([A], [(A, A)])) == ({A: A}, [])


def test_a_gmina_that_was_renumbered_before_the_first_session_starts_anew():
    assert identities(([B], [(A, B)]), ([B], []))[0][B] not in {A}


def test_after_a_merger_the_new_gmina_is_itself_from_session_to_session():
    merged = ([C], [(A, C), (B, C)])
    after, _ = identities(([A, B], []), merged)
    later, _ = identities(([A, B], []), merged, ([C], []))
    assert after == later
