"""`atlas-web keep-time`: the minute clock."""

from __future__ import annotations

import logging
import signal
import threading
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from atlas.jobs.services.timekeeping import tick

if TYPE_CHECKING:
    from argparse import ArgumentParser

LOG = logging.getLogger(__name__)
MINUTE_SECONDS = 60


class Command(BaseCommand):
    """Looks each minute what is due and which jobs lost their worker."""

    help = "Set going what is due, each minute; goes on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--once`."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Tick until stopped; a minute that finds no database passes."""
        if once:
            self._tick()
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            try:
                self._tick()
            except OperationalError:
                LOG.exception("this minute found no database")
            stop.wait(MINUTE_SECONDS)

    def _tick(self) -> None:
        reclaimed, due = tick()
        if reclaimed or due:
            self.stdout.write(f"begun again {reclaimed}, set going {due}")
