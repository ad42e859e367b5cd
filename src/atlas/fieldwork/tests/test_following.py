"""Completeness against a small world that was counted by hand, with a card in every state."""

from __future__ import annotations

import json
from datetime import date

import pytest
from bench.sessions import PILOT, codes, grid, write
from django.utils import translation

from atlas.cards.models import Card
from atlas.cards.rules import CardKind
from atlas.fieldwork.following.asked import NOT_FILED_YET, Wanted, asked_cards, in_batches, with_cards
from atlas.fieldwork.following.choices import Choices, choices_of, wanted_of
from atlas.fieldwork.following.counting import counted, filings
from atlas.fieldwork.following.drawings import shortened
from atlas.fieldwork.following.tallies import KINDS, Standing, Tally, by_day, least_first, rolled_up, tally_of
from atlas.fieldwork.following.territory import followed
from atlas.fieldwork.tests.followed_world import GODZISZOW, JANOW, STATES, WARSAW_GMINA, card_of, follow_world
from atlas.kernel.errors import NotFound

NGO, IZUS, STATISTICS = KINDS
TODAY = date(2026, 3, 20)
EVERYTHING = Choices(None, least=False)


@pytest.fixture
def session(db):
    with translation.override("en"):
        yield follow_world()


def lines(found):
    return {line.name: line.cells for line in found.lines}


def look(session, code="PL", kind=None, **how):
    return followed(session, code, choices=Choices(kind, least=how.pop("least", False)), today=TODAY, **how)


def test_each_state_is_counted_and_a_gmina_where_nobody_was_asked_has_no_share(session):
    gminas = {place.gmina: tallies for place, tallies in counted(session, "PL")}
    ngo = gminas[JANOW][NGO]
    assert (ngo.asked, ngo.filed, ngo.percent) == (7, 3, 43)
    assert dict(ngo.states) == dict.fromkeys(Standing, 1)
    assert (gminas[JANOW][IZUS].percent, gminas[JANOW][STATISTICS].percent) == (100, 100)
    assert gminas[GODZISZOW][NGO].percent == 0
    assert {gminas[GODZISZOW][kind].percent for kind in (IZUS, STATISTICS)} == {None}
    assert {tally.percent for tally in gminas[WARSAW_GMINA].values()} == {None}


def test_territories_add_up_and_say_x_of_y(session):
    country = look(session)
    assert lines(country) == {
        "lubelskie": ("3 of 8 (38\xa0%)", "1 of 1 (100\xa0%)", "1 of 1 (100\xa0%)"),
        "mazowieckie": ("–", "–", "–"),
    }
    assert country.total.cells == lines(country)["lubelskie"]
    assert lines(look(session, "0605")) == {
        "Janów Lubelski": ("3 of 7 (43\xa0%)", "1 of 1 (100\xa0%)", "1 of 1 (100\xa0%)"),
        "Godziszów": ("0 of 1 (0\xa0%)", "–", "–"),
    }
    assert look(session, JANOW).trail == (("PL", ""), ("06", "lubelskie"), ("0605", "janowski"))


def test_one_kind_alone_tells_its_states(session):
    found = look(session, "06", NGO)
    assert lines(found)["janowski"] == ("3 of 8 (38\xa0%)", "1", "2", "1", "1", "1", "1", "1")
    assert look(session, "14", NGO).total.cells == ("–",) * 8
    assert look(session, "06", NGO, states=False).states == ()


def test_a_territory_outside_the_session_is_not_there(session):
    for code in ("02", "0605999", "nowhere", ""):
        with pytest.raises(NotFound, match="territory-not-in-session"):
            look(session, code)


def test_a_card_counts_from_the_day_in_warsaw_on_which_it_was_first_handed_over(session):
    assert filings(session, "PL") == {
        (NGO, date(2026, 3, 3)): 1, (NGO, date(2026, 3, 4)): 1, (NGO, date(2026, 3, 5)): 1,
        (IZUS, date(2026, 3, 6)): 1, (STATISTICS, date(2026, 3, 9)): 1,
    }  # fmt: skip
    found = look(session)
    by_name = {line.name: line for line in found.days}
    assert by_name["04.03.2026"].cells == ("2 of 8 (25\xa0%)", "0 of 1 (0\xa0%)", "0 of 1 (0\xa0%)")
    assert by_name["16.03.2026"].help == "reminder"
    assert found.days[-1].name == "20.03.2026"
    assert found.days[-1].cells == found.total.cells
    assert found.day_unknown == 0


def test_before_the_first_day_there_is_no_chart_and_cards_of_no_day_are_said(session):
    early = followed(session, "PL", choices=EVERYTHING, today=date(2026, 1, 1))
    assert (early.days, early.chart) == ((), None)
    outsider = session.invitations.filter(card_kind="NGO").last().participant
    Card.objects.filter(participant=outsider).update(state="accepted")
    assert look(session).day_unknown == 1


def test_an_imported_gmina_with_statistics_but_no_institution_was_asked_for_them(session):
    card_of(session, WARSAW_GMINA, who=None, state="draft", on=session.invitations.first().participant.registered_at)
    assert lines(look(session))["mazowieckie"] == ("–", "–", "0 of 1 (0\xa0%)")


