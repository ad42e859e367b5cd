"""Rule 11: which gmina of one session is which gmina of another.

A gmina is its first six digits. A renumbering one to one, given in a session's `territory_changes`, is followed; a
merger or division starts something new. A change given in session n's package applies between the session before and n.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Change = tuple[str, str]


@dataclass(frozen=True)
class Note:
    """What a reader of a comparison must know: `kind` is 'renumbered' or 'merged-or-divided'; six-digit codes."""

    sequence: int
    kind: str
    old: str
    new: str


@dataclass
class Lineages:
    """Follows gminas from session to session; an identity is the code a gmina had when it first appeared."""

    notes: list[Note] = field(default_factory=list)
    _identity: dict[str, str] = field(default_factory=dict)
    _applied: set[Change] = field(default_factory=set)
    _renamed_away: set[str] = field(default_factory=set)

    def step(self, sequence: int, codes: Iterable[str], *, changes: Iterable[Change]) -> dict[str, str]:
        """Take the next session and return the identity of each of its six-digit codes."""
        fresh = [one for one in dict.fromkeys(changes) if one not in self._applied]
        self._applied.update(fresh)
        self._apply(sequence, [(old, new) for old, new in fresh if old != new or self._divides(old, fresh)])
        return {code: self._identity.setdefault(code, self._first(code, sequence)) for code in sorted(set(codes))}

    @staticmethod
    def _divides(code: str, changes: list[Change]) -> bool:
        return sum(code in change for change in changes) > 1

    def _apply(self, sequence: int, changes: list[Change]) -> None:
        olds, news = Counter(old for old, _ in changes), Counter(new for _, new in changes)
        before = dict(self._identity)
        one_to_one = {
            old: new for old, new in changes if olds[old] == 1 and news[new] == 1 and (new not in before or new in olds)
        }
        for old, new in changes:
            followed = old in one_to_one and one_to_one[old] == new
            self.notes.append(Note(sequence, "renumbered" if followed else "merged-or-divided", old, new))
        for code in {*olds, *news}:
            self._identity.pop(code, None)
        self._renamed_away.update(olds)
        for old, new in changes:
            if one_to_one.get(old) == new and old in before:
                self._identity[new] = before[old]
            else:
                self._identity[new] = f"{new}@{sequence}"

    def _first(self, code: str, sequence: int) -> str:
        # A code that was given up and comes back names another gmina.
        return f"{code}@{sequence}" if code in self._renamed_away else code
