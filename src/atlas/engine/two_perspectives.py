"""Rule 7: pairs of fields that speak of the same thing from two sides, compared gmina by gmina."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.engine.arrays import where, zero_if_null

if TYPE_CHECKING:
    from atlas.engine.components import Plan
    from atlas.engine.grid import Grid


def pair_columns(grid: Grid, plan: Plan, *, ngo: pa.Table, izus: pa.Table) -> list[dict[str, pa.Array]]:
    """Return for each pair `gminas_compared`, `ngo`, `izus`, `difference`, one value for each row of the grid.

    Args:
        grid: All sessions.
        plan: The pairs with their components.
        ngo: Karty NGO added up by (seq, gmina).
        izus: Karty IZUS added up by (seq, gmina).
    """
    sums: dict[str, pa.Array] = {}
    for number, pair in enumerate(plan.pairs):
        stems = plan.stem(pair.ngo), plan.stem(pair.izus)
        left = grid.by_gmina(ngo, [f"{stems[0]}_k", f"{stems[0]}_n"])
        right = grid.by_gmina(izus, [f"{stems[1]}_k", f"{stems[1]}_n"])
        known = (
            pc.greater(zero_if_null(side[f"{stem}_k"]), 0) for side, stem in zip((left, right), stems, strict=True)
        )
        both = pc.and_(*known)
        sums |= {
            f"{number}_compared": pc.cast(both, pa.int64()),
            f"{number}_ngo": where(both, left[f"{stems[0]}_n"]),
            f"{number}_izus": where(both, right[f"{stems[1]}_n"]),
        }
    totals = grid.rolled_up(sums)
    return [_columns(totals, number) for number in range(len(plan.pairs))]


def _columns(totals: dict[str, pa.Array], number: int) -> dict[str, pa.Array]:
    ngo, izus = totals[f"{number}_ngo"], totals[f"{number}_izus"]
    compared = totals[f"{number}_compared"]
    return {"gminas_compared": compared, "ngo": ngo, "izus": izus, "difference": pc.subtract(ngo, izus)}
