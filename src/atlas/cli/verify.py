"""`atlas verify`: is this package whole, and what is its hash?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from atlas.cli.options import packages_argument
from atlas.cli.progress import progress
from atlas.cli.words import say
from atlas.engine.packages.reading import read_packages
from atlas.kernel.language import _

if TYPE_CHECKING:
    from pathlib import Path

GOOD = _("%(path)s: session %(session)s (%(name)s) is in order.\nsha256:%(hash)s")


@click.command("verify", help=say(_("Check hashes, cells, keys and references of packages, and print their hashes.")))
@packages_argument
def command(packages: tuple[Path, ...]) -> None:
    """Verify and say so."""
    with (
        progress(say(_("Checking packages")), len(packages)) as checked,
        read_packages(packages, progress=checked) as read,
    ):
        for one in read:
            click.echo(say(GOOD, path=one.path, session=one.session.code, name=one.session.name, hash=one.hash))
