"""Which gmina of one session is which gmina of another, as the sessions' renumberings tell (rule 11).

The engine's own rule decides (`engine.lineage`), so that pages and computing never differ.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Left

from atlas.engine.lineage import Lineages
from atlas.kernel.teryt import codes_of, identity_of
from atlas.monitoring.models import ScopeGmina, TerritoryChange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from django.db.models import QuerySet

    from atlas.engine.lineage import Change
    from atlas.monitoring.models import Session

_AFTER_ALL = 1_000_000
"""Where a trial stands: after all sessions of the sequence."""
_DIGITS = len(identity_of("0000000"))


@dataclass(frozen=True)
class GminasOverTime:
    """Identities by session (its id) and six-digit code, of those gminas alone that some session tells a change of."""

    changed: Mapping[tuple[int, str], str]

    def identity(self, scope: ScopeGmina) -> str:
        """Return what is the same in all sessions that cover this gmina: the code it had when it first appeared."""
        code = identity_of(scope.gmina)
        return self.changed.get((scope.session_id, code), code)

    def codes(self, identities: Collection[str]) -> set[str]:
        """Return the six-digit codes that gminas may have in some session; compare identities to be sure."""
        return {*identities, *(code for (_session, code), one in self.changed.items() if one in identities)}

    def gminas(self, identity: str) -> list[str]:
        """Return the seven-digit codes that a gmina may have in some session."""
        return [gmina for code in sorted(self.codes({identity})) for gmina in codes_of(code)]


def gminas_over_time(session: Session) -> GminasOverTime:
    """Return how gminas were renumbered in the sequence, and before this session if it is a trial (1 query; 2 where
    any was).
    """
    seen = Q(session__is_trial=False) | Q(session=session)
    told: defaultdict[tuple[int, int], list[Change]] = defaultdict(list)
    for pk, sequence, old, new in _rows(TerritoryChange.objects.filter(seen), "old", "new"):
        told[sequence or _AFTER_ALL, pk].append((old, new))
    if not told:
        return GminasOverTime({})
    touched = {code for changes in told.values() for change in changes for code in change}
    rows = ScopeGmina.objects.filter(seen).alias(code=Left("gmina", _DIGITS)).filter(code__in=touched)
    covered: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for pk, sequence, gmina in _rows(rows, "gmina"):
        covered[sequence or _AFTER_ALL, pk].append(identity_of(gmina))
    lineages, found = Lineages(), {}
    for place in sorted({*told, *covered}):
        identities = lineages.step(place[0], covered[place], changes=told[place])
        found.update({(place[1], code): identity for code, identity in identities.items()})
    return GminasOverTime(found)


def changes_by_sequence() -> dict[int, list[Change]]:
    """Return the renumberings that the sessions of the sequence tell, by their place in it (1 query)."""
    found: defaultdict[int, list[Change]] = defaultdict(list)
    rows = TerritoryChange.objects.filter(session__sequence__isnull=False)
    for _pk, sequence, old, new in _rows(rows, "old", "new"):
        found[sequence].append((old, new))
    return dict(found)


def _rows(found: QuerySet[Any], *columns: str) -> Iterable[Any]:
    return found.order_by().values_list("session", "session__sequence", *columns)
