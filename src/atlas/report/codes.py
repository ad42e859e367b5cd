"""Which code a territory had in which session (rule 11): a gmina may change its seventh digit or be renumbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError
from atlas.kernel.teryt import identity_of, level_of
from atlas.report.excerpt import gminas_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.engine.lineage import Note
    from atlas.engine.model import Package
    from atlas.report.excerpt import Gmina


class Codes:
    """Finds the code that a territory had in each session.

    Raises:
        DomainError: 'territory-not-in-scope', from `latest`.
    """

    def __init__(
        self, packages: tuple[Package, ...], territory: str, *, notes: tuple[Note, ...],
        scopes: Mapping[str, Sequence[Gmina]],
    ) -> None:  # fmt: skip
        self.packages = packages
        self.notes = notes
        self.scopes = scopes
        self.asked = territory
        self.codes = self._codes()

    def latest(self) -> Package:
        """Return the last session whose scope has the territory."""
        for one in reversed(self.packages):
            if one.session.code in self.codes:
                return one
        raise self._unknown()

    def within(self, package: Package) -> str | None:
        """Return the territory's code in a session, or None."""
        return self.codes.get(package.session.code)

    def _codes(self) -> dict[str, str]:
        """From the last session back: a gmina may have had another number, and still be the same."""
        found: dict[str, str] = {}
        code, later = self.asked, False
        for one in reversed(self.packages):
            here = self._in_scope(one, code)
            if here is not None:
                found[one.session.code] = here
                later = True
            if later:
                code = self._before(one.session.sequence, here or code)
        return found

    def _in_scope(self, package: Package, code: str) -> str | None:
        wanted = code if level_of(code) else f"{code}1" if len(code) == len("123456") else code
        if level_of(wanted) is None:
            return None
        gminas = gminas_within(self.scopes[package.session.code], wanted)
        if not gminas:
            return None
        return gminas[0].code if level_of(wanted) == "gmina" else wanted

    def _before(self, sequence: int, code: str) -> str:
        for note in self.notes:
            if note.sequence == sequence and level_of(code) == "gmina" and identity_of(code) == note.new:
                return f"{note.old}{code[6:]}" if note.kind == "renumbered" else ""
        return code

    def _unknown(self) -> DomainError:
        known = sorted({f"{one.code} {one.name}" for scope in self.scopes.values() for one in scope})
        most = 10
        text = ", ".join(known[:most]) + (" …" if len(known) > most else "")
        return DomainError("territory-not-in-scope", territory=self.asked, known=text)
