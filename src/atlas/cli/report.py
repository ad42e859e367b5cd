"""`atlas report`: Raport MP for territories, as HTML, PDF and XLSX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from atlas.cli.options import engine_name, out_option, packages_argument, partial_option, territory_names
from atlas.cli.progress import progress
from atlas.cli.words import language, say
from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute, steps_of
from atlas.kernel.language import LANGUAGES, _
from atlas.kernel.writing import written_together
from atlas.report.build import Reports
from atlas.report.charts.outlines import outlines_of
from atlas.report.excerpt import scope_of
from atlas.report.files import FORMATS, Order, write_reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from atlas.engine.model import Package
    from atlas.kernel.language import Language
    from atlas.report.files import Format
    from atlas.report.model import Audience, ReportData

AUDIENCES: tuple[Audience, ...] = ("public", "centre")


@click.command("report", help=say(_("Write Raport MP for territories, as HTML, PDF and XLSX files.")))
@packages_argument
@click.option(
    "--territory", "territories", multiple=True, metavar="CODE",
    help=say(_("TERYT code of a gmina, powiat or voivodeship, or PL; may be given several times.")),
)  # fmt: skip
@click.option("--all-gminas", is_flag=True, help=say(_("One report for every gmina of the latest session.")))
@out_option
@click.option(
    "--format", "formats", type=click.Choice(FORMATS), multiple=True, default=FORMATS, show_default=True,
    help=say(_("Format to write; may be given several times.")),
)  # fmt: skip
@click.option(
    "--boundaries", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="GEOJSON",
    help=say(_("Outlines of powiats and gminas for the maps: polygons with the property teryt.")),
)  # fmt: skip
@click.option(
    "--keep-charts", "store", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help=say(_("Folder that keeps drawn charts, so that the next run need not draw them again.")),
)  # fmt: skip
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
    all_gminas: bool,
    out: Path,
    formats: tuple[Format, ...],
    boundaries: Path | None,
    store: Path | None,
    audience: Audience,
    report_language: Language,
    partial: bool,
) -> None:
    """Verify, compute, build and draw each report; write all or none."""
    if not territories and not all_gminas:
        raise click.UsageError(say(_("Give --territory CODE, or --all-gminas.")))
    mapped = outlines_of(boundaries).codes()  # a bad file is told before the work, not after it
    with (
        progress(say(_("Checking packages")), len(packages)) as checked,
        read_packages(packages, progress=checked) as read,
    ):
        with progress(say(_("Computing")), steps_of(read)) as computed:
            results = compute(read, partial=partial, engine=engine_name(), progress=computed)
        builder = Reports(read, results, names=territory_names())
        codes = tuple(dict.fromkeys((*territories, *(_gminas(read) if all_gminas else ()))))
        built = (builder.build(one, audience=audience, language=report_language, mapped=mapped) for one in codes)
        with written_together(out) as scratch:
            order = Order(tuple(dict.fromkeys(formats)), scratch, boundaries, store)
            names = _written(built, order, number=len(codes))
    for name in names:
        click.echo(str(out / name))


def _gminas(packages: Sequence[Package]) -> Iterator[str]:
    """The gminas of the latest session's scope."""
    latest = max(packages, key=lambda one: one.session.sequence)
    yield from (one.code for one in scope_of(latest))


def _written(reports: Iterator[ReportData], order: Order, *, number: int) -> list[str]:
    """Write all reports and return the names of their files, each once."""
    names: dict[str, None] = {}
    with progress(say(_("Writing reports")), number) as done:
        for written in write_reports(reports, order, number=number):
            names |= dict.fromkeys(written)
            done()
    return list(names)
