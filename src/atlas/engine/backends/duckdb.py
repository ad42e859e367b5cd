"""Scans on DuckDB: one process, larger than memory where need be, shut off from everything but the given folders."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from ibis.backends.duckdb import Backend

from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ibis.expr.operations import Node
    from ibis.expr.types import Table


class DuckDBBackend:
    """Reads Parquet files as tables and runs Ibis expressions over them."""

    rows_at_once = 4_000_000

    def __init__(self, folders: Iterable[Path]) -> None:
        self._connection = Backend().connect()
        # never t0, t1, …: Ibis names its CTEs so, and a CTE would hide a table of that name
        self._names = (f"atlas_{number}" for number in count())
        self._tables: dict[Path, Table] = {}
        self._texts: dict[Node, str] = {}
        self._kept: set[str] = set()
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

    def view(self, name: str, expression: Table) -> None:
        """Give an expression a name, or the name to another expression."""
        self._connection.raw_sql(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {self._connection.compile(expression)}')

    def keep(self, name: str, expression: Table) -> None:
        """Compute an expression once and give its rows a name, in place of what had it."""
        self._connection.raw_sql(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {self._text(expression)}')
        self._kept.add(name)

    def fetch(self, expression: Table) -> pa.Table:
        """Compute an expression and return it as Arrow, never through pandas: NULL must not become NaN.

        Raises:
            DomainError: 'sum-too-large' when a sum leaves 64 bits (DuckDB's own sums have 128).
        """
        try:
            found = self._connection.con.sql(self._text(expression)).to_arrow_table()
            return found.cast(expression.schema().to_pyarrow())
        except (duckdb.ConversionException, duckdb.OutOfRangeException, pa.ArrowInvalid) as error:
            raise DomainError("sum-too-large", reason=str(error).splitlines()[0]) from error

    def forget(self) -> None:
        """Give back the memory of what was kept."""
        while self._kept:
            self._connection.raw_sql(f'DROP TABLE "{self._kept.pop()}"')

    def _text(self, expression: Table) -> str:
        """The SQL of an expression, compiled when it is first seen."""
        node = expression.op()
        if node not in self._texts:
            self._texts[node] = self._connection.compile(expression)
        return self._texts[node]

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
