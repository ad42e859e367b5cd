"""`atlas terc`: the official TERC file into the territory table that commands read names from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from atlas.cli.options import territories_path
from atlas.cli.words import say
from atlas.kernel.language import _
from atlas.kernel.terc import read_terc
from atlas.kernel.territories import write_territories


@click.command("terc", help=say(_("Read the official TERC file of GUS (CSV) into the territory table.")))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help=say(_("Where to write the table; else ATLAS_TERRITORIES or the user's data folder.")),
)  # fmt: skip
def command(file: Path, out: Path | None) -> None:
    """Read, write, count."""
    territories = read_terc(file)
    target = out or territories_path()
    write_territories(territories, target)
    counts = Counter(one.level for one in territories)
    click.echo(
        say(
            _("Voivodeships: %(voivodeships)s, powiats: %(powiats)s, gminas: %(gminas)s.\nWritten: %(path)s"),
            voivodeships=counts["voivodeship"], powiats=counts["powiat"], gminas=counts["gmina"], path=target,
        )
    )  # fmt: skip
