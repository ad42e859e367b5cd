"""A real SMTP server on this machine, for tests of what people find in their post."""

from __future__ import annotations

import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message


class Received(Message):
    """Keeps what arrives; refuses addresses that say so."""

    def __init__(self):
        super().__init__()
        self.letters = []

    def handle_message(self, message):
        self.letters.append(message)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody@"):
            return "550 no such mailbox nobody@example.org"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def use_port(settings):
    """Send letters to a port of this machine where nobody listens yet; return it."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    return port


@contextmanager
def listening(port):
    """What arrives at a port meanwhile."""
    handler = Received()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield handler.letters
    finally:
        server.stop()


def text_of(letter):
    """The plain text of a letter that arrived."""
    part = letter.get_payload()[0] if letter.is_multipart() else letter
    return part.get_payload(decode=True).decode()