def test_every_card_is_listed_once_with_its_state(session):
    rows = with_cards(session, asked_cards(session, Wanted()))
    assert len(rows) == asked_cards(session, Wanted()).count() == 10
    assert [one.kind for one in rows if one.gmina == JANOW] == [IZUS, STATISTICS, *[NGO] * 7]
    states = [one.standing for one in rows if one.gmina == JANOW and one.kind == NGO]
    assert states == [Standing(state or "not_started") for state in STATES]
    returned = next(one for one in rows if one.standing == Standing.RETURNED)
    assert (returned.receipt, returned.since.hour) == ("2026-1/NGO/0003", 15)
    assert [one.can_be_reminded for one in rows if one.gmina == JANOW] == [
        False, False, True, True, False, True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(standing=NOT_FILED_YET), 4),
        (Wanted(standing=NOT_FILED_YET, kind="IZUS"), 0),
        (Wanted(kind="STATISTICS"), 1),
        (Wanted(standing="not_started"), 1),
        (Wanted(area="14"), 0),
        (Wanted(area=GODZISZOW), 1),
        (Wanted(name="fundacja 3"), 1),
        (Wanted(name="janów"), 1),
        (Wanted(name="org-8"), 1),
        (Wanted(order="name"), 10),
        (Wanted(order="state"), 10),
    ],
    ids=str,
)
def test_the_list_is_filtered(session, wanted, count):
    assert asked_cards(session, wanted).count() == len(list(in_batches(session, wanted))) == count


def test_lists_are_sorted_by_state_in_the_order_of_a_cards_life(session):
    rows = with_cards(session, asked_cards(session, Wanted(order="state", kind="NGO", area=JANOW)))
    assert [one.standing for one in rows] == list(Standing)


def test_another_sessions_cards_are_not_counted(session):
    other = follow_world("2026-2", sequence=2)
    Card.objects.filter(session=other).update(state="draft")
    assert look(session).total.cells[0] == "3 of 8 (38\xa0%)"
    assert look(other).total.cells[0] == "0 of 8 (0\xa0%)"


def test_shares_never_round_to_none_or_all():
    assert Tally(1000, {Standing.ACCEPTED: 999}).percent == 99
    assert Tally(1000, {Standing.SUBMITTED: 1}).percent == 1
    assert Tally(1000, {}).percent == 0
    assert Tally().percent is None


def test_the_least_comes_first_and_where_nobody_was_asked_last(session):
    found = look(session, "0605", IZUS, least=True)
    assert [line.name for line in found.lines] == ["Janów Lubelski", "Godziszów"]
    found = look(session, "0605", NGO, least=True)
    assert [line.name for line in found.lines] == ["Godziszów", "Janów Lubelski"]


def test_days_reach_to_the_last_filing_and_back_to_the_first():
    rows = by_day({(NGO, date(2026, 1, 30)): 2, (NGO, date(2026, 2, 4)): 1},
                  days=(date(2026, 2, 1), date(2026, 2, 3)), marks=[(date(2026, 2, 3), "deadline")])  # fmt: skip
    assert [row.filed[NGO] for row in rows] == [2, 2, 2, 2, 2, 3]
    assert [row.marks for row in rows if row.marks] == [("deadline",)]


def test_addresses_that_ask_for_what_is_not_known_ask_for_nothing():
    assert choices_of({"rodzaj": "X", "kolejnosc": "Y"}) == EVERYTHING
    assert choices_of({"rodzaj": "IZUS", "kolejnosc": "najmniej"}) == Choices(CardKind.IZUS, least=True)
    assert wanted_of({"obszar": "x", "stan": "x", "rodzaj": "x", "kolejnosc": "x", "nazwa": " a\0 "}) == Wanted(
        name="a"
    )


def test_the_map_shows_the_smallest_territories_that_have_outlines(session, settings, tmp_path):
    assert look(session).map is not None
    assert look(session, "06").map is None
    settings.ATLAS_BOUNDARIES = tmp_path / "grid.geojson"
    settings.ATLAS_BOUNDARIES.write_text(json.dumps(grid([JANOW, GODZISZOW])), encoding="utf-8")
    assert look(session, "06").map.wide.count("<path") > 2
    assert "style=" not in look(session).map.wide + look(session).chart.narrow


def test_a_generated_session_has_every_state_and_its_figures_agree(db):
    session = write(PILOT)
    (total,) = rolled_up(counted(session, "PL"), to="country")
    assert total.tallies[NGO].asked == PILOT.organisations
    assert total.gminas == len(set(codes(PILOT))) == PILOT.gminas
    assert {one for kind in KINDS for one in total.tallies[kind].states} == set(Standing)
    assert sum(filings(session, "PL").values()) == sum(total.tallies[kind].filed for kind in KINDS)
    listed = asked_cards(session, Wanted(standing=NOT_FILED_YET, kind="NGO")).count()
    assert listed == sum(total.tallies[NGO].states[one] for one in ("not_started", "draft", "withdrawn"))


def test_tallies_of_no_cards():
    assert tally_of(0, {}).percent is None
    assert least_first([], kind=NGO) == []


def test_a_shortened_outline_is_the_same_to_the_tenth():
    outline = "M184,252.9L189.8,252.8L189.7,247.8L0.3,248ZM-1,2L5,2L5,-0.5Z"
    assert shortened(outline) == "M184 252.9l5.8-.1-.1-5-189.4 .2zM-1 2l6 0 0-2.5z"


def test_a_ring_of_one_point_is_not_drawn():
    """Browsers take `M48 48lz` for an error."""
    assert shortened("M184,252.9L189.8,252.8ZM48,48Z") == "M184 252.9l5.8-.1z"
    assert shortened("M48,48Z") == ""
