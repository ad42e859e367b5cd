"""Letters of intent: the PDF of an institution, sending them once each, and the register of answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from tests.web.builders import GMINA

from atlas.accounts.actor import ANONYMOUS, MACHINE
from atlas.audit.models import Entry
from atlas.fieldwork.announcing.intent_files import intent_file
from atlas.fieldwork.announcing.recipients import invited_among
from atlas.fieldwork.models import LetterOfIntent
from atlas.fieldwork.rules import IntentAnswer, Purpose, check_answer
from atlas.fieldwork.services.intents import enter_answer, send_letters_of_intent
from atlas.fieldwork.tests.letter_world import SECOND, institution, only_invited, organisations, plan, written
from atlas.jobs.models import Job
from atlas.jobs.services.running import run
from atlas.kernel.errors import DomainError, NotAllowed
from atlas.mail.models import Attachment, Message
from atlas.monitoring.models import Session
from atlas.sheets.tests.pdf_words import joined, sizes_and_standards, words

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
ENTERED = {"answer": IntentAnswer.POSITIVE, "answered_on": TODAY, "sent_on": date(2026, 2, 20), "note": "Pismo 7/26"}


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(AT, tick=False) as travel:
        yield travel


def pdf(session, participant, language="en"):
    (invited,) = invited_among(session, [participant.pk])
    return intent_file(session, invited, language=language)


def test_the_letter_says_who_asks_whom_for_what_and_by_when():
    office = institution()
    file = pdf(plan((office, [GMINA, SECOND])), office)
    text = words(file.content)
    for fact in (
        "Monitoring Centre", "CUS IZUS-01 (wymyślone) (IZUS-01)", "Janów Lubelski, Modliborzyce",
        "Sesja (wymyślona) (2026-1)", "9 March 2026 – 30 April 2026", "files Karta IZUS", "Yes, we take part",
        "No, we do not take part.", "by 9 March 2026",
    ):  # fmt: skip
        assert joined(fact) in text, fact
    assert file.name == "list-intencyjny-2026-1-izus-01.pdf"


def test_it_is_dated_the_day_on_which_it_is_sent_whenever_the_announcement_was_meant():
    office = institution()
    session = plan((office, [GMINA]))
    session.announce_on = date(2026, 3, 6)
    (invited,) = invited_among(session, [office.pk])
    assert joined("2 March 2026") in words(pdf(session, office).content)
    sent = intent_file(session, invited, language="en", sent_on=date(2026, 2, 20))
    assert joined("20 February 2026") in words(sent.content)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_it_is_one_page_even_with_long_names_and_the_same_bytes_again(language):
    office = institution()
    office.name = "Centrum Usług Społecznych w Bardzo Długiej Nazwie (wymyślone) " * 3
    office.save()
    session = plan((office, [GMINA]))
    content = pdf(session, office, language).content
    assert sizes_and_standards(content) == (1, {(595, 842)}, ("2", "1"))
    assert pdf(session, office, language).content == content


def test_they_go_to_institutions_only_each_with_its_own_letter_and_into_the_register():
    first, second = institution("IZUS-01"), institution("IZUS-02")
    (ngo,) = organisations(1)
    session = plan((first, [GMINA]), (second, [SECOND]), (ngo, [GMINA]))
    run(send_letters_of_intent(session, actor=MACHINE).pk)
    assert written(Purpose.INTENT) == [("izus-01@example.org", "IZUS-01"), ("izus-02@example.org", "IZUS-02")]
    assert [(one.message.recipient, one.name) for one in Attachment.objects.all()] == [
        ("izus-01@example.org", "list-intencyjny-2026-1-izus-01.pdf"),
        ("izus-02@example.org", "list-intencyjny-2026-1-izus-02.pdf"),
    ]
    assert joined("CUS IZUS-02") in words(bytes(Attachment.objects.last().content))
    assert set(LetterOfIntent.objects.values_list("participant__code", "sent_on", "answer")) == {
        ("IZUS-01", TODAY, ""), ("IZUS-02", TODAY, ""),
    }  # fmt: skip


def test_asked_for_again_it_reaches_only_new_addresses_and_keeps_the_first_day(clock):
    office = institution()
    session = plan((office, [GMINA]))
    run(send_letters_of_intent(session, actor=MACHINE).pk)
    clock.shift(timedelta(days=1))
    only_invited(office, "nowa@example.org")
    run(send_letters_of_intent(session, actor=MACHINE).pk)
    assert written() == [("izus-01@example.org", "IZUS-01"), ("nowa@example.org", "IZUS-01")]
    assert Message.objects.count() == 2
    assert LetterOfIntent.objects.get().sent_on == TODAY
    assert Job.objects.last().state == "done"


def test_an_answer_is_entered_changed_and_logged_without_its_note():
    office = institution()
    session = plan((office, [GMINA]))
    enter_answer(session, office, **ENTERED, actor=MACHINE)
    changed = ENTERED | {"answer": IntentAnswer.NEGATIVE}
    enter_answer(session, office, **changed, actor=MACHINE)
    row = LetterOfIntent.objects.get()
    assert (row.answer, row.answered_on, row.sent_on, row.note) == (
        "negative", TODAY, date(2026, 2, 20), "Pismo 7/26",
    )  # fmt: skip
    last = Entry.objects.filter(action="enter-intent-answer").last()
    assert (last.facts["before"], last.facts["answer"]) == ("positive", "negative")
    assert "Pismo" not in str(last.facts)


@pytest.mark.parametrize(("changed", "code"), [
    ({"answered_on": None}, "answer-without-day"),
    ({"answer": IntentAnswer.NONE}, "day-without-answer"),
    ({"answered_on": date(2026, 3, 3)}, "day-in-future"),
    ({"sent_on": date(2026, 3, 3)}, "day-in-future"),
    ({"answered_on": date(2026, 2, 19)}, "answer-before-letter"),
])  # fmt: skip
def test_days_that_cannot_be_are_refused(changed, code):
    facts = {name: value for name, value in (ENTERED | changed).items() if name != "note"}
    with pytest.raises(DomainError, match=code):
        check_answer(**facts, on=TODAY)


def test_only_the_centre_sends_and_enters_and_nothing_is_sent_once_the_session_is_closed():
    office = institution()
    session = plan((office, [GMINA]))
    with pytest.raises(NotAllowed, match="centre-needed"):
        send_letters_of_intent(session, actor=ANONYMOUS)
    with pytest.raises(NotAllowed, match="centre-needed"):
        enter_answer(session, office, **ENTERED, actor=ANONYMOUS)
    Session.objects.update(state="closed")
    with pytest.raises(DomainError, match="session-gets-no-letters"):
        send_letters_of_intent(session, actor=MACHINE)
