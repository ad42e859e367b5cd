"""Writes result tables by the contract: CSV (UTF-8 without BOM, LF) and Parquet; two runs give the same bytes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from atlas.engine.arrays import flat
from atlas.kernel.writing import written_together

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.engine.model import Results

TABLES = ("indicators", "pairs", "disclosure")


def write_results(results: Results, folder: Path) -> list[Path]:
    """Write `indicators`, `pairs` and `disclosure`, each as CSV and Parquet, all or none.

    Raises:
        DomainError: 'cannot-write'.
    """
    with written_together(folder) as scratch:
        for name in TABLES:
            table = getattr(results, name).combine_chunks()
            pq.write_table(table, scratch / f"{name}.parquet", compression="zstd")
            write_csv(table, scratch / f"{name}.csv")
    return [folder / f"{name}.{kind}" for name in TABLES for kind in ("csv", "parquet")]


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table; missing is an empty cell, numbers are the shortest text that reads back to the same double."""
    texts = {
        name: shortest_texts(flat(column)) if pa.types.is_floating(column.type) else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    # Codes and numbers hold no comma, quote or line end: nothing needs quoting, and Arrow would refuse what did.
    options = pc_csv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as out:
        out.write((",".join(table.column_names) + "\n").encode())
        pc_csv.write_csv(pa.table(texts), out, write_options=options)


def shortest_texts(values: pa.Array) -> pa.Array:
    """Return doubles as text: whole values without a point, others shortest, never an exponent, never −0.

    >>> shortest_texts(pa.array([5.0, 0.1, -0.0, 1e22, 1e-7, None])).to_pylist()
    ['5', '0.1', '0', '10000000000000000000000', '0.0000001', None]
    """
    texts = pc.cast(pc.if_else(pc.equal(values, 0.0), 0.0, values), pa.string())
    with_exponent = pc.fill_null(pc.match_substring(texts, "e"), fill_value=False)
    if not pc.any(with_exponent).as_py():
        return texts
    return pa.array([None if one is None else f"{Decimal(one):f}" for one in texts.to_pylist()], pa.string())
