"""Which cards are a territory's first (rule 5 of indicators.md): its baseline, which stays as it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atlas.engine.grid import territories_of
from atlas.engine.lineage import Lineages
from atlas.kernel.teryt import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from atlas.engine.lineage import Change
    from atlas.kernel.teryt import Level


@dataclass(frozen=True)
class SessionCards:
    """A session's place in the sequence, its scope, of which gminas it has accepted cards by kind (NGO, IZUS), and the
    renumberings that its package tells.
    """

    sequence: int
    scope: Sequence[str]
    gminas: Mapping[str, frozenset[str]]
    changes: Sequence[Change] = field(default=())


def first_gminas(sessions: Iterable[SessionCards]) -> dict[str, frozenset[str]]:
    """Return by kind the gminas whose cards of the last session are some territory's first: the gmina's, its powiat's,
    its voivodeship's or the country's.

    Args:
        sessions: In sequence; no trials.
    """
    lineages = Lineages()
    known: dict[str, set[tuple[Level, str]]] = {}
    found: dict[str, frozenset[str]] = {}
    for session in sessions:
        identities = lineages.step(session.sequence, map(identity_of, session.scope), changes=session.changes)
        found = {}
        for kind, gminas in session.gminas.items():
            places = {gmina: _places(gmina, identity=identities[identity_of(gmina)]) for gmina in gminas}
            before = known.setdefault(kind, set())
            found[kind] = frozenset(gmina for gmina in gminas if places[gmina] - before)
            before.update(*places.values())
    return found


def _places(gmina: str, *, identity: str) -> set[tuple[Level, str]]:
    return {(level, identity if level == "gmina" else code) for level, code in territories_of(gmina)}
