"""`atlas`: the group of commands. Loads a command's libraries only when that command is called."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import click

from atlas.cli.words import BAD_INPUT_STATUS, complain, say
from atlas.kernel.errors import DomainError
from atlas.kernel.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "compute": ("atlas.cli.compute", _("Compute the indicators of session packages.")),
    "verify": ("atlas.cli.verify", _("Check a session package and print its hash.")),
    "report": ("atlas.cli.report", _("Write Raport MP for a territory.")),
    "card": ("atlas.cli.card", _("Write forms of the cards.")),
    "package": ("atlas.cli.package", _("Read a folder of filled cards into a session package.")),
    "definitions": ("atlas.cli.definitions", _("Check definitions and show which indicators can be computed.")),
    "terc": ("atlas.cli.terc", _("Read the official TERC file into the territory table.")),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, not when they are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(say(_("Commands"))):
            formatter.write_dl([(name, say(summary)) for name, (_module, summary) in COMMANDS.items()])


@click.group(cls=LazyGroup, help=say(_("Atlas MP: from session packages to indicators and Raport MP.")))
@click.version_option(package_name="atlas-mp")
def cli() -> None:
    """Hold the commands together."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; what the product refuses ends with status 2 and a message, never with a traceback."""
    try:
        cli(args=arguments)
    except DomainError as error:
        texts = importlib.import_module("atlas.cli.texts").TEXTS
        complain(error, texts)
        sys.exit(BAD_INPUT_STATUS)
