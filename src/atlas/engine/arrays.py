"""Small helpers over Arrow arrays that keep missing apart from zero: NULL stays NULL in every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST_SUM = 9.2e18


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


def real(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return whole numbers as doubles, rounded to the nearest."""
    return pc.cast(values, pa.float64(), safe=False)


def within_64_bits(sums: Mapping[str, pa.Array | pa.ChunkedArray]) -> None:
    """Refuse columns that cannot be added up in 64 bits: Arrow would go on from below zero.

    Raises:
        DomainError: 'sum-too-large'.
    """
    for name, column in sums.items():
        total = pc.sum(real(column)).as_py()
        if total is not None and total > LARGEST_SUM:
            raise DomainError("sum-too-large", reason=name)


def ratio(part: pa.Array, whole: pa.Array) -> pa.Array:
    """Return part / whole as doubles; a whole of 0 gives NULL, never infinity (rule 3)."""
    below = real(whole)
    return pc.divide(real(part), where(pc.not_equal(below, 0.0), below))


def repeated(value: object, count: int, *, kind: pa.DataType) -> pa.Array:
    """Return one value many times."""
    return pa.repeat(pa.scalar(value, kind), count)


def summed_by(table: pa.Table, keys: Sequence[str], *, names: Sequence[str]) -> pa.Table:
    """Return whole numbers of a table added up by keys.

    Raises:
        DomainError: 'sum-too-large'.
    """
    within_64_bits({name: table[name] for name in names})
    totals = table.group_by(list(keys)).aggregate([(name, "sum") for name in names])
    return totals.rename_columns({f"{name}_sum": name for name in names})
