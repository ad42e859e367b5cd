"""Who takes part in a synthetic benchmark: territories, organisations and the cards they file, as numpy indices.

Codes and names are made in `synthetic`; files are written by `generate`. All of it is invented.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

GMINAS, POWIATS, VOIVODESHIPS = 2477, 380, 16
FULL_SIZE = 100_000  # cards from which on the whole country takes part
STAYING = 0.70  # share of organisations that file again in the next session
SEVERAL_GMINAS = 0.15  # share of organisations with cards in two or three gminas
SILENT = 0.25  # invited pairs without a card, as a share of cards


@dataclass(frozen=True)
class Territories:
    """Gminas in the order of their codes; `powiat` and `voivodeship` hold an index for each gmina."""

    codes: list[str]
    powiat: Ints
    voivodeship: Ints
    weight: npt.NDArray[np.float64]  # cumulative probability of an organisation's seat


def territories(*, cards: int, rng: np.random.Generator) -> Territories:
    """2,477 gminas for 10^5 cards and more, proportionally fewer below."""
    count = max(8, round(GMINAS * min(1.0, cards / FULL_SIZE)))
    powiats = max(1, round(POWIATS * count / GMINAS))
    voivodeships = max(1, round(VOIVODESHIPS * count / GMINAS))
    powiat = np.arange(count) * powiats // count
    voivodeship = powiat * voivodeships // powiats
    number = np.arange(count) - np.searchsorted(powiat, powiat) + 1
    powiat_number = powiat - powiat[np.searchsorted(voivodeship, voivodeship)] + 1
    codes = [
        f"{2 * (v + 1):02d}{p:02d}{g:02d}{1 + i % 3}"
        for i, (v, p, g) in enumerate(zip(voivodeship, powiat_number, number, strict=True))
    ]
    size = rng.lognormal(0.0, 0.8, count)
    return Territories(codes, powiat, voivodeship, np.cumsum(size / size.sum()))


def _neighbour(rng: np.random.Generator, seat: Ints, *, group: Ints) -> Ints:
    """A gmina of the same group (powiat, voivodeship) for each seat; never the seat unless the group has no other."""
    mine = group[seat]
    first, end = np.searchsorted(group, mine), np.searchsorted(group, mine, side="right")
    size = end - first
    step = 1 + (rng.random(seat.size) * (size - 1)).astype(np.int64)
    return first + (seat - first + step) % size


def _found(rng: np.random.Generator, land: Territories, *, count: int) -> Ints:
    """Gminas of `count` new organisations, shape (count, 3), −1 = none; the first is the seat.

    A second gmina is in the same powiat (half), voivodeship (a quarter) or anywhere (a quarter).
    """
    seat = np.searchsorted(land.weight, rng.random(count) * land.weight[-1])
    places = np.full((count, 3), -1, dtype=np.int64)
    places[:, 0] = np.minimum(seat, len(land.codes) - 1)
    several = np.flatnonzero(rng.random(count) < SEVERAL_GMINAS)
    third = several[rng.random(several.size) < 0.4]
    groups = (land.powiat, land.voivodeship, np.zeros_like(land.powiat))
    for column, who in ((1, several), (2, third)):
        where = rng.choice(3, who.size, p=(0.5, 0.25, 0.25))
        for kind, group in enumerate(groups):
            chosen = who[where == kind]
            places[chosen, column] = _neighbour(rng, places[chosen, 0], group=group)
    twice = (places[:, 2] == places[:, 1]) | (places[:, 2] == places[:, 0])
    places[twice, 2] = -1
    places[places[:, 1] == places[:, 0], 1] = -1
    return places


@dataclass
class Population:
    """Organisations over the sessions; an organisation's number never changes.

    `places` has one row for each organisation ever founded; `active` are those that file in the current session;
    `silent` are invited to every session and never file.
    """

    land: Territories
    rng: np.random.Generator
    places: Ints = field(init=False)
    active: Ints = field(init=False)
    silent: Ints = field(init=False)

    def start(self, cards: int) -> None:
        """The first session: every gmina has at least one organisation, so its baseline is session 1."""
        gminas = len(self.land.codes)
        self.places = _found(self.rng, self.land, count=gminas)
        self.places[:, 0], self.places[:, 1:] = np.arange(gminas), -1
        self.silent = self._add(int(cards * SILENT))
        self.active = np.arange(gminas)
        self._fill(cards)

    def advance(self, cards: int) -> None:
        """The next session: 70 % stay, new ones come."""
        self.active = self.active[self.rng.random(self.active.size) < STAYING]
        self._fill(cards)

    def _add(self, count: int) -> Ints:
        first = len(self.places)
        self.places = np.concatenate([self.places, _found(self.rng, self.land, count=count)])
        return np.arange(first, first + count)

    def _fill(self, cards: int) -> None:
        missing = cards - int((self.places[self.active] >= 0).sum())
        if missing > 0:
            self.active = np.concatenate([self.active, self._add(missing)])
        filed = np.cumsum((self.places[self.active] >= 0).sum(axis=1))
        self.active = self.active[: int(np.searchsorted(filed, cards)) + 1]

    def pairs(self, who: Ints, limit: int | None = None) -> tuple[Ints, Ints]:
        """(gmina, organisation) of the given organisations, sorted by both; at most `limit` of them."""
        places = self.places[who]
        mine, column = np.nonzero(places >= 0)
        mine, column = mine[:limit], column[:limit]
        gmina, organisation = places[mine, column], who[mine]
        order = np.lexsort((organisation, gmina))
        return gmina[order], organisation[order]
