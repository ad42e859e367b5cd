"""`atlas-web import-terc FILE`: takes the official TERC file over into the register of territories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from atlas.accounts.actor import MACHINE
from atlas.cli.words import say
from atlas.kernel.language import _
from atlas.kernel.terc import read_terc
from atlas.registry.services.territories import take_over_territories

if TYPE_CHECKING:
    from argparse import ArgumentParser

TAKEN = _("State of %(as_of)s: opened %(opened)s, closed %(closed)s, unchanged %(unchanged)s.")


class Command(BaseCommand):
    """Takes a TERC file over."""

    help = say(_("Take the official TERC file over; a newer one keeps history."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Read, take over, say what changed."""
        taken = take_over_territories(read_terc(file), actor=MACHINE)
        self.stdout.write(say(TAKEN, **vars(taken)))
