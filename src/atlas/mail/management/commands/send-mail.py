"""`atlas-web send-mail`: the worker that sends the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from atlas.kernel.rounds import go_on
from atlas.mail.services import send_due

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

PAUSE_SECONDS = 5


class Command(BaseCommand):
    """Sends what is due, and goes on until it is told to stop."""

    help = "Send the letters of the outbox; goes on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--once`."""
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Send until stopped; SIGTERM and Ctrl-C let the letter at hand go out first."""
        if once:
            self._send(lambda: False)
            return
        go_on(self._round, pause_seconds=PAUSE_SECONDS)

    def _round(self, stopped: Callable[[], bool]) -> None:
        close_old_connections()
        self._send(stopped)

    def _send(self, stopped: Callable[[], bool]) -> None:
        sent, put_off = send_due(stopped=stopped)
        if sent or put_off:
            self.stdout.write(f"sent {sent}, put off {put_off}")
