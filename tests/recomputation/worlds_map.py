"""The territory of generated worlds: gminas that are renumbered, merged and divided."""

from __future__ import annotations

from typing import NamedTuple

VOIVODESHIPS = ("06", "14")
LAYOUTS = (("0601",), ("0601", "0602"), ("0601", "1401"), ("0601", "0602", "1401"), ("0601", "0663", "1465"))
SESSION_CODES = (("2025-1", "2025-2", "2026-1", "2026-2"), ("2025-10", "2025-9", "b", "a"))
EVENTS = (
    "none", "rename", "move", "swap", "shift", "cycle", "merge", "merge_into", "divide", "divide_from", "reuse",
    "noise",
)  # fmt: skip


# --- Territory --------------------------------------------------------------------------------------------------


class Change(NamedTuple):
    """A row of territory_changes."""

    old: str
    new: str
    from_on: str | None


class Map:
    """Gminas and their codes, from session to session."""

    def __init__(self, powiats: tuple[str, ...], homes: list[int]) -> None:
        self.powiats = powiats
        self.used: set[str] = set()
        self.freed: list[str] = []
        self.register: list[Change] = []
        self.places: dict[int, str] = {}
        for place, home in enumerate(homes):
            self.places[place] = self.fresh(powiats[home % len(powiats)])

    def fresh(self, powiat: str) -> str:
        """A six-digit code that never stood for anything."""
        number = next(n for n in range(1, 100) if f"{powiat}{n:02d}" not in self.used)
        self.used.add(f"{powiat}{number:02d}")
        return f"{powiat}{number:02d}"

    def happen(self, event: str, first: int, date: str | None) -> list[Change]:
        """An event on the places from number `first` on; its rows.

        With too few places for it nothing happens, nor if it would list some (old, new) a second time.
        """
        places, before = sorted(self.places), (dict(self.places), list(self.freed))
        turned = places[first % len(places) :] + places[: first % len(places)]
        pairs: list[tuple[str, str]] = getattr(self, event)(turned)
        if {(row.old, row.new) for row in self.register} & set(pairs):
            self.places, self.freed = before
            return []
        changes = [Change(old, new, date) for old, new in pairs]
        self.register += changes
        return changes

    def none(self, _turned: list[int]) -> list[tuple[str, str]]:
        return []

    def rename(self, turned: list[int]) -> list[tuple[str, str]]:
        return self.recode({turned[0]: self.fresh(self.places[turned[0]][:4])})

    def move(self, turned: list[int]) -> list[tuple[str, str]]:
        """To another powiat, maybe another voivodeship."""
        others = [powiat for powiat in self.powiats if powiat != self.places[turned[0]][:4]]
        return self.recode({turned[0]: self.fresh(others[-1])}) if others else []

    def swap(self, turned: list[int]) -> list[tuple[str, str]]:
        return self.rotate(turned[:2]) if len(turned) > 1 else []

    def cycle(self, turned: list[int]) -> list[tuple[str, str]]:
        return self.rotate(turned[:3]) if len(turned) > 2 else []

    def shift(self, turned: list[int]) -> list[tuple[str, str]]:
        """One takes the code that another gives up at the same time."""
        if len(turned) < 2:
            return []
        one, other = turned[:2]
        return self.recode({one: self.places[other], other: self.fresh(self.places[other][:4])})

    def rotate(self, chosen: list[int]) -> list[tuple[str, str]]:
        codes = [self.places[place] for place in chosen]
        return self.recode(dict(zip(chosen, codes[1:] + codes[:1], strict=True)))

    def recode(self, codes: dict[int, str]) -> list[tuple[str, str]]:
        pairs = [(self.places[place], code) for place, code in codes.items()]
        self.places.update(codes)
        self.freed += [old for old, _ in pairs if old not in self.places.values()]
        return pairs

    def merge(self, turned: list[int]) -> list[tuple[str, str]]:
        """Two become one with a new code."""
        return self.unite(turned, keep=False)

    def merge_into(self, turned: list[int]) -> list[tuple[str, str]]:
        """Two become one with the code of the first."""
        return self.unite(turned, keep=True)

    def unite(self, turned: list[int], *, keep: bool) -> list[tuple[str, str]]:
        if len(turned) < 2:
            return []
        old = [self.places.pop(place) for place in turned[:2]]
        new = old[0] if keep else self.fresh(old[0][:4])
        self.places[turned[0]] = new
        return [(code, new) for code in old]

    def divide(self, turned: list[int]) -> list[tuple[str, str]]:
        """One becomes two with new codes."""
        return self.part(turned[0], keep=False)

    def divide_from(self, turned: list[int]) -> list[tuple[str, str]]:
        """One becomes two; the first keeps the code."""
        return self.part(turned[0], keep=True)

    def part(self, place: int, *, keep: bool) -> list[tuple[str, str]]:
        if len(self.places) >= 6:
            return []
        old = self.places[place]
        self.places[place] = old if keep else self.fresh(old[:4])
        newcomer = next(number for number in range(6) if number not in self.places)
        self.places[newcomer] = self.fresh(old[:4])
        return [(old, self.places[place]), (old, self.places[newcomer])]

    def reuse(self, _turned: list[int]) -> list[tuple[str, str]]:
        """A new gmina takes a code that another gave up in an earlier session."""
        if self.freed and len(self.places) < 6:
            newcomer = next(number for number in range(6) if number not in self.places)
            self.places[newcomer] = self.freed.pop(0)
        return []

    def noise(self, _turned: list[int]) -> list[tuple[str, str]]:
        """A renumbering far away."""
        return [(self.fresh(self.powiats[0]), self.fresh(self.powiats[-1]))]
