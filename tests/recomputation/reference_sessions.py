"""The reference reads sessions: the same gmina (rule 11), which cards enter (rules 2 and 3). See reference.py."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from tests.recomputation.reference_definitions import (
    LEVELS,
    Identity,
    Indicator,
    Measure,
    Number,
    Package,
    Row,
    option_ticked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

# --- One session, read ------------------------------------------------------------------------------------------


class Territory(NamedTuple):
    """A territory of one session: its code then, what it is across sessions, its gminas in scope."""

    level: str
    code: str
    identity: Identity
    gminas: frozenset[str]


class Session(NamedTuple):
    """A package in the form that the rules need."""

    rank: int  # 0 = the first by sequence
    code: str
    cards: dict[str, list[Row]]
    services: list[Row]
    invitations: list[Row]
    statistics: dict[str, Row]
    identities: dict[str, Identity]
    territories: list[Territory]


class Entry(NamedTuple):
    """A card (EFF: a service row) that enters an indicator, with what it brings.

    `top` is 1 or 0 for a condition, the number for a field (money in grosze); `bottom` is 0 where there is none.
    """

    respondent: str
    gmina: str
    service: str
    top: int
    bottom: int


class Figure(NamedTuple):
    """The result of adding up entries."""

    value: Number | None
    numerator: Number | None
    denominator: Number | None


MISSING = Figure(None, None, None)


class Cell(NamedTuple):
    """One place of the full grid."""

    session: Session
    indicator: Indicator
    breakdown: str
    territory: Territory


class Result(NamedTuple):
    """The three tables."""

    indicators: list[Row]
    pairs: list[Row]
    disclosure: list[Row]


def sequence_of(package: Package) -> int:
    return int(package["session"][0]["sequence"])


def read_sessions(packages: Iterable[Package]) -> list[Session]:
    """The packages in the order of `sequence`."""
    ordered = sorted(packages, key=sequence_of)
    identities = follow_gminas(ordered)
    return [read_session(rank, package, identities[rank]) for rank, package in enumerate(ordered)]


def read_session(rank: int, package: Package, identities: dict[str, Identity]) -> Session:
    return Session(
        rank=rank,
        code=package["session"][0]["session"],
        cards={"NGO": package["cards_ngo"], "IZUS": package["cards_izus"]},
        services=package["services"],
        invitations=package["invitations"],
        statistics={row["gmina"]: row for row in package["territory_statistics"]},
        identities=identities,
        territories=territories_of(package["scope"], identities),
    )


def territories_of(scope: list[Row], identities: dict[str, Identity]) -> list[Territory]:
    """Rule 1: every territory with a gmina in the session's scope, by level, then by code."""
    members: dict[tuple[int, str], set[str]] = {}
    for row in scope:
        codes = (row["gmina"], row["powiat"], row["voivodeship"], "PL")
        for rank, code in enumerate(codes):
            members.setdefault((rank, code), set()).add(row["gmina"])
    return [
        Territory(LEVELS[rank], code, identities[code] if rank == 0 else code, frozenset(gminas))
        for (rank, code), gminas in sorted(members.items())
    ]


# --- The same gmina (rule 11) -----------------------------------------------------------------------------------


def follow_gminas(packages: list[Package]) -> list[dict[str, Identity]]:
    """Rule 11: for each session, 7-digit code -> what the gmina is across sessions.

    A gmina is its first six digits. The rows of a session's `territory_changes` that no earlier package had apply,
    all at once, between the session before and this one.
    """
    names: dict[str, Identity] = {}
    applied: set[tuple[str, str, str | None]] = set()
    identities = []
    for index, package in enumerate(packages):
        rows = {(row["old"], row["new"], row.get("from_on")) for row in package.get("territory_changes") or []}
        names = renumber(names, {(old, new) for old, new, _ in rows - applied}, index)
        applied |= rows
        identities.append({row["gmina"]: name_of(names, row["gmina"][:6]) for row in package["scope"]})
    return identities


def name_of(names: dict[str, Identity], code: str) -> Identity:
    """A six-digit code that no change has touched stands for itself since the beginning."""
    return names.get(code, (code, 0))


def renumber(names: dict[str, Identity], changes: set[tuple[str, str]], index: int) -> dict[str, Identity]:
    """Rule 11: one to one is followed; merger, division and a code set free give a new gmina (a new baseline)."""
    after = dict(names)
    for code in {code for change in changes for code in change}:
        sources = [old for old, new in changes if new == code]
        one_to_one = len(sources) == 1 and len([new for old, new in changes if old == sources[0]]) == 1
        after[code] = name_of(names, sources[0]) if one_to_one else (code, index + 1)
    return after


# --- Which cards enter (rules 2 and 3) --------------------------------------------------------------------------


def entries(session: Session, indicator: Indicator, breakdown: str) -> list[Entry]:
    """The cards or service rows of the whole session that enter an indicator."""
    if indicator.kind == "ratio":
        return service_entries(session, indicator, breakdown)
    if indicator.statistic:
        return statistic_entries(session, indicator)
    if indicator.bottom:
        return two_field_entries(session, indicator)
    top = option_ticked("tools", breakdown) if breakdown else indicator.top
    return card_entries(session.cards[indicator.card_kind], top)


def card_entries(cards: list[Row], top: Measure) -> list[Entry]:
    """Rule 2: the cards with the condition or field known."""
    known = [(card, top(card)) for card in cards]
    return [Entry(card["respondent"], card["gmina"], "", int(x), 0) for card, x in known if x is not None]


def statistic_entries(session: Session, indicator: Indicator) -> list[Entry]:
    """Rule 3: the cards with the condition known, in the gminas where the statistic is known."""
    found = card_entries(session.cards[indicator.card_kind], indicator.top)
    return [entry for entry in found if statistic(session, entry.gmina, indicator.statistic) is not None]


def two_field_entries(session: Session, indicator: Indicator) -> list[Entry]:
    """Rule 3: with a denominator from the cards themselves, the cards where both fields are known."""
    found = []
    for card in session.cards[indicator.card_kind]:
        top, bottom = indicator.top(card), card.get(indicator.bottom)
        if top is not None and bottom is not None:
            found.append(Entry(card["respondent"], card["gmina"], "", top, bottom))
    return found


def service_entries(session: Session, indicator: Indicator, service: str) -> list[Entry]:
    """Rule 3: the service rows (of one service, or all) where both fields are known; EFF-1 only with staff > 0."""
    found = []
    for row in session.services:
        top, bottom = indicator.top(row), row.get(indicator.bottom)
        if top is None or bottom is None or (service and row["service"] != service):
            continue
        if indicator.code == "EFF-1" and bottom == 0:
            continue
        number = grosze(top) if indicator.code == "EFF-2" else top
        found.append(Entry(row["respondent"], row["gmina"], row["service"], number, bottom))
    return found


def grosze(money: Decimal | int) -> int:
    return int(Decimal(money) * 100)


def statistic(session: Session, gmina: str, name: str) -> int | None:
    """A territory statistic of one gmina; a gmina without a row has none."""
    return session.statistics.get(gmina, {}).get(name)
