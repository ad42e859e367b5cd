"""A private DuckDB over a package's typed tables, for the checks that go across rows and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from atlas.kernel.errors import MOST_PROBLEMS, DomainError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROW = "file_row_number"


@dataclass(frozen=True)
class Typed:
    """A typed table on disk: what messages call it, and what to add to a row number to get the reader's."""

    path: Path
    called: str
    first_row: int
    columns: tuple[str, ...]


class Store:
    """Views named like the resources, each with the row number of its file."""

    def __init__(self, tables: Mapping[str, Typed]) -> None:
        self.tables = tables
        self._connection = duckdb.connect()  # keeps the file's order: `lag` over it must mean the row before
        for name, table in tables.items():
            path = str(table.path).replace("'", "''")
            self.rows(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}', {ROW} = true)", name)  # noqa: S608 - our own names

    def close(self) -> None:
        """Give memory back."""
        self._connection.close()

    def rows(self, sql: str, resource: str) -> list[tuple[object, ...]]:
        """Run a query over one resource (and others).

        Raises:
            DomainError: 'parquet-unreadable' where a file's pages are broken.
        """
        try:
            return self._connection.execute(sql).fetchall()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise DomainError("parquet-unreadable", place=Place(self.tables[resource].called), reason=reason) from error

    def offenders(self, resource: str, condition: str, *, columns: str) -> tuple[int, list[tuple[object, ...]]]:
        """Return how many rows meet a condition, and of the first hundred the row number and some columns."""
        # All names and conditions come from the contract, never from a package.
        total = self.rows(f"SELECT count(*) FROM {resource} AS t WHERE {condition}", resource)[0][0]  # noqa: S608
        if not isinstance(total, int) or not total:
            return 0, []
        sql = f"SELECT {ROW}, {columns} FROM {resource} AS t WHERE {condition} ORDER BY {ROW} LIMIT {MOST_PROBLEMS}"  # noqa: S608
        return total, self.rows(sql, resource)

    def place(self, resource: str, row: object, *, column: str) -> Place:
        """Return where a row number of a resource's file stands for its reader."""
        table = self.tables[resource]
        return Place(table.called, int(str(row)) + table.first_row, column)
