"""Puts letters into the outbox and sends them. A dead mail server delays letters and breaks nothing."""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from atlas.kernel import clock
from atlas.mail.models import Attachment, Message
from atlas.mail.rules import pause_after
from atlas.mail.selectors import due_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.core.mail.backends.base import BaseEmailBackend

LOG = logging.getLogger(__name__)
_LONGEST_SUBJECT = 200
_LONGEST_REASON = 300


@dataclass(frozen=True)
class File:
    """A file to attach: its name, its media type, its bytes."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A letter to one address: plain text, a subject of one line, small files."""

    to: str
    subject: str
    body: str
    files: tuple[File, ...] = ()


def queue_message(*, to: str, subject: str, body: str, at: datetime, files: Sequence[File] = ()) -> Message:
    """Put a letter into the outbox, within the caller's transaction.

    Args:
        to: One address.
        subject: One line; line ends are taken out.
        body: Plain text.
        at: The operation's moment.
        files: Small ones; they are kept in the database until the letter is sent.
    """
    (message,) = queue_letters([Letter(to, subject, body, tuple(files))], at=at)
    return message


def queue_letters(letters: Sequence[Letter], *, at: datetime) -> list[Message]:
    """Put letters into the outbox, within the caller's transaction (1 query, and 1 for files); see `queue_message`."""
    messages = Message.objects.bulk_create(
        Message(recipient=one.to, subject=_one_line(one.subject), body=one.body, queued_at=at, next_try_at=at)
        for one in letters
    )
    Attachment.objects.bulk_create(
        Attachment(message=message, name=file.name, kind=file.kind, content=file.content)
        for message, one in zip(messages, letters, strict=True)
        for file in one.files
    )
    return messages


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:_LONGEST_SUBJECT]


def send_due(*, stopped: Callable[[], bool] = lambda: False) -> tuple[int, int]:
    """Try every letter that is due, each once; return how many were sent and how many were put off.

    A letter is claimed before it is sent, so two workers do not send it twice; a worker that is killed in between
    leaves it to be tried again.
    """
    sent = put_off = 0
    with_server = get_connection()
    for message in list(due_messages(at=clock.now())):
        if stopped():
            break
        if _claimed(message):
            if _sent(message, with_server):
                sent += 1
            else:
                put_off += 1
    with_server.close()
    return sent, put_off


def _claimed(message: Message) -> bool:
    """Take a letter for one try: the next try is set before this one begins. False where another worker has it."""
    attempts = message.attempts + 1
    pause = pause_after(attempts)
    with transaction.atomic():
        now = clock.now()
        claimed = Message.objects.filter(pk=message.pk, attempts=message.attempts, next_try_at__isnull=False).update(
            attempts=attempts, next_try_at=now + pause if pause else None
        )
    return claimed == 1


def _sent(message: Message, server: BaseEmailBackend) -> bool:
    letter = EmailMessage(message.subject, message.body, None, [message.recipient], connection=server)
    for file in message.attachments.all():
        letter.attach(file.name, bytes(file.content), file.kind)
    letter.extra_headers["Message-ID"] = f"<outbox-{message.pk}@{_domain()}>"  # the same at each try
    try:
        letter.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        server.close()
        reason = f"{type(error).__name__}: {error}"[:_LONGEST_REASON]
        Message.objects.filter(pk=message.pk).update(last_error=_without(message.recipient, reason))
        LOG.warning("message %s was not sent: %s", message.pk, type(error).__name__)
        return False
    _forget(message)
    return True


def _forget(message: Message) -> None:
    """Keep that a letter was sent, and of its text and files nothing; on one's own machine a page shows the text."""
    kept = message.body if settings.ATLAS_LOCAL else ""
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(sent_at=clock.now(), next_try_at=None, last_error="", body=kept)
        Attachment.objects.filter(message=message).delete()


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def _without(address: str, reason: str) -> str:
    return reason.replace(address, "…")
