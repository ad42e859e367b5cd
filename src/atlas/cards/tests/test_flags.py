"""What asks for a look on a card, by numbers worked out by hand. The arithmetic stands beside each."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import pytest

from atlas.cards.flags import (
    Asked,
    Filing,
    Lookout,
    PeerFigures,
    Sides,
    Surroundings,
    distance,
    figures_of,
    peer_figures,
)
from atlas.cards.form_lines import form_of
from atlas.definitions.answers import Context
from atlas.definitions.card_document import CardDocument
from atlas.definitions.checks import Words
from atlas.definitions.load import shipped_definitions

DAY = date(2026, 3, 2)
DEFINITIONS = shipped_definitions()
WORDS = Words.of(DEFINITIONS)


def lookout(kind="NGO"):
    return Lookout(form_of(DEFINITIONS, kind), DEFINITIONS, WORDS)


def flags(answers, *, kind="NGO", previous=None, explanations=None, reasons=None, **beside):
    """What is raised, by code and item; what is said of missing answers stands aside."""
    document = CardDocument(answers=answers, explanations=explanations or {}, reasons=reasons or {})
    surroundings = Surroundings(Context(DAY, previous=previous or {}), **beside)
    found = lookout(kind).flags(document, surroundings)
    return {(one.code, one.item): one for one in found if one.code not in {"empty", "reasons"}}


def test_nothing_is_said_of_a_card_that_says_nothing():
    assert flags({}) == {}


def test_a_warning_is_raised_with_both_languages_and_where_it_was_explained():
    answers = {"contracts": 2, "users_total": 0}
    found = flags(answers)["warning", "contracts"]
    assert found.evidence["explained_at"] == []
    assert found.evidence["pl"] != found.evidence["en"]
    explained = flags(answers, explanations={"contracts": "Umowy od stycznia."})["warning", "contracts"]
    assert explained.evidence["explained_at"] == ["contracts"]
    assert "stycznia" not in str(explained.evidence)


@pytest.mark.parametrize(
    ("before", "now", "ratio"),
    [
        (10, 31, 3.1),  # 31 > 3 × 10
        (10, 30, None),  # 30 = 3 × 10: not over
        (31, 10, 0.32),  # 3 × 10 < 31, 10 / 31 = 0.3226
        (3, 9, None),  # neither reaches 10
        (2, 10, 5.0),  # 10 > 3 × 2, and 10 is not over 5 × 2, which the rule of the card asks about
        (12, 12, None),
    ],
)
def test_a_figure_that_changed_many_times_is_raised_with_both_values(before, now, ratio):
    found = flags({"consultations": now}, previous={"consultations": before})
    if ratio is None:
        assert found == {}
    else:
        assert found["changed", "consultations"].evidence == {"before": before, "now": now, "ratio": ratio}


def test_from_zero_there_is_no_ratio():
    found = flags({"consultations": 10}, previous={"consultations": 0})
    # 10 > 5 × 0: the rule of the card says it already, and it is not said twice
    assert set(found) == {("warning", "consultations")}


def test_an_answer_that_is_gone_is_no_zero():
    found = flags({}, previous={"consultations": 3}, reasons={"consultations": "not_collected"})
    assert found["answer-gone", "consultations"].evidence == {"before": 3, "reason": "not_collected"}
    assert flags({"consultations": 0}, previous={"consultations": 3}) == {}
    assert flags({"consultations": 3}, previous={}) == {}


def test_figures_of_peers_leave_zeros_out():
    # log(1 + 1) = 0.693 twice, log(1 + 3) = 1.386: the median is 0.693, the deviations 0, 0, 0.693
    assert peer_figures([0, 1, 0, 1, 3]) == PeerFigures(3, math.log(2), 0.0)
    assert peer_figures([0, 0]) is None
    # 1, 3, 7, 15, 31 are log 2 times 1, 2, 3, 4, 5: the median is 3 log 2, the deviations 2, 1, 0, 1, 2 log 2
    found = peer_figures([1, 3, 7, 15, 31])
    assert found.middle == pytest.approx(3 * math.log(2))
    assert found.spread == pytest.approx(math.log(2))


def test_the_distance_is_measured_in_robust_deviations():
    peers = PeerFigures(12, 3 * math.log(2), math.log(2))
    # 255: log 256 = 8 log 2, so (8 - 3) log 2 / (1.4826 log 2) = 3.3725; 511: 6 / 1.4826 = 4.0470
    assert distance(255, peers) == pytest.approx(3.3725, abs=1e-4)
    assert distance(511, peers) == pytest.approx(4.0470, abs=1e-4)


@pytest.mark.parametrize(("value", "cards", "raised"), [(255, 12, False), (511, 12, True), (511, 9, False)])
def test_a_value_far_from_enough_peers_is_raised(value, cards, raised):
    peers = {"consultations": PeerFigures(cards, 3 * math.log(2), math.log(2), as_of="2026-03-10T12:00+01:00")}
    found = flags({"consultations": value}, peers=peers)
    if not raised:
        assert found == {}
    else:
        assert found["outlier", "consultations"].evidence == {
            "value": 511, "median": 7.0, "cards": 12, "distance": 4.0, "as_of": "2026-03-10T12:00+01:00",
        }  # fmt: skip


def test_where_peers_hardly_differ_only_a_double_stands_out():
    peers = {"consultations": PeerFigures(20, math.log(101), 0.0)}
    # (log 151 - log 101) / 0.2 = 2.01; (log 221 - log 101) / 0.2 = 3.92; (log 46 - log 101) / 0.2 = -3.93
    assert flags({"consultations": 150}, peers=peers) == {}
    assert flags({"consultations": 220}, peers=peers)["outlier", "consultations"].evidence["distance"] == 3.9
    assert flags({"consultations": 45}, peers=peers)["outlier", "consultations"].evidence["distance"] == -3.9
    assert flags({"consultations": 0}, peers=peers) == {}


def test_the_institution_is_compared_with_the_sum_of_the_organisations():
    ngo = [{"contracts": 2}, {"contracts": 0}, {"contracts": 1}, {}]  # two have contracts, one says nothing
    found = flags({"orgs_contracts": 1}, kind="IZUS", sides=Sides(ngo=ngo))
    assert found["sides-differ", "orgs_contracts"].evidence == {"ngo": 2, "izus": 1, "cards": 3}
    assert flags({"orgs_contracts": 2}, kind="IZUS", sides=Sides(ngo=ngo)) == {}
    assert flags({}, kind="IZUS", sides=Sides(ngo=ngo)) == {}
    assert flags({"orgs_contracts": 1}, kind="IZUS", sides=Sides(ngo=[{}])) == {}


def test_proposals_to_standards_are_added_up():
    ngo = [{"standard_proposals": 2}, {"standard_proposals": 3}]
    found = flags({"standard_proposals_received": 4}, kind="IZUS", sides=Sides(ngo=ngo))
    assert found["sides-differ", "standard_proposals_received"].evidence == {"ngo": 5, "izus": 4, "cards": 2}


def test_an_organisation_is_asked_about_what_the_institution_knows_of_none():
    answers = {"contracts": 3, "users_total": 9}
    found = flags(answers, sides=Sides(izus={"orgs_contracts": 0}))
    assert found["institution-knows-none", "contracts"].evidence == {"ngo": 1, "izus": 0}
    for izus in ({"orgs_contracts": 1}, {}):
        assert flags(answers, sides=Sides(izus=izus)) == {}
    assert flags({"contracts": 0}, sides=Sides(izus={"orgs_contracts": 0})) == {}


def missing(answers, reasons=None):
    found = lookout().flags(CardDocument(answers=answers, reasons=reasons or {}), Surroundings(Context(DAY)))
    return {one.code: one for one in found}


def test_missing_answers_are_counted_with_their_reasons():
    form = lookout().form
    asked = [line.code for line in form.lines.values() if not line.columns and not line.is_personal]
    half = dict.fromkeys(asked[: len(asked) - len(asked) // 2], "unknown")
    assert missing({})["empty"].evidence == {"empty": len(asked), "asked": len(asked)}
    assert not missing({})["empty"].is_notice
    assert missing({}, half)["empty"].is_notice
    found = missing({}, {"contracts": "unknown", "managers": "not_collected", "facilities": "unknown"})
    assert found["reasons"].evidence == {"not_collected": 1, "unknown": 2}
    assert found["reasons"].is_notice
    assert found["empty"].evidence["empty"] == len(asked) - 3


def test_how_a_card_came_is_told():
    paper = Filing("paper", "2026-05-04", "2026-04-30", is_on_behalf=True)
    found = flags({}, filing=paper)
    assert found["on-behalf", ""].evidence == {"channel": "paper"}
    assert not found["on-behalf", ""].is_notice
    assert found["after-deadline", ""].evidence == {"filed_on": "2026-05-04", "due_on": "2026-04-30"}
    assert found["after-deadline", ""].is_notice
    assert flags({}, filing=Filing("online", "2026-04-30", "2026-04-30")) == {}


def test_what_was_asked_about_asks_for_a_look_when_it_comes_back():
    found = flags({}, asked=[Asked("contracts", is_answered=True, is_changed=False)])
    assert found["came-back", "contracts"].evidence == {"answered": True, "changed": False}


def test_numbers_are_known_ones_only_and_money_counts():
    form = lookout().form
    assert figures_of(
        form, {"contracts": 0, "managers": None, "tools": ("survey",), "own_service_monitoring": True}
    ) == {"contracts": 0}
    statistics = lookout("STATISTICS").form
    assert figures_of(statistics, {"population": Decimal(7)}) == {"population": 7.0}
