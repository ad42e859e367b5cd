"""Letters go out through a real SMTP server; a dead one delays them and breaks nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from tests.web.builders import NOW
from tests.web.mail_server import listening, text_of, use_port

from atlas.mail.models import Attachment, Message
from atlas.mail.rules import PAUSES
from atlas.mail.services import File, queue_message, send_due


@pytest.fixture
def to_port(settings):
    return use_port(settings)


@pytest.fixture
def received(to_port):
    with listening(to_port) as letters:
        yield letters


def queue(to="anna@example.org"):
    return queue_message(to=to, subject="Zaproszenie\n do Atlasu", body="Zażółć gęślą jaźń", at=NOW)


@pytest.mark.django_db
def test_a_letter_arrives_once_and_its_text_is_forgotten(received, settings):
    settings.ATLAS_LOCAL = False
    letter = queue()
    assert send_due() == (1, 0)
    assert send_due() == (0, 0)
    (arrived,) = received
    assert arrived["To"] == "anna@example.org"
    assert arrived["Subject"] == "Zaproszenie do Atlasu"
    assert text_of(arrived).strip() == "Zażółć gęślą jaźń"
    letter.refresh_from_db()
    assert (letter.body, letter.attempts, letter.next_try_at) == ("", 1, None)
    assert letter.sent_at is not None


@pytest.mark.django_db
def test_a_file_goes_with_its_letter_and_is_forgotten_with_it(received):
    pdf = File("potwierdzenie.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    queue_message(to="anna@example.org", subject="Karta", body="Karta złożona.", at=NOW, files=[pdf])
    assert send_due() == (1, 0)
    (arrived,) = received
    text, file = arrived.get_payload()
    assert text.get_payload(decode=True).decode().strip() == "Karta złożona."
    assert (file.get_filename(), file.get_content_type()) == (pdf.name, pdf.kind)
    assert file.get_payload(decode=True) == pdf.content
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_a_dead_server_delays_a_letter_by_growing_pauses(to_port):
    letter = queue()
    with time_machine.travel(NOW, tick=False) as clock:
        assert send_due() == (0, 1)
        letter.refresh_from_db()
        assert letter.next_try_at == NOW + timedelta(minutes=1)
        assert letter.last_error.startswith("ConnectionRefusedError")
        assert send_due() == (0, 0)  # not before its time
        clock.shift(timedelta(minutes=1))
        assert send_due() == (0, 1)
        letter.refresh_from_db()
        assert letter.next_try_at == NOW + timedelta(minutes=6)


@pytest.mark.django_db
def test_a_letter_waits_until_the_server_is_back(to_port):
    queue()
    with time_machine.travel(NOW, tick=False) as clock:
        send_due()
        clock.shift(timedelta(minutes=1))
        with listening(to_port) as letters:
            assert send_due() == (1, 0)
    assert len(letters) == 1


@pytest.mark.django_db
def test_after_the_last_try_a_letter_stays_unsent_with_its_reason(to_port):
    letter = queue()
    with time_machine.travel(NOW, tick=False) as clock:
        for pause in (*PAUSES, timedelta()):
            send_due()
            clock.shift(pause)
        assert send_due() == (0, 0)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.next_try_at, letter.attempts) == (None, None, len(PAUSES) + 1)


@pytest.mark.django_db
def test_one_refused_address_does_not_stop_the_others_and_is_not_kept_in_the_reason(received):
    refused, _good = queue("nobody@example.org"), queue()
    assert send_due() == (1, 1)
    refused.refresh_from_db()
    assert "550" in refused.last_error
    assert "nobody@example.org" not in refused.last_error
    assert len(received) == 1


def test_a_letter_is_gone_with_a_change_that_fails(committed_db):
    def change_and_fail():
        with transaction.atomic():
            queue()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change_and_fail()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_letter_that_another_worker_took_is_left_to_it(received, monkeypatch):
    letter = queue()
    seen = list(Message.objects.all())
    Message.objects.filter(pk=letter.pk).update(attempts=1)  # what a worker does first
    monkeypatch.setattr("atlas.mail.services.due_messages", lambda *, at: seen)
    assert send_due() == (0, 0)
    assert received == []


@pytest.mark.django_db
def test_the_worker_can_make_one_round(received, capsys):
    queue()
    call_command("send-mail", "--once")
    assert capsys.readouterr().out == "sent 1, put off 0\n"


@pytest.mark.django_db
def test_on_ones_own_machine_a_letter_leaves_for_nowhere_and_stays_to_be_read(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # as the settings have it there
    queue()
    assert send_due() == (1, 0)
    assert "Zażółć gęślą jaźń" in client.get("/poczta/").content.decode()
