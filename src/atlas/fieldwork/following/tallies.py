"""How far a session's cards have come: counts by territory, kind and state, and by day. Told the counts and the days.

Where nobody was asked there is no share: missing is never zero.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from atlas.cards.rules import CardKind
from atlas.kernel.language import _
from atlas.kernel.teryt import COUNTRY, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from atlas.kernel.teryt import Level

KINDS: Final = (CardKind.NGO, CardKind.IZUS, CardKind.STATISTICS)
_ALL: Final = 100


class Standing(StrEnum):
    """How a card that was asked for stands; the states of a card, and that there is none yet."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"


FILED: Final = (Standing.SUBMITTED, Standing.RETURNED, Standing.ACCEPTED)
"""The Centre has the card."""
NOT_FILED: Final = (Standing.NOT_STARTED, Standing.DRAFT, Standing.WITHDRAWN)
"""The Centre waits for the card: these are reminded. One that was set aside is neither."""
STANDING_WORDS: Final[Mapping[Standing, str]] = {
    Standing.NOT_STARTED: _("not begun"),
    Standing.DRAFT: _("draft"),
    Standing.SUBMITTED: _("submitted"),
    Standing.RETURNED: _("returned with questions"),
    Standing.ACCEPTED: _("accepted"),
    Standing.WITHDRAWN: _("withdrawn"),
    Standing.SET_ASIDE: _("set aside by the Centre"),
}
KIND_WORDS: Final[Mapping[CardKind, str]] = {
    CardKind.NGO: _("Karta NGO"),
    CardKind.IZUS: _("Karta IZUS"),
    CardKind.STATISTICS: _("Territory statistics"),
}


@dataclass(frozen=True)
class Tally:
    """How many cards of a kind were asked for, and how many stand in each state."""

    asked: int = 0
    states: Mapping[Standing, int] = field(default_factory=dict)

    @property
    def filed(self) -> int:
        """How many the Centre has."""
        return sum(self.states.get(one, 0) for one in FILED)

    @property
    def percent(self) -> int | None:
        """How many of a hundred were handed over; None where nobody was asked.

        Never 0 where somebody has, never 100 where somebody has not.
        """
        if not self.asked:
            return None
        if 0 < self.filed < self.asked:
            return min(max(round(_ALL * self.filed / self.asked), 1), _ALL - 1)
        return round(_ALL * self.filed / self.asked)


def tally_of(asked: int, cards: Mapping[str, int]) -> Tally:
    """Return the tally of so many cards asked for, of which these are there, by the card's state.

    >>> tally_of(3, {"draft": 1, "accepted": 1}).states[Standing.NOT_STARTED]
    1
    """
    states = {Standing(state): count for state, count in cards.items()}
    return Tally(asked, {Standing.NOT_STARTED: asked - sum(states.values()), **states})


def added_up(tallies: Iterable[Tally]) -> Tally:
    """Return the tally of all together."""
    asked, states = 0, dict[Standing, int]()
    for one in tallies:
        asked += one.asked
        for standing, count in one.states.items():
            states[standing] = states.get(standing, 0) + count
    return Tally(asked, states)


@dataclass(frozen=True)
class Place:
    """A gmina of the session's scope, with its names and where it lies on the session's day."""

    gmina: str
    name: str
    powiat: str
    powiat_name: str
    voivodeship: str
    voivodeship_name: str

    def at(self, level: Level) -> tuple[str, str]:
        """Return code and name of the territory of a level in which the gmina lies; a name not known is the code."""
        return {
            "gmina": (self.gmina, self.name or self.gmina),
            "powiat": (self.powiat, self.powiat_name or self.powiat),
            "voivodeship": (self.voivodeship, self.voivodeship_name or self.voivodeship),
            "country": (COUNTRY, ""),
        }[level]


@dataclass(frozen=True)
class Row:
    """A territory with its tallies by kind, of so many gminas."""

    code: str
    name: str
    gminas: int
    tallies: Mapping[CardKind, Tally]


def rolled_up(gminas: Iterable[tuple[Place, Mapping[CardKind, Tally]]], *, to: Level) -> list[Row]:
    """Return the territories of a level with the sums of their gminas, by name."""
    found: dict[tuple[str, str], list[Mapping[CardKind, Tally]]] = {}
    for place, tallies in gminas:
        found.setdefault(place.at(to), []).append(tallies)
    rows = [Row(code, name, len(parts), _together(parts)) for (code, name), parts in found.items()]
    return sorted(rows, key=attrgetter("name", "code"))


def _together(parts: Sequence[Mapping[CardKind, Tally]]) -> Mapping[CardKind, Tally]:
    return parts[0] if len(parts) == 1 else {kind: added_up(part[kind] for part in parts) for kind in KINDS}


def least_first(rows: Iterable[Row], *, kind: CardKind) -> list[Row]:
    """Return territories with the least share handed over first; those where nobody was asked at the end."""

    def key(row: Row) -> tuple[bool, float, str]:
        tally = row.tallies[kind]
        return (not tally.asked, tally.filed / tally.asked if tally.asked else 0.0, row.name)

    return sorted(rows, key=key)


def level_below(code: str) -> Level:
    """Return the level into which a territory is divided; a gmina is its own.

    >>> level_below("PL"), level_below("06"), level_below("0605"), level_below("0605053")
    ('voivodeship', 'powiat', 'gmina', 'gmina')
    """
    below: dict[Level | None, Level] = {"country": "voivodeship", "voivodeship": "powiat"}
    return below.get(level_of(code), "gmina")


@dataclass(frozen=True)
class DayRow:
    """How many cards of each kind were handed over until the end of a day, and what the schedule says of it."""

    day: date
    filed: Mapping[CardKind, int]
    marks: tuple[str, ...] = ()


def by_day(
    filings: Mapping[tuple[CardKind, date], int], *, days: tuple[date, date], marks: Sequence[tuple[date, str]]
) -> list[DayRow]:
    """Return the days from the first to the last, or to the last filing, with what was handed over until each.

    Args:
        filings: How many cards were first handed over on each day, of those that the Centre has.
        days: The first day to show, if nothing was filed before, and the last.
        marks: Days of the schedule with what they are.
    """
    known = [day for _kind, day in filings]
    first, last = min([days[0], *known]), max([days[1], *known])
    rows, sums = [], Counter[CardKind]()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        sums.update({kind: filings.get((kind, day), 0) for kind in KINDS})
        rows.append(DayRow(day, dict(sums), tuple(word for one, word in marks if one == day)))
    return rows
