"""`atlas-web run-jobs`: the worker for long work, on django-tasks' own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Runs jobs until it is told to stop."""

    help = "Run the queue of long work; goes on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--once`."""
        parser.add_argument("--once", action="store_true", help="run what waits now, then end")

    def handle(self, *_args: Any, once: bool, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Hand over to the worker of django-tasks; SIGTERM and Ctrl-C let the job at hand end first."""
        call_command(
            "db_worker", queue_name="work,default", batch=once, interval=1, startup_delay=False, reload=False,
            verbosity=options["verbosity"],
        )  # fmt: skip
