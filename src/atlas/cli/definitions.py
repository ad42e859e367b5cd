"""`atlas definitions check`: the computability matrix (rule 10)."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from atlas.cli.texts import TEXTS
from atlas.cli.words import BAD_INPUT_STATUS, problem_line, say
from atlas.definitions.computability import Computability, computability_matrix
from atlas.definitions.load import SHIPPED, read_definitions
from atlas.kernel.language import _

WIDTH = 160


@click.command(
    "check",
    help=say(_("Check definitions (without FOLDER, the Atlas's own) and show from what each indicator is computed.")),
)
@click.argument("folder", type=click.Path(path_type=Path), required=False, default=SHIPPED)
@click.pass_context
def check(context: click.Context, folder: Path) -> None:
    """Print the matrix, then what is wrong."""
    definitions, problems = read_definitions(folder)
    matrix = computability_matrix(definitions)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(_table(matrix))
    can = sum(one.is_computable for one in matrix)
    click.echo(say(_("Can be computed: %(can)s of %(all)s."), can=can, all=len(matrix)))
    for problem in problems:
        click.echo(problem_line(problem, TEXTS), err=True)
    if problems:
        context.exit(BAD_INPUT_STATUS)


def _table(matrix: list[Computability]) -> Table:
    headers = (
        _("Indicator"),
        _("Kind"),
        _("Items of the Atlas (A)"),
        _("Supplementary items (S)"),
        _("Statistics"),
        _("Missing"),
    )
    table = Table(*(say(header) for header in headers), show_lines=False)
    for one in matrix:
        version = f"{one.indicator.id} v{one.indicator.version}"
        columns = (one.atlas_items, one.supplementary_items, one.statistics, one.missing)
        missing_formula = say(_("formula")) if one.problem and not one.missing else ""
        cells = [", ".join(codes) or "–" for codes in columns]
        table.add_row(version, one.indicator.kind, *cells[:3], missing_formula or cells[3])
    return table


command = click.Group("definitions", commands=[check], help=say(_("Card templates, indicators and catalogues.")))
