"""A table put in order once, so that the rows of one key, or of neighbouring keys, are a slice and never a search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import pyarrow as pa
import pyarrow.compute as pc


class Indexed:
    """Rows of a table by one text column; rows of one key stay in the table's own order."""

    def __init__(self, table: pa.Table, by: str) -> None:
        self.table = table.take(pc.sort_indices(table, sort_keys=[(by, "ascending")]))
        runs = pc.run_end_encode(pa.array(self.table[by].combine_chunks()))
        self._keys: list[str] = runs.values.to_pylist()
        self._ends: list[int] = [0, *runs.run_ends.to_pylist()]

    def between(self, first: str, last: str) -> pa.Table:
        """Return the rows whose key lies between two keys, both included."""
        start, stop = bisect_left(self._keys, first), bisect_right(self._keys, last)
        return self.table.slice(self._ends[start], max(self._ends[stop] - self._ends[start], 0))

    def at(self, key: str) -> pa.Table:
        """Return the rows of one key."""
        return self.between(key, key)
