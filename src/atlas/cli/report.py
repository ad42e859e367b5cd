"""`atlas report`: Raport MP for territories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from atlas.cli.options import engine_name, out_option, packages_argument, partial_option, territory_names
from atlas.cli.progress import progress
from atlas.cli.words import language, say
from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute, steps_of
from atlas.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, _
from atlas.kernel.writing import written_together
from atlas.report.build import build_report
from atlas.report.html import render_html

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.kernel.language import Language
    from atlas.report.model import Audience, ReportData

AUDIENCES: tuple[Audience, ...] = ("public", "centre")


@click.command("report", help=say(_("Write Raport MP for a territory, as one HTML file for each.")))
@packages_argument
@click.option(
    "--territory", "territories", required=True, multiple=True, metavar="CODE",
    help=say(_("TERYT code of a gmina, powiat or voivodeship, or PL; may be given several times.")),
)  # fmt: skip
@out_option
@click.option(
    "--audience", type=click.Choice(AUDIENCES), default="public", show_default=True,
    help=say(_("public withholds sums that would tell a single respondent's figures; centre shows everything.")),
)  # fmt: skip
@click.option(
    "--lang", "report_language", type=click.Choice(LANGUAGES), default=language(), show_default=True,
    help=say(_("Language of the report.")),
)  # fmt: skip
@partial_option
def command(
    packages: tuple[Path, ...],
    *,
    territories: tuple[str, ...],
    out: Path,
    audience: Audience,
    report_language: Language,
    partial: bool,
) -> None:
    """Verify, compute, build and draw each report; write all or none."""
    names = territory_names()
    with (
        progress(say(_("Checking packages")), len(packages)) as checked,
        read_packages(packages, progress=checked) as read,
        progress(say(_("Computing")), steps_of(read) + len(territories)) as done,
    ):
        results = compute(read, partial=partial, engine=engine_name(), progress=done)
        pages: dict[str, bytes] = {}
        for territory in dict.fromkeys(territories):
            report = build_report(
                read, results, territory=territory, audience=audience, language=report_language, names=names
            )
            pages[file_name(report)] = render_html(report)
            done()
    with written_together(out) as scratch:
        for name, page in pages.items():
            (scratch / name).write_bytes(page)
    for name in pages:
        click.echo(str(out / name))


def file_name(report: ReportData) -> str:
    """Return a report's file name: session, territory, marks where it is not for everybody or not in Polish."""
    audience = "" if report.audience == "public" else f"-{report.audience}"
    tongue = "" if report.language == DEFAULT_LANGUAGE else f"-{report.language}"
    return f"raport-mp-{report.seal.session}-{report.territory}{audience}{tongue}.html"
