"""`atlas package`: a folder of filled cards into a session package, or everything that is wrong with them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from atlas.cli.previous import cards_before
from atlas.cli.progress import progress
from atlas.cli.texts import TEXTS
from atlas.cli.words import language, problem_line, problem_text, say, shown
from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.reading import read_packages
from atlas.engine.packages.writing import write_package
from atlas.kernel.errors import MOST_PROBLEMS, BadInput
from atlas.kernel.language import _
from atlas.kernel.writing import written_together
from atlas.sheets.error_report import ERROR, WARNING, ReportRow, error_report
from atlas.sheets.packaging import collect, form_files
from atlas.sheets.session_file import read_session_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.kernel.errors import Problem
    from atlas.sheets.packaging import Collection
    from atlas.sheets.packaging_tables import Rows
    from atlas.sheets.session_file import SessionFile

    Format = Literal["csv", "parquet"]

REPORT = _("All of it, to send back to people: %(path)s")
WARNED = _("Warning. %(line)s")
MORE_WARNINGS = _("… and %(more)s more warnings; they are all in the report.")
WRITTEN = _(
    "%(path)s: session %(session)s (%(name)s) is in order.\n"
    "Karty NGO: %(ngo)s of %(ngo_invited)s invited, Karty IZUS: %(izus)s of %(izus_invited)s invited, "
    "statistics: %(statistics)s of %(gminas)s gminas.\n"
    "Warnings without an explanation: %(warnings)s, with one: %(notes)s.\n"
    "sha256:%(hash)s"
)
WITHOUT = _("Invited, but no card came: %(who)s.")


@click.command("package", help=say(_("Read a folder of filled cards into a session package.")))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--session", "session_path", required=True, type=click.Path(path_type=Path), metavar="FILE",
    help=say(_("The session's YAML file.")),
)  # fmt: skip
@click.option(
    "--previous", type=click.Path(path_type=Path), metavar="PACKAGE",
    help=say(_("The package of the session before: cards are compared with its values.")),
)  # fmt: skip
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="PACKAGE",
    help=say(_("The folder of the package; made if it is not there.")),
)  # fmt: skip
@click.option(
    "--errors", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help=say(_("Where to write the XLSX report of what is wrong; else beside the package.")),
)  # fmt: skip
@click.option(
    "--format", "table_format", type=click.Choice(("parquet", "csv")), default="parquet", show_default=True,
    help=say(_("Tables for the archive (parquet) or for people (csv).")),
)  # fmt: skip
def command(
    folder: Path, *, session_path: Path, previous: Path | None, out: Path, errors: Path | None, table_format: Format
) -> None:
    """Read, judge; write the package, or say everything that is wrong."""
    report_path = errors or out.parent / f"{out.name}-bledy.xlsx"
    session = read_session_file(session_path)
    former = cards_before(session, previous) if previous else None
    files = form_files(folder, besides=session.files | {report_path})
    with progress(say(_("Reading cards")), len(files)) as done:
        found = collect(
            files, session, definitions=shipped_definitions(), previous=former, language=language(), progress=done
        )
    _tell_warnings(found.warnings)
    if found.problems or found.warnings:
        _write_report(found, report_path)
        click.echo(say(REPORT, path=report_path), err=True)
    if found.problems:
        raise BadInput(found.problems)
    digest = _write(found.tables, out, table_format=table_format)
    if errors is None and not found.warnings:
        report_path.unlink(missing_ok=True)  # what an earlier run found is mended; a file named by the user is theirs
    _tell(found, session, out=out, digest=digest)


def _tell_warnings(warnings: Sequence[Problem]) -> None:
    for problem in warnings[:MOST_PROBLEMS]:
        click.echo(shown(say(WARNED, line=problem_line(problem, TEXTS))), err=True)
    if len(warnings) > MOST_PROBLEMS:
        click.echo(say(MORE_WARNINGS, more=len(warnings) - MOST_PROBLEMS), err=True)


def _write_report(found: Collection, path: Path) -> None:
    kinds = ((ERROR, found.problems), (WARNING, found.warnings))
    rows = [
        ReportRow(one.place.file, one.place.cell, one.place.asked, problem_text(one, TEXTS), say(kind))
        for kind, problems in kinds
        for one in problems
    ]
    with written_together(path.parent) as scratch:
        (scratch / path.name).write_bytes(error_report(rows, language=language()))


def _write(tables: Mapping[str, Rows], out: Path, *, table_format: Format) -> str:
    """Write the package, read it back as anybody would, and only then put it in its place; return its hash."""
    with written_together(out) as scratch, ExitStack() as open_while:
        write_package(tables, scratch, definitions=shipped_definitions(), format=table_format)
        (package,) = open_while.enter_context(read_packages([scratch]))
        return package.hash


def _tell(found: Collection, session: SessionFile, *, out: Path, digest: str) -> None:
    counts = found.counts
    click.echo(
        say(
            WRITTEN, path=out, session=session.code, name=session.name, hash=digest,
            ngo=counts["NGO"], ngo_invited=len(session.invited("NGO")),
            izus=counts["IZUS"], izus_invited=len(session.invited("IZUS")),
            statistics=counts["STATISTICS"], gminas=len(session.gminas()),
            warnings=len(found.warnings), notes=len(found.tables["notes"]),
        )
    )  # fmt: skip
    if found.without_card:
        who = ", ".join(f"{respondent} ({kind}, {gmina})" for kind, gmina, respondent in found.without_card)
        click.echo(say(WITHOUT, who=who))
