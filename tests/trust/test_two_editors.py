"""Two people save one card at once: nothing is lost, and what contradicts is shown to one of them with both texts."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from tests.trust.together import at_once
from tests.trust.world import World

from atlas.cards import contents
from atlas.cards.access import get_card
from atlas.cards.contents import Typed
from atlas.cards.models import Card
from atlas.cards.selectors import document_of, form_for
from atlas.cards.services import saving
from atlas.cards.services.saving import save_lines
from atlas.kernel.errors import DomainError

pytestmark = pytest.mark.usefixtures("moving_clock")


def save(world, actor, *, line, value, seen=""):
    typed = {line: Typed({"value": seen}, {"value": value})}
    return save_lines(get_card(actor, world.card.pk), typed, actor=actor)


def two_values_for_one_line(world, meeting):
    meeting.of(2)
    anna, ewa = world.actors
    outcomes = at_once([
        lambda: save(world, anna, line="consultations", seen="4", value="5"),
        lambda: save(world, ewa, line="consultations", seen="4", value="7"),
    ])  # fmt: skip
    meeting.of(1)
    return dict(zip(("5", "7"), outcomes, strict=True))


def must_keep_one_and_show_both(outcomes, world):
    found = {value: saved.conflicts.get("consultations") for value, saved in outcomes.items()}
    refused = {value: conflict for value, conflict in found.items() if conflict}
    assert len(refused) == 1
    ((mine, conflict),) = refused.items()
    (kept,) = set(found) - {mine}
    assert (conflict.mine["value"], conflict.theirs["value"]) == (mine, kept)
    assert document_of(Card.objects.get(pk=world.card.pk)).answers["consultations"] == int(kept)


def test_of_two_values_for_one_line_one_is_kept_and_the_other_shown(meeting):
    world = World()
    must_keep_one_and_show_both(two_values_for_one_line(world, meeting), world)


def test_control_without_comparing_the_second_overwrites_the_first(meeting, monkeypatch):
    def overwriting(form, now, *, typed, places):
        blind = {code: Typed(now.texts(form.lines[code], places=places), one.now) for code, one in typed.items()}
        return contents.merged(form, now, typed=blind, places=places)

    monkeypatch.setattr(saving, "merged", overwriting)
    world = World()
    outcomes = two_values_for_one_line(world, meeting)
    with pytest.raises(AssertionError):
        must_keep_one_and_show_both(outcomes, world)


def twenty_lines(world, meeting):
    numbers = [line.code for line in form_for(world.card).lines.values() if line.kind == "whole"]
    wanted = {code: place + 10 for place, code in enumerate(code for code in numbers[:21] if code != "consultations")}
    meeting.of(20)
    outcomes = at_once([
        lambda code=code, value=value: save(world, world.actors[value % 2], line=code, value=str(value))
        for code, value in wanted.items()
    ])  # fmt: skip
    meeting.of(1)
    return wanted, outcomes


def must_keep_all(wanted, outcomes, *, world):
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    card = Card.objects.get(pk=world.card.pk)
    answers = document_of(card).answers
    assert len(wanted) == 20
    assert {code: answers.get(code) for code in wanted} == wanted
    assert card.version == world.card.version + 20
    assert not any(saved.conflicts for saved in outcomes)


def test_twenty_saves_of_different_lines_by_two_people_are_all_kept(meeting):
    world = World()
    wanted, outcomes = twenty_lines(world, meeting)
    must_keep_all(wanted, outcomes, world=world)


@pytest.mark.usefixtures("without_locks")
def test_control_without_locks_not_all_twenty_are_kept(meeting):
    world = World()
    wanted, outcomes = twenty_lines(world, meeting)
    with pytest.raises((AssertionError, DatabaseError, DomainError)):
        must_keep_all(wanted, outcomes, world=world)
