"""Fields in letters: plain names only, what is wrong is named, values are never looked into."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from atlas.fieldwork.announcing.defaults import default_words
from atlas.fieldwork.announcing.fields import FIELDS, check_text, filled
from atlas.fieldwork.announcing.points import points_text
from atlas.fieldwork.rules import WRITTEN_TO, Purpose
from atlas.kernel.errors import BadInput
from atlas.kernel.language import LANGUAGES
from atlas.monitoring.models import PointOfReceipt
from atlas.monitoring.rules import HandOver

ALLOWED = FIELDS[Purpose.ANNOUNCEMENT]


def refusals(text, allowed=ALLOWED):
    with pytest.raises(BadInput) as refused:
        check_text(text, allowed=allowed)
    return [(one.code, one.facts.get("field")) for one in refused.value.problems]


def test_an_unknown_field_is_named_with_those_that_are_known():
    with pytest.raises(BadInput) as refused:
        check_text("Do {participant}: {deadline}, {pages}", allowed=("participant", "session"))
    assert [(one.code, dict(one.facts)) for one in refused.value.problems] == [
        ("letter-field-unknown", {"field": "{deadline}", "allowed": "{participant}, {session}"}),
        ("letter-field-unknown", {"field": "{pages}", "allowed": "{participant}, {session}"}),
    ]


@pytest.mark.parametrize("field", [
    "{participant.name}", "{participant.__class__.__mro__}", "{participant[0]}", "{}", "{0}", "{participant!r}",
    "{participant:>10}", "{participant:{session}}", "{ participant }", "{participant!r:x}",
])  # fmt: skip
def test_anything_but_a_plain_name_is_refused_and_shown_as_it_was_typed(field):
    assert refusals(f"Dzień dobry {field}!") == [("letter-field-odd", field)]


@pytest.mark.parametrize("text", ["{participant", "participant}", "a { b", "{participant} }"])
def test_a_brace_alone_is_refused(text):
    assert refusals(text) == [("letter-brace-alone", None)]


def test_braces_typed_twice_stay_braces():
    check_text("{{participant}}", allowed=())
    assert filled("{{participant}}", {}) == "{participant}"


def test_a_value_is_text_even_where_it_looks_like_a_field():
    assert filled("{participant}", {"participant": "Koło {session} {0.__class__}"}) == "Koło {session} {0.__class__}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("purpose", "kind"), [(one, kind) for one, kinds in WRITTEN_TO.items() for kind in kinds])
def test_the_texts_that_are_there_from_the_start_can_be_filled_in(purpose, kind, language):
    words = default_words(purpose, kind=kind, language=language)
    check_text(words.subject, allowed=FIELDS[purpose])
    check_text(words.body, allowed=FIELDS[purpose])
    values = dict.fromkeys(FIELDS[purpose], "X")
    assert "{" not in filled(words.subject, values) + filled(words.body, values)


def test_a_reminder_knows_the_missing_cards_and_an_announcement_does_not():
    check_text("{cards}", allowed=FIELDS[Purpose.REMINDER])
    assert refusals("{cards}") == [("letter-field-unknown", "{cards}")]


def point(channel="paper", **said):
    given = {"name": "Biuro CUS (wymyślone)", "address": "", "phone": "", "email": "", "note": "", "hours": {}}
    return PointOfReceipt(channel=channel, **given | said)


def test_points_of_receipt_stand_in_a_letter_as_on_the_participants_page():
    hours = {"1": ["08:00", "16:00"], "2": ["08:00", "16:00"], "4": ["08:00", "16:00"], "5": ["09:00", "12:00"]}
    office = point(address="ul. Wymyślona 1", note="Wejście od podwórza.", hours=hours)
    calls = point("phone", name="Dyżur", phone="81 123 45 67", email="dyzur@example.org")
    assert points_text([office, calls], language="en") == (
        "Biuro CUS (wymyślone)\non paper\nul. Wymyślona 1\nWejście od podwórza.\n"
        "Duty hours: Mon–Tue 08:00–16:00, Thu 08:00–16:00, Fri 09:00–12:00\n\n"
        "Dyżur\nby telephone, somebody asks and writes down\ntel. 81 123 45 67\ndyzur@example.org"
    )
    polish = points_text([office], language="pl")
    assert polish.startswith("Biuro CUS (wymyślone)\nna papierze\n")
    assert polish.endswith("Godziny dyżuru: pon.–wt. 08:00–16:00, czw. 08:00–16:00, pt. 09:00–12:00")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", HandOver)
def test_the_letter_words_a_point_as_the_page_does(channel, language):
    one = point(channel.value, phone="81 123 45 67", hours={"1": ["08:00", "16:00"], "3": ["10:00", "18:00"]})
    with override(language):
        page = render_to_string("parts/point.html", {"point": one})
    shown = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert " ".join(points_text([one], language=language).split()) == shown


def test_where_there_is_no_point_the_letter_says_that_the_site_takes_the_card():
    assert points_text([], language="en").startswith("Fill the card in on our website")
    assert "points" not in FIELDS[Purpose.INTENT]
