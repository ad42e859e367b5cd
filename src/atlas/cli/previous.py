"""The session before, given by --previous: its cards, for forms to show and for rules about change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.cli.progress import progress
from atlas.cli.words import say
from atlas.engine.packages.reading import read_packages
from atlas.kernel.errors import DomainError, Place
from atlas.kernel.language import _
from atlas.sheets.previous import previous_cards

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.sheets.previous import PreviousCards
    from atlas.sheets.session_file import SessionFile


def cards_before(session: SessionFile, path: Path) -> PreviousCards:
    """Return the cards of a package, gminas that the session tells to be renumbered since under their codes of now.

    Raises:
        DomainError: 'form-previous-not-earlier', or what is wrong with the package.
    """
    with (
        progress(say(_("Checking packages")), 1) as checked,
        read_packages([path], progress=checked) as (package,),
    ):
        before = package.session
        if before.sequence >= session.sequence:
            raise DomainError(
                "form-previous-not-earlier", place=Place(str(path)), found=before.code, found_sequence=before.sequence,
                session=session.code, sequence=session.sequence,
            )  # fmt: skip
        told = session.tables.get("territory_changes", ())
        return previous_cards(package, changes=[(str(one["old"]), str(one["new"])) for one in told])
