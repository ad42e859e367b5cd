"""Two states of a card, line by line: only what differs, in the form's order, in words."""

from __future__ import annotations

from datetime import date

from atlas.cards.contents import Contents
from atlas.cards.differences import differences
from atlas.cards.form_lines import form_of
from atlas.definitions.card_document import CardDocument, Source
from atlas.definitions.load import shipped_definitions

DEFINITIONS = shipped_definitions()


class NoPlaces:
    def label(self, code):
        return code


def changes(before, after, *, kind="NGO"):
    form = form_of(DEFINITIONS, kind)
    found = differences(form, before=before, after=after, places=NoPlaces(), language="en")
    return [(one.line.code, one.before.answer.replace("\xa0", " "), one.after.answer.replace("\xa0", " "))
            for one in found]  # fmt: skip


def card(contact=None, /, **answers):
    return Contents(CardDocument(answers), contact or {})


def test_the_same_card_has_no_differences():
    assert changes(card(consultations=3, tools=("survey",)), card(consultations=3, tools=("survey",))) == []


def test_only_lines_that_differ_stand_there_in_the_order_of_the_form():
    before = card(consultations=3, contracts=2, researchers=1)
    after = card(contracts=5, consultations=3, researchers=4)
    assert changes(before, after) == [
        ("researchers", "1 person", "4 persons"), ("contracts", "2 contracts", "5 contracts"),
    ]  # fmt: skip


def test_an_empty_answer_is_no_zero():
    assert changes(card(), card(consultations=0)) == [("consultations", "–", "0 events")]


def test_two_reasons_differ_and_so_does_what_could_not_be_read():
    before = Contents(CardDocument(reasons={"managers": "unknown"}))
    after = Contents(CardDocument(reasons={"managers": "not_collected"}))
    assert changes(before, after) == [("managers", "– (not known)", "– (we do not collect such data)")]
    typed = Contents(CardDocument(unread={"managers": {"value": "kilka", "reason": ""}}))
    assert changes(before, typed)[0][2] == "“kilka” (not read as an answer)"


def test_rows_and_sources_are_compared_too():
    row = {"service": "meals", "users": 12, "ngo_staff": 0, "cost_pln": None}
    assert [code for code, *_ in changes(card(), card(services=(row,)))] == ["services:meals"]
    before = Contents(CardDocument({"population": 5}, sources={"population": Source("gus_bdl", date(2025, 12, 31))}))
    after = Contents(CardDocument({"population": 5}, sources={"population": Source("gus_bdl", date(2024, 12, 31))}))
    assert [code for code, *_ in changes(before, after, kind="STATISTICS")] == ["population"]


def test_an_explanation_alone_is_a_difference():
    after = Contents(CardDocument({"researchers": 3}, explanations={"researchers": "Nowe osoby."}))
    (found,) = differences(
        form_of(DEFINITIONS, "NGO"), before=card(researchers=3), after=after, places=NoPlaces(), language="en"
    )
    assert (found.before.explanation, found.after.explanation) == ("", "Nowe osoby.")
    assert found.before.answer == found.after.answer


def test_contact_data_are_compared_where_they_are_given():
    assert changes(card({"contact_phone": "81 1"}), card({"contact_phone": "81 2"})) == [
        ("contact_phone", "81 1", "81 2")
    ]
