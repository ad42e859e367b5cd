"""`atlas-web import-organisations FILE [--dry-run]`: registers organisations from a CSV or XLSX file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from atlas.accounts.actor import MACHINE
from atlas.cli.words import say
from atlas.kernel.language import _
from atlas.registry.services.importing import import_organisations, read_organisations

if TYPE_CHECKING:
    from argparse import ArgumentParser

GOOD = _("%(file)s is in order: organisations %(found)s. Nothing was written (dry run).")
DONE = _("Registered organisations: %(found)s.")


class Command(BaseCommand):
    """Registers organisations."""

    help = say(_("Register organisations from a CSV or XLSX file: all or none."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and whether to write."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help=say(_("List all problems and write nothing.")))

    def handle(self, *_args: Any, file: Path, dry_run: bool, **_options: Any) -> None:  # noqa: ANN401
        """Read and judge; write unless it is a dry run."""
        if dry_run:
            self.stdout.write(say(GOOD, file=file.name, found=len(read_organisations(file))))
        else:
            self.stdout.write(say(DONE, found=len(import_organisations(file, actor=MACHINE))))
