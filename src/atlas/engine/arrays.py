"""Small helpers over Arrow arrays that keep missing apart from zero: NULL stays NULL in every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence


def flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return one contiguous array."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def keyed(table: pa.Table, names: Sequence[str]) -> pa.Array:
    """Return one text key for each row of a table."""
    parts = [pc.cast(table[name], pa.string()) for name in names]
    return flat(pc.binary_join_element_wise(*parts, "|"))


def where(condition: pa.Array, values: pa.Array) -> pa.Array:
    """Return the values where the condition is true, elsewhere NULL."""
    return pc.if_else(condition, values, pa.scalar(None, values.type))


def zero_if_null(values: pa.Array) -> pa.Array:
    """Return counts with 0 for 'nothing there'."""
    return pc.fill_null(values, 0)


def real(values: pa.Array) -> pa.Array:
    """Return whole numbers as doubles, rounded to the nearest."""
    return pc.cast(values, pa.float64(), safe=False)


def ratio(part: pa.Array, whole: pa.Array) -> pa.Array:
    """Return part / whole as doubles; a whole of 0 gives NULL, never infinity (rule 3)."""
    below = real(whole)
    return pc.divide(real(part), where(pc.not_equal(below, 0.0), below))


def repeated(value: object, count: int, *, kind: pa.DataType) -> pa.Array:
    """Return one value many times."""
    return pa.repeat(pa.scalar(value, kind), count)
