"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path

import click
import platformdirs

from atlas.cli.words import say
from atlas.kernel.language import _
from atlas.kernel.territories import read_territory_names

packages_argument = click.argument(
    "packages", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PACKAGE…"
)
out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help=say(_("Folder to write to; made if it is not there.")),
)  # fmt: skip
partial_option = click.option(
    "--partial", is_flag=True, help=say(_("The sequence of sessions may have gaps: no baseline, change or panel."))
)


def engine_name() -> str:
    """Return the engine that ATLAS_ENGINE names."""
    return os.environ.get("ATLAS_ENGINE", "duckdb")


def territories_path() -> Path:
    """Return where the territory table lies: ATLAS_TERRITORIES, else the user's data folder."""
    given = os.environ.get("ATLAS_TERRITORIES")
    return Path(given) if given else Path(platformdirs.user_data_dir("atlas-mp", appauthor=False)) / "territories.csv"


def territory_names() -> dict[str, str]:
    """Return names by TERYT code from the territory table, none where it was never made."""
    path = territories_path()
    return read_territory_names(path) if path.exists() else {}
