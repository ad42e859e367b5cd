"""`atlas card`: forms of the cards, as spreadsheets to fill in and as a PDF for pen and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from atlas.cli.previous import cards_before
from atlas.cli.progress import progress
from atlas.cli.words import language, say
from atlas.definitions.load import shipped_definitions
from atlas.kernel.errors import DomainError, Place
from atlas.kernel.language import LANGUAGES, _
from atlas.kernel.writing import written_together
from atlas.sheets.blank import write_blank
from atlas.sheets.identity import NOBODY, identities_in, identity_in
from atlas.sheets.session_file import read_session_file
from atlas.sheets.writing.form import write_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import TemplateKind
    from atlas.kernel.language import Language
    from atlas.sheets.identity import Identity
    from atlas.sheets.session_file import SessionFile

KINDS: tuple[TemplateKind, ...] = ("NGO", "IZUS", "STATISTICS")
NEEDS = _("%(option)s is needed here.")
ONLY_WITH = _("%(option)s can be given only together with %(other)s.")
WRITTEN = _("Forms written to %(folder)s: %(count)s.")
_existing_file = click.Path(path_type=Path, exists=True)
_lang_option = click.option(
    "--lang", "form_language", type=click.Choice(LANGUAGES), default=language(), show_default=True,
    help=say(_("Language of the form.")),
)  # fmt: skip


@dataclass(frozen=True)
class _Wish:
    """What was asked for on the command line, whole."""

    kind: TemplateKind | None
    out: Path
    session: Path | None
    respondent: str
    gmina: str
    previous: Path | None
    every: bool
    language: Language


@click.command("new", help=say(_("Write the spreadsheet form of a card, or with --all of every invited card.")))
@click.option("--kind", type=click.Choice(KINDS), help=say(_("Which form; with --all, without it: all of them.")))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="PATH",
    help=say(_("The XLSX file to write; with --all, the folder.")),
)  # fmt: skip
@click.option("--session", type=_existing_file, metavar="FILE", help=say(_("The session's YAML file.")))
@click.option("--respondent", default="", metavar="CODE", help=say(_("Who fills the card in, as the session has it.")))
@click.option("--gmina", default="", metavar="CODE", help=say(_("TERYT code of the gmina that the card is about.")))
@click.option(
    "--previous", type=_existing_file, metavar="PACKAGE",
    help=say(_("The package of the session before: its values stand beside the answers.")),
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help=say(_("Write the form of every invited card and of every gmina.")))
@_lang_option
def new(
    *, kind: str | None, out: Path, session: Path | None, respondent: str, gmina: str, previous: Path | None,
    every: bool, form_language: Language,
) -> None:  # fmt: skip
    """Write one form or all of a session; nothing is written where anything is wrong."""
    asked = cast("TemplateKind | None", kind)
    wish = _Wish(asked, out, session, respondent, gmina, previous, every=every, language=form_language)
    _check_options(wish)
    known = read_session_file(session) if session else None
    former = cards_before(known, previous) if known and previous else None
    wanted = list(_wanted(wish, known))
    folder = out if every else out.parent
    _refuse_to_replace(folder / name for name, _kind, _identity in wanted)
    with progress(say(_("Writing forms")), len(wanted)) as done, written_together(folder) as scratch:
        for name, one_kind, identity in wanted:
            values = former.values(shipped_definitions(), one_kind, identity=identity) if former else None
            form = write_card(
                shipped_definitions(), one_kind, identity=identity, previous=values, language=form_language
            )
            (scratch / name).write_bytes(form)
            done()
    click.echo(say(WRITTEN, folder=out, count=len(wanted)) if every else str(out))


@click.command("blank", help=say(_("Write a card for pen and paper as a PDF.")))
@click.option("--kind", required=True, type=click.Choice(KINDS), help=say(_("Which form.")))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help=say(_("The PDF file to write.")),
)  # fmt: skip
@_lang_option
def blank(*, kind: TemplateKind, out: Path, form_language: Language) -> None:
    """Write the empty card."""
    document = write_blank(shipped_definitions(), kind, language=form_language)
    with written_together(out.parent) as scratch:
        (scratch / out.name).write_bytes(document)
    click.echo(str(out))


command = click.Group("card", commands=[new, blank], help=say(_("Write forms of the cards.")))


def _check_options(wish: _Wish) -> None:
    needs_session = (("--respondent", wish.respondent), ("--gmina", wish.gmina), ("--previous", wish.previous))
    if wish.session is None:
        for option, value in (*needs_session, ("--all", wish.every)):
            if value:
                raise click.UsageError(say(ONLY_WITH, option=option, other="--session"))
    if not wish.every and wish.kind is None:
        raise click.UsageError(say(NEEDS, option="--kind"))
    if wish.session is not None and not wish.every:
        needed = (("--gmina", wish.gmina), ("--respondent", wish.respondent or wish.kind == "STATISTICS"))
        for option, value in needed:
            if not value:
                raise click.UsageError(say(NEEDS, option=option))


def _wanted(wish: _Wish, session: SessionFile | None) -> Iterator[tuple[str, TemplateKind, Identity]]:
    """Give the forms to write: file name, kind, whose it is."""
    if session is not None and wish.every:
        names: set[str] = set()
        for kind in [wish.kind] if wish.kind else KINDS:
            for identity in identities_in(session, kind):
                name = file_name(kind, identity)
                while name.casefold() in names:  # codes that differ only in what a disk does not tell apart
                    name = f"{name.removesuffix('.xlsx')}-2.xlsx"
                names.add(name.casefold())
                yield name, kind, identity
    elif wish.kind is not None:
        one = NOBODY
        if session is not None:
            one = identity_in(session, wish.kind, respondent=wish.respondent, gmina=wish.gmina)
        yield wish.out.name, wish.kind, one


def file_name(kind: TemplateKind, identity: Identity) -> str:
    """Return a form's file name: session, kind, gmina and respondent, with nothing in it that a disk refuses."""
    parts = (identity.session, kind, identity.gmina, identity.respondent)
    return "_".join(re.sub(r"[^\w.-]", "-", part) for part in parts if part) + ".xlsx"


def _refuse_to_replace(paths: Iterator[Path]) -> None:
    """A form that is there already may be filled in.

    Raises:
        DomainError: 'form-exists'.
    """
    for path in paths:
        if path.exists():
            raise DomainError("form-exists", place=Place(str(path)))
