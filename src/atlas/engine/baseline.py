"""Rule 5: the baseline of a territory and perspective is its value in the first session with an accepted card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from atlas.engine.grid import Grid


@dataclass(frozen=True)
class Baseline:
    """For each row of the grid the number of its baseline row (itself in the baseline session), NULL before it."""

    rows: pa.Array
    sessions: tuple[int | None, ...]

    @property
    def bases(self) -> set[int]:
        """The sessions that are somebody's baseline."""
        return {seq for seq in self.sessions if seq is not None}


def baseline_of(grid: Grid, cards: pa.Array) -> Baseline:
    """Find each row's baseline.

    Args:
        grid: All sessions.
        cards: Accepted cards of the perspective's kind, one value for each row.
    """
    first: dict[tuple[str, str], int] = {}
    numbers: dict[tuple[int, str, str], int] = {}
    for number, (row, count) in enumerate(zip(grid.rows, cards.to_pylist(), strict=True)):
        numbers[row.seq, row.level, row.identity] = number
        if count:
            first.setdefault((row.level, row.identity), row.seq)
    found: list[int | None] = []
    sessions: list[int | None] = []
    for row in grid.rows:
        base = first.get((row.level, row.identity))
        known = base is not None and base <= row.seq
        sessions.append(base if known else None)
        found.append(numbers[base, row.level, row.identity] if base is not None and known else None)
    return Baseline(pa.array(found, pa.int64()), tuple(sessions))


def without_baseline(grid: Grid) -> Baseline:
    """Return the baseline of a partial run: none (`--partial`)."""
    return Baseline(pa.nulls(len(grid), pa.int64()), (None,) * len(grid))
