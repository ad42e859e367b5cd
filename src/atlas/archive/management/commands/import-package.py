"""`atlas-web import-package PACKAGE…`: verifies session packages and makes closed, sealed sessions of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from atlas.accounts.actor import MACHINE
from atlas.archive.services import import_package
from atlas.cli.words import say
from atlas.engine.packages.reading import read_packages
from atlas.kernel.language import _

if TYPE_CHECKING:
    from argparse import ArgumentParser

IMPORTED = _("%(session)s: imported as a closed session, sealed %(sha256)s")
KNOWN = _("%(session)s: this very package is here already, nothing changed")


class Command(BaseCommand):
    """Imports packages, in the order of their sessions."""

    help = say(_("Verify session packages and import them as closed, sealed sessions."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take folders or ZIP files."""
        parser.add_argument("packages", type=Path, nargs="+")

    def handle(self, *_args: Any, packages: list[Path], **_options: Any) -> None:  # noqa: ANN401
        """Import each package; one that is not in order stops before anything is written."""
        with read_packages(packages) as read:
            for package in sorted(read, key=lambda one: one.session.sequence):
                seal, is_new = import_package(package, actor=MACHINE)
                self.stdout.write(say(IMPORTED if is_new else KNOWN, session=seal.session.code, sha256=seal.sha256))
