"""What one package says about one territory: its gminas, cards, invitations, statistics, gaps, notes and errata.

Reads the package's typed tables, a few columns each; everything the report says beside the results stands here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from atlas.engine.packages.contract import CARD_KINDS, FORM_TABLES
from atlas.kernel.teryt import COUNTRY, identity_of, level_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pyarrow as pa

    from atlas.definitions.models import CardKind, Item
    from atlas.engine.model import Package
    from atlas.report.sources import Book


@dataclass(frozen=True)
class Gmina:
    """A gmina in the session's scope."""

    code: str
    name: str
    institution_type: str
    powiat_name: str = ""
    voivodeship_name: str = ""


@dataclass(frozen=True)
class Erratum:
    """A mistake that was found after closing; it stands beside the value, never in it."""

    session: str
    number: int
    territory: str
    indicator: str
    text: str
    dated_on: date


@dataclass(frozen=True)
class Excerpt:
    """One package's tables, cut to one territory.

    `filed` (accepted cards) and `asked` (invitations) are pairs of gmina and respondent, by kind; `cards` and `invited`
    count them by gmina; `statistics` hold what is known by gmina; `reasons` count
    empty items by (kind, item, reason given), `unanswered` those without a word, `explanations` answers to warnings.
    """

    package: Package
    territory: str
    gminas: tuple[Gmina, ...]
    filed: Mapping[CardKind, tuple[tuple[str, str], ...]]
    asked: Mapping[CardKind, tuple[tuple[str, str], ...]]
    cards: Mapping[CardKind, Counter[str]]
    invited: Mapping[CardKind, Counter[str]]
    services: Counter[str]
    statistics: Mapping[str, Mapping[str, int]]
    reasons: Counter[tuple[CardKind, str, str]]
    unanswered: Mapping[CardKind, int]
    explanations: Counter[CardKind]
    errata: tuple[Erratum, ...]

    @property
    def session(self) -> str:
        """The session's code."""
        return self.package.session.code

    def without(self, statistic: str) -> tuple[Gmina, ...]:
        """Return the gminas where a statistic is not known."""
        return tuple(one for one in self.gminas if statistic not in self.statistics.get(one.code, {}))


def scope_of(package: Package) -> list[Gmina]:
    """Return the gminas of a session's scope, by code."""
    rows = sorted(pq.read_table(package.tables["scope"]).to_pylist(), key=lambda row: str(row["gmina"]))
    return [
        Gmina(
            row["gmina"], row["name"], row["institution_type"],
            row.get("powiat_name") or "", row.get("voivodeship_name") or "",
        )
        for row in rows
    ]  # fmt: skip


def gminas_within(gminas: Sequence[Gmina], territory: str) -> tuple[Gmina, ...]:
    """Return the gminas that lie in a territory; a gmina is itself, also under another seventh digit.

    Args:
        gminas: A session's scope, in order of code: what lies in a territory lies together.
        territory: A code of any level.
    """
    start = identity_of(territory) if level_of(territory) == "gmina" else territory
    if territory == COUNTRY:
        return tuple(gminas)
    first = bisect_left(gminas, start, key=_code)
    return tuple(gminas[first : bisect_left(gminas, f"{start}:", key=_code)])  # ':' comes after every digit


def _code(gmina: Gmina) -> str:
    return gmina.code


def excerpt_of(book: Book, territory: str, *, gminas: tuple[Gmina, ...]) -> Excerpt:
    """Read what a package says about a territory.

    Args:
        book: A package's tables.
        territory: The territory's code in this session.
        gminas: Its gminas in this session's scope.
    """
    reader = _Reader(book, gminas)
    reasons = Counter((row["card_kind"], row["item"], row["reason"]) for row in reader.rows("missing_reasons"))
    filed = {kind: reader.respondents(FORM_TABLES[kind]) for kind in CARD_KINDS}
    asked = {kind: reader.respondents("invitations", kind=kind) for kind in CARD_KINDS}
    return Excerpt(
        package=book.package,
        territory=territory,
        gminas=gminas,
        filed=filed,
        asked=asked,
        cards={kind: Counter(gmina for gmina, _who in filed[kind]) for kind in CARD_KINDS},
        invited={kind: Counter(gmina for gmina, _who in asked[kind]) for kind in CARD_KINDS},
        services=reader.counted("services", by="service"),
        statistics={
            row.pop("gmina"): {name: value for name, value in row.items() if value is not None}
            for row in reader.rows("territory_statistics")
        },
        reasons=reasons,
        unanswered={kind: reader.empty_items(kind) - _given(reasons, book.package, kind=kind) for kind in CARD_KINDS},
        explanations=Counter({kind: reader.counted("notes", by="gmina", kind=kind).total() for kind in CARD_KINDS}),
        errata=_errata(book, territory, gminas=gminas),
    )


def asked_items(package: Package, kind: CardKind) -> list[Item]:
    """Return the items that a gap is counted for; the kinds behind a number are no answers of their own."""
    return [item for item in package.definitions.templates[kind].package_items if not item.kinds_of]


def _given(reasons: Counter[tuple[CardKind, str, str]], package: Package, *, kind: CardKind) -> int:
    asked = {item.code for item in asked_items(package, kind)}
    return sum(count for (of, item, _), count in reasons.items() if of == kind and item in asked)


@dataclass(frozen=True)
class _Reader:
    book: Book
    gminas: tuple[Gmina, ...]

    def table(self, resource: str, *, kind: CardKind | None = None) -> pa.Table:
        table = self.book.table(resource, self.gminas)
        return table if kind is None or not len(table) else table.filter(pc.equal(table["card_kind"], kind))

    def rows(self, resource: str) -> list[dict[str, Any]]:
        return list(self.table(resource).to_pylist())

    def respondents(self, resource: str, *, kind: CardKind | None = None) -> tuple[tuple[str, str], ...]:
        table = self.table(resource, kind=kind)
        if not len(table):
            return ()
        return tuple(zip(table["gmina"].to_pylist(), table["respondent"].to_pylist(), strict=True))

    def counted(self, resource: str, *, by: str, kind: CardKind | None = None) -> Counter[str]:
        table = self.table(resource, kind=kind)
        return Counter(table[by].to_pylist()) if by in table.column_names else Counter()

    def empty_items(self, kind: CardKind) -> int:
        table = self.table(FORM_TABLES[kind])
        codes = [item.code for item in asked_items(self.book.package, kind)]
        return sum(int(table[code].null_count) for code in codes if code in table.column_names)


def _errata(book: Book, territory: str, *, gminas: tuple[Gmina, ...]) -> tuple[Erratum, ...]:
    ours = {territory} | {identity_of(one.code) for one in gminas}
    return tuple(
        Erratum(
            book.package.session.code, row["number"], row["territory"], row["indicator"] or "", row["text"],
            row["dated_on"],
        )
        for row in book.errata
        if row["territory"] in ours or (level_of(row["territory"]) == "gmina" and row["territory"][:6] in ours)
    )  # fmt: skip
