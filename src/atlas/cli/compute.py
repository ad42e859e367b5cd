"""`atlas compute`: packages in, tables of indicators out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from atlas.cli.options import engine_name, out_option, packages_argument, partial_option
from atlas.cli.progress import progress
from atlas.cli.words import say
from atlas.engine.output import write_results
from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute, steps_of
from atlas.kernel.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.engine.lineage import Note

NOTES = {
    "renumbered": _("Session %(sequence)s: gmina %(old)s is now %(new)s and is followed."),
    "merged-or-divided": _("Session %(sequence)s: %(old)s and %(new)s were merged or divided; a new baseline starts."),
}


@click.command("compute", help=say(_("Compute every indicator at every level from the packages of all sessions.")))
@packages_argument
@out_option
@partial_option
def command(packages: tuple[Path, ...], out: Path, *, partial: bool) -> None:
    """Verify, compute, write."""
    with (
        progress(say(_("Checking packages")), len(packages)) as checked,
        read_packages(packages, progress=checked) as read,
        progress(say(_("Computing")), steps_of(read)) as computed,
    ):
        results = compute(read, partial=partial, engine=engine_name(), progress=computed)
    for path in write_results(results, out):
        click.echo(str(path))
    for note in results.notes:
        click.echo(note_line(note), err=True)


def note_line(note: Note) -> str:
    """Return what rule 11 found, as a sentence."""
    return say(NOTES[note.kind], sequence=note.sequence, old=note.old, new=note.new)
