"""The case a report is made for: one territory in its latest session, and everything that is known about it.

`case_of` gathers the session, the territory's rows of the results in all sessions, and what is withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from atlas.kernel.teryt import COUNTRY, Level, level_of
from atlas.report.codes import Codes
from atlas.report.excerpt import Excerpt, excerpt_of, gminas_within
from atlas.report.wording import Voice

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from atlas.definitions.checks import Words
    from atlas.definitions.formula.indicators import IndicatorFormula
    from atlas.definitions.models import CardKind, Definitions, Indicator, Item
    from atlas.engine.lineage import Note
    from atlas.engine.model import Package
    from atlas.kernel.language import Language
    from atlas.report.model import Audience
    from atlas.report.protection import Protection
    from atlas.report.records import Key, PairRow, Row
    from atlas.report.sources import Sources


@dataclass(frozen=True)
class Case:
    """Everything a report is written from.

    `excerpts` holds, by session code, what each package says about the territory; `rows` every row of the territory in
    those sessions; `withheld` the rows that this audience may not see, `second` those of them that are withheld only
    because they would give another territory's figure back, `guarded` those that the rule looks at; `hidden_errata`
    the errata (session, number) about withheld figures; `mapped` the territories whose outlines can be drawn.
    """

    voice: Voice
    audience: Audience
    level: Level
    names: Mapping[str, str]
    sources: Sources
    mapped: Collection[str]
    now: Excerpt
    excerpts: Mapping[str, Excerpt]
    rows: Mapping[Key, Row]
    pairs: Mapping[str, PairRow]
    withheld: frozenset[Key]
    second: frozenset[Key]
    guarded: frozenset[Key]
    hidden_errata: frozenset[tuple[str, int]]

    @property
    def packages(self) -> tuple[Package, ...]:
        """All packages the results were computed from, by sequence."""
        return self.sources.packages

    @property
    def notes(self) -> tuple[Note, ...]:
        """What happened to gminas between the sessions."""
        return self.sources.results.notes

    @property
    def words(self) -> Words:
        """The vocabularies of the report's session."""
        return self.sources.books[self.now.session].words

    @property
    def definitions(self) -> Definitions:
        """The definitions of the report's session."""
        return self.now.package.definitions

    @property
    def language(self) -> Language:
        """The report's language."""
        return self.voice.language

    @cached_property
    def _current(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows.values():
            if row.session == self.now.session:
                found.setdefault(row.indicator, []).append(row)
        return found

    def current(self, indicator: str) -> list[Row]:
        """Return an indicator's rows of the report's session: the whole, then its parts, in the results' order."""
        return self._current.get(indicator, [])

    def baseline_of(self, kind: CardKind) -> str | None:
        """Return the baseline session of a kind of card, or None where there is none."""
        ours = (one for one in self.definitions.indicators if one.card_kind == kind)
        return next((row.baseline_session for one in ours for row in self.current(one.id)), None)

    def formula(self, indicator: Indicator) -> IndicatorFormula:
        """Return an indicator's formula, read."""
        return self.sources.books[self.now.session].formulas[indicator.id]

    def items(self, indicator: Indicator) -> list[Item]:
        """Return the card's items that an indicator needs."""
        known = self.words.packages[indicator.card_kind].items
        return [known[code] for code in self.formula(indicator).items]

    @cached_property
    def _known_names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in self.now.gminas:
            for code, name in ((one.code[:2], one.voivodeship_name), (one.code[:4], one.powiat_name)):
                if name:
                    found.setdefault(code, name)
            found[one.code] = one.name
        return found

    def name_of(self, code: str) -> str:
        """Return a territory's name: as the session's scope has it, else as the caller gave it, else its code."""
        if code == COUNTRY:
            return self.names.get(code) or ("Polska" if self.language == "pl" else "Poland")
        return self._known_names.get(code) or self.names.get(code, code)

    def is_withheld(self, row: Row) -> bool:
        """Whether this audience may not see a row, of any territory."""
        if self.audience != "public":
            return False
        protection = self.sources.protection
        return any(row.territory in known.get(row.key, ()) for known in (protection.told, protection.second))


def case_of(
    sources: Sources, *, territory: str, audience: Audience, language: Language, names: Mapping[str, str],
    mapped: Collection[str] = (),
) -> Case:  # fmt: skip
    """Gather a territory's case from the packages and their results.

    Raises:
        DomainError: 'territory-not-in-scope' when no package's scope has the territory.
    """
    scopes = {code: book.scope for code, book in sources.books.items()}
    codes = Codes(sources.packages, territory, notes=sources.results.notes, scopes=scopes)
    now = codes.latest()
    excerpts = {
        one.session.code: excerpt_of(sources.books[one.session.code], code, gminas=gminas)
        for one in sources.packages
        if one.session.sequence <= now.session.sequence and (code := codes.within(one)) is not None
        and (gminas := gminas_within(scopes[one.session.code], code))
    }  # fmt: skip
    here = excerpts[now.session.code]
    rows = {row.key: row for one in excerpts.values() for row in sources.rows(one.session, one.territory)}
    level = level_of(here.territory)
    withheld, second, guarded, errata = _hidden(rows, excerpts, protection=sources.protection)
    public = audience == "public"
    return Case(
        voice=Voice(language), audience=audience, level=level or "gmina", names=names, sources=sources, mapped=mapped,
        now=here, excerpts=excerpts, rows=rows,
        pairs={row.pair: row for row in sources.pairs(here.session, here.territory)},
        withheld=withheld if public else frozenset(), second=second if public else frozenset(),
        guarded=guarded if public else frozenset(), hidden_errata=errata if public else frozenset(),
    )  # fmt: skip


def _hidden(
    rows: Mapping[Key, Row], excerpts: Mapping[str, Excerpt], *, protection: Protection
) -> tuple[frozenset[Key], frozenset[Key], frozenset[Key], frozenset[tuple[str, int]]]:
    """What the public may not see of a territory: withheld, of these for another's sake, guarded, errata."""
    told = frozenset(key for key, row in rows.items() if row.territory in protection.told.get(key, ()))
    second = frozenset(key for key, row in rows.items() if row.territory in protection.second.get(key, ()))
    errata = frozenset(
        (one.session, one.number)
        for excerpt in excerpts.values()
        for one in excerpt.errata
        if protection.hides(one.territory, one.indicator)
    )
    return told | second, second, frozenset(rows) & protection.guarded, errata
