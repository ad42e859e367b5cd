"""The case a report is made for: one territory in its latest session, and everything that is known about it.

`case_of` gathers the session, the territory's rows of the results in all sessions, and what is withheld.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.definitions.checks import Words
from atlas.kernel.teryt import COUNTRY, Level, level_of
from atlas.report.codes import Codes
from atlas.report.excerpt import Excerpt, excerpt_of, gminas_within
from atlas.report.rules import is_withheld
from atlas.report.wording import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.definitions.formula.indicators import IndicatorFormula
    from atlas.definitions.models import Definitions, Indicator, Item
    from atlas.engine.lineage import Note
    from atlas.engine.model import Package, Results
    from atlas.kernel.language import Language
    from atlas.report.model import Audience

Key = tuple[str, str, str]
"""Session, indicator and option of its breakdown ('' for the whole): a row of one territory."""


@dataclass(frozen=True)
class Row:
    """One row of `indicators` (session-package.md), of the report's territory."""

    session: str
    indicator: str
    breakdown: str
    level: Level
    territory: str
    value: float | None
    numerator: float | None
    denominator: float | None
    cards: int
    respondents: int
    invited: int
    coverage: float | None
    gminas_used: int
    gminas_in_scope: int
    definition_version: int
    baseline_session: str | None
    baseline_value: float | None
    baseline_gminas_used: int | None
    baseline_definition_version: int | None
    change: float | None
    relative_change: float | None
    panel_n: int | None
    panel_value: float | None
    panel_baseline: float | None
    panel_change: float | None

    @property
    def key(self) -> Key:
        """Which row it is."""
        return (self.session, self.indicator, self.breakdown)


@dataclass(frozen=True)
class PairRow:
    """One row of `pairs`, of the report's territory and session."""

    pair: str
    gminas_compared: int
    ngo: int | None
    izus: int | None
    difference: int | None


@dataclass(frozen=True)
class Case:
    """Everything a report is written from.

    `excerpts` holds, by session code, what each package says about the territory; `rows` every row of the territory in
    those sessions; `withheld` the rows that this audience may not see, `guarded` those that the rule looks at;
    `hidden_errata` the errata (session, number) about withheld figures.
    """

    voice: Voice
    audience: Audience
    level: Level
    names: Mapping[str, str]
    packages: tuple[Package, ...]
    now: Excerpt
    excerpts: Mapping[str, Excerpt]
    rows: Mapping[Key, Row]
    pairs: Mapping[str, PairRow]
    withheld: frozenset[Key]
    guarded: frozenset[Key]
    hidden_errata: frozenset[tuple[str, int]]
    notes: tuple[Note, ...]
    words: Words
    formulas: Mapping[str, IndicatorFormula]

    @property
    def definitions(self) -> Definitions:
        """The definitions of the report's session."""
        return self.now.package.definitions

    @property
    def language(self) -> Language:
        """The report's language."""
        return self.voice.language

    def current(self, indicator: str) -> list[Row]:
        """Return an indicator's rows of the report's session: the whole, then its parts, in the results' order."""
        return [row for key, row in self.rows.items() if key[:2] == (self.now.session, indicator)]

    def formula(self, indicator: Indicator) -> IndicatorFormula:
        """Return an indicator's formula, read."""
        return self.formulas[indicator.id]

    def items(self, indicator: Indicator) -> list[Item]:
        """Return the card's items that an indicator needs."""
        known = self.words.packages[indicator.card_kind].items
        return [known[code] for code in self.formula(indicator).items]

    def name_of(self, code: str) -> str:
        """Return a territory's name: as the session's scope has it, else as the caller gave it, else its code."""
        if code == COUNTRY:
            return self.names.get(code) or ("Polska" if self.language == "pl" else "Poland")
        for one in self.now.gminas:
            known = {one.code: one.name, one.code[:4]: one.powiat_name, one.code[:2]: one.voivodeship_name}
            if known.get(code):
                return known[code]
        return self.names.get(code, code)


def case_of(
    packages: Sequence[Package], results: Results, *, territory: str, audience: Audience, language: Language,
    names: Mapping[str, str],
) -> Case:  # fmt: skip
    """Gather a territory's case from the packages and their results.

    Raises:
        DomainError: 'territory-not-in-scope' when no package's scope has the territory.
    """
    ordered = tuple(sorted(packages, key=lambda one: one.session.sequence))
    codes = Codes(ordered, territory, notes=results.notes)
    now = codes.latest()
    excerpts = {
        one.session.code: excerpt_of(one, code, gminas=gminas)
        for one in ordered
        if one.session.sequence <= now.session.sequence and (code := codes.within(one)) is not None
        and (gminas := gminas_within(codes.scopes[one.session.code], code))
    }  # fmt: skip
    here = excerpts[now.session.code]
    rows = _rows(results.indicators, excerpts)
    guarded = {_key(row): row for row in _of(results.disclosure, excerpts)}
    withheld = {key for key, row in guarded.items() if _tells_too_much(row)}
    public, words = audience == "public", Words.of(now.definitions)
    level = level_of(here.territory)
    return Case(
        voice=Voice(language), audience=audience, level=level or "gmina", names=names,
        packages=ordered, now=here, excerpts=excerpts,
        rows={row.key: row for row in rows},
        pairs={row.pair: row for row in _pairs(results.pairs, here)},
        withheld=frozenset(withheld if public else ()), guarded=frozenset(guarded if public else ()),
        hidden_errata=frozenset(_about_withheld(results.disclosure, excerpts) if public else ()),
        notes=results.notes, words=words, formulas={one.id: words.formula(one) for one in now.definitions.indicators},
    )  # fmt: skip


def _of(table: pa.Table, excerpts: Mapping[str, Excerpt]) -> list[dict[str, object]]:
    """Return a result table's rows of the territory, session by session."""
    found: list[dict[str, object]] = []
    for session, excerpt in excerpts.items():
        here = pc.and_(pc.equal(table["session"], session), pc.equal(table["territory"], excerpt.territory))
        found += table.filter(here).to_pylist()
    return found


def _rows(table: pa.Table, excerpts: Mapping[str, Excerpt]) -> list[Row]:
    names = [field.name for field in fields(Row)]
    columns = [pc.fill_null(table[name], "") if name == "breakdown" else table[name] for name in names]
    return [Row(**row) for row in _of(pa.table(columns, names=names), excerpts)]  # type: ignore[arg-type]


def _pairs(table: pa.Table, now: Excerpt) -> list[PairRow]:
    names = [field.name for field in fields(PairRow)]
    return [PairRow(**{name: row[name] for name in names}) for row in _of(table, {now.session: now})]  # type: ignore[arg-type]


def _about_withheld(disclosure: pa.Table, excerpts: Mapping[str, Excerpt]) -> list[tuple[str, int]]:
    """Return the errata about an indicator that is withheld, in any session, for the territory they name."""
    found = []
    for one in (one for excerpt in excerpts.values() for one in excerpt.errata):
        there = pc.equal(disclosure["territory"], one.territory)
        about = pc.and_(pc.equal(disclosure["indicator"], one.indicator), there)
        if any(map(_tells_too_much, disclosure.filter(about).to_pylist())):
            found.append((one.session, one.number))
    return found


def _tells_too_much(row: dict[str, object]) -> bool:
    return is_withheld(contributors=_whole(row["contributors"]), top_share=_real(row["top_share"]))


def _key(row: dict[str, object]) -> Key:
    return (str(row["session"]), str(row["indicator"]), str(row["breakdown"] or ""))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _real(value: object) -> float | None:
    return value if isinstance(value, float) else None
