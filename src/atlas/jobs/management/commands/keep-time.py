"""`atlas-web keep-time`: the minute clock."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from atlas.jobs.services.timekeeping import tick
from atlas.kernel.rounds import go_on

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

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
        go_on(self._minute, pause_seconds=MINUTE_SECONDS)

    def _minute(self, _stopped: Callable[[], bool]) -> None:
        close_old_connections()
        try:
            self._tick()
        except OperationalError:
            LOG.exception("this minute found no database")

    def _tick(self) -> None:
        reclaimed, due = tick()
        if reclaimed or due:
            self.stdout.write(f"begun again {reclaimed}, set going {due}")
