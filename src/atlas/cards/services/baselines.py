"""Marks the first cards of territories when their session closes: from then on the database keeps them as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.cards.models import Card
from atlas.cards.rules import CardKind, CardState
from atlas.cards.selectors import baseline_gminas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from atlas.engine.lineage import Change
    from atlas.monitoring.models import Session

_AT_ONCE = 500


def mark_baselines(session: Session, *, changes: Mapping[int, Sequence[Change]]) -> list[str]:
    """Mark the accepted cards of a session that are a territory's first, and the statistics of their gminas.

    To be called within the transaction that closes the session, its row locked. A trial has no baselines.

    Args:
        session: The one that closes.
        changes: Renumberings of gminas (old, new; six digits) by the sequence of the session whose package tells them.

    Returns:
        The codes of the gminas that have cards marked, in order.
    """
    found = baseline_gminas(session, changes=changes)
    every = sorted(frozenset().union(*found.values()))
    for kind, gminas in (*found.items(), (CardKind.STATISTICS, every)):
        _mark(session, kind, gminas=sorted(gminas))
    return every


def _mark(session: Session, kind: str, *, gminas: Sequence[str]) -> None:
    for part in _parts(gminas):
        cards = Card.objects.filter(session=session, kind=kind, state=CardState.ACCEPTED, is_baseline=False)
        cards.filter(scope__gmina__in=part).update(is_baseline=True)


def _parts(gminas: Sequence[str]) -> Iterable[Sequence[str]]:
    return (gminas[start : start + _AT_ONCE] for start in range(0, len(gminas), _AT_ONCE))
