"""Compares two result tables row by row: `python -m bench.check A.parquet B.parquet` (floats within 1e-9, relative)."""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

KEYS = ("session", "indicator", "breakdown", "level", "territory")
TOLERANCE = 1e-9
SHOWN = 10


def differences(left: pa.Table, right: pa.Table, *, ordered: bool = False) -> list[str]:
    """What differs, in words; empty = the same rows. `ordered`: rows must stand in the same order too."""
    if set(left.column_names) != set(right.column_names):
        return [f"columns: {left.column_names} against {right.column_names}"]
    left, right = _plain(left), _plain(right)
    if not ordered:
        left, right = (t.sort_by([(k, "ascending") for k in KEYS]) for t in (left, right))
    if left.num_rows != right.num_rows:
        return [f"rows: {left.num_rows} against {right.num_rows}", *_only(left, right), *_only(right, left)]
    found = []
    for name in left.column_names:
        unequal = _unequal(left[name], right[name])
        rows = np.flatnonzero(unequal)
        if rows.size:
            found.append(f"{name}: {rows.size} of {left.num_rows} rows differ")
            found += [_row(left, right, name=name, i=int(i)) for i in rows[:SHOWN]]
    return found


def _plain(table: pa.Table) -> pa.Table:
    """Keys as plain strings; an empty breakdown is the same, whether written as '' or as missing."""
    for key in KEYS:
        column = pc.fill_null(table[key].cast(pa.string()), "")
        table = table.set_column(table.column_names.index(key), key, column)
    return table


def _unequal(a: pa.ChunkedArray, b: pa.ChunkedArray) -> np.ndarray:
    nulls = pc.is_null(a).to_numpy() != pc.is_null(b).to_numpy()
    if pa.types.is_string(a.type) or pa.types.is_large_string(a.type) or pa.types.is_string_view(a.type):
        return nulls | ~pc.fill_null(pc.equal(a.cast(pa.string()), b.cast(pa.string())), fill_value=True).to_numpy()
    x, y = (pc.fill_null(c.cast(pa.float64()), 0.0).to_numpy() for c in (a, b))
    return nulls | ~np.isclose(x, y, rtol=TOLERANCE, atol=0.0)


def _row(left: pa.Table, right: pa.Table, *, name: str, i: int) -> str:
    key = " ".join(str(left[k][i]) or "–" for k in KEYS)
    return f"   {key}: {left[name][i]} against {right[name][i]}"


def _only(left: pa.Table, right: pa.Table) -> list[str]:
    """The first rows that stand only in the left table."""
    keys = [t.select(KEYS).cast(pa.schema([(k, pa.string()) for k in KEYS])) for t in (left, right)]
    lost = keys[0].join(keys[1], list(KEYS), join_type="left anti")
    return [f"   only in one: {row}" for row in lost.slice(0, SHOWN).to_pylist()]


if __name__ == "__main__":
    result = differences(*(pq.read_table(Path(p)) for p in sys.argv[1:3]))
    print("\n".join(result) or "the same")
    sys.exit(bool(result))
