"""What exactly the report was made of, and how anybody can compute it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.model import Cell, Column, Commands, Paragraph, Seal, Section, Table

if TYPE_CHECKING:
    from atlas.engine.model import Package
    from atlas.report.case import Case


def seal_of(case: Case) -> Seal:
    """Return what is printed on every page."""
    package = case.now.package
    return Seal(package.session.code, package.session.revision, package.hash, package.session.closes_on)


def identity(case: Case) -> Section:
    """Return the section."""
    say = case.voice.say
    heads = (
        Column(say(_("Session"))), Column(say(_("Revision")), numeric=True), Column(say(_("Definitions"))),
        Column(say(_("SHA-256 of the package"))),
    )  # fmt: skip
    table = Table(
        "packages-table", say(_("Session packages this report was computed from")), heads,
        tuple(_row(one, case) for one in case.packages),
    )  # fmt: skip
    how = say(_(
        "Anybody who has these packages can check and compute every figure again. A package is a folder or a ZIP file."
    ))  # fmt: skip
    packages = " ".join(one.session.code for one in case.packages)
    commands = Commands((
        *(f"atlas verify {one.session.code}" for one in case.packages),
        f"atlas compute {packages} --out DIR",
        f"atlas report {packages} --territory {case.now.territory} --out DIR",
    ))  # fmt: skip
    return Section("identity", say(_("Identity of the data")), (table, Paragraph(how), commands))


def _row(package: Package, case: Case) -> tuple[Cell, ...]:
    session, say = package.session, case.voice.say
    versions = sorted({one.version for one in package.definitions.indicators})
    used = say(
        _("cards NGO %(ngo)s and IZUS %(izus)s; indicators %(indicators)s"),
        ngo=session.template_ngo, izus=session.template_izus, indicators=", ".join(map(str, versions)),
    )  # fmt: skip
    replaced = say(_("replaces %(hash)s"), hash=session.supersedes) if session.supersedes else ""
    return (
        Cell(session.code, detail=session.name, lang="" if case.language == "pl" else "pl"),
        Cell(str(session.revision), float(session.revision), numeric=True),
        Cell(say(_("version: %(versions)s"), versions=used)),
        Cell(package.hash, detail=replaced, code=True),
    )
