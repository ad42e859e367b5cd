"""Scans on DuckDB: one process, larger than memory where need be, shut off from everything but the given folders."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import duckdb
import ibis
import pyarrow as pa

from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ibis.expr.types import Table


class DuckDBBackend:
    """Reads Parquet files as tables and runs Ibis expressions over them."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._connection = ibis.duckdb.connect()
        # never t0, t1, …: Ibis names its CTEs so, and a CTE would hide a table of that name
        self._names = (f"atlas_{number}" for number in count())
        self._tables: dict[Path, Table] = {}
        allowed = ", ".join("'" + str(folder.resolve()).replace("'", "''") + "'" for folder in folders)
        for setting in (
            "preserve_insertion_order = false",  # lets DuckDB aggregate within less memory; we order at the end
            f"allowed_directories = [{allowed}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self._connection.raw_sql(f"SET {setting}").fetchall()

    def table(self, path: Path) -> Table:
        """Return a Parquet file as a table; nothing is read yet."""
        if path not in self._tables:
            self._tables[path] = self._connection.read_parquet(str(path.resolve()), table_name=next(self._names))
        return self._tables[path]

    def keep(self, expression: Table) -> Table:
        """Compute an expression once and return its result as a table of its own."""
        return self._connection.create_table(next(self._names), expression, temp=True)

    def fetch(self, expression: Table) -> pa.Table:
        """Compute an expression and return it as Arrow, never through pandas: NULL must not become NaN.

        Raises:
            DomainError: 'sum-too-large' when a sum leaves 64 bits.
        """
        try:
            return self._connection.to_pyarrow(expression)
        except (duckdb.ConversionException, duckdb.OutOfRangeException, pa.ArrowInvalid) as error:
            raise DomainError("sum-too-large", reason=str(error).splitlines()[0]) from error

    def close(self) -> None:
        """Give memory back."""
        self._connection.disconnect()


@contextmanager
def duckdb_backend(folders: Iterable[Path]) -> Iterator[DuckDBBackend]:
    """Open DuckDB for the folders and close it at the end."""
    backend = DuckDBBackend(folders)
    try:
        yield backend
    finally:
        backend.close()
