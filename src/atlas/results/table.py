"""Reads a run's indicators for a page: the rows asked for, some at a time, straight from the Parquet file.

DuckDB reads what the conditions need and no more; the database holds no figure. Missing stays None.
"""

from __future__ import annotations

import glob
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
from duckdb import ColumnExpression, ConstantExpression, FunctionExpression

from atlas.report.records import rows_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from atlas.report.records import Row

_ORDER = "file_row_number"


@dataclass(frozen=True)
class Wanted:
    """Which rows of a session are wanted. An empty level, and None for the others, means all.

    `inside` is the beginning of TERYT codes: '0605' is the powiat with its gminas.
    """

    session: str
    level: str = ""
    inside: str = ""
    territories: Collection[str] | None = None
    indicators: Collection[str] | None = None


@dataclass(frozen=True)
class ResultTable:
    """The wanted rows in the contract's order, as a list that a paginator cuts."""

    path: Path
    wanted: Wanted

    def count(self) -> int:
        """Return how many rows there are."""
        with self._rows() as rows:
            ((found,),) = rows.aggregate("count(*)").fetchall()
            return int(found)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Row]:
        """Return the rows from one place to another; both must be given."""
        with self._rows() as rows:
            some = rows.order(_ORDER).limit(part.stop - part.start, offset=part.start)
            return rows_from(some.to_arrow_table().drop_columns([_ORDER]))

    @contextmanager
    def _rows(self) -> Iterator[duckdb.DuckDBPyRelation]:
        with duckdb.connect() as connection:
            # DuckDB takes a path for a pattern, whatever folder somebody chose.
            rows = connection.read_parquet(glob.escape(str(self.path)), file_row_number=True)
            for condition in _conditions(self.wanted):
                rows = rows.filter(condition)
            yield rows


def _conditions(wanted: Wanted) -> Iterator[duckdb.Expression]:
    yield ColumnExpression("session") == ConstantExpression(wanted.session)
    if wanted.level:
        yield ColumnExpression("level") == ConstantExpression(wanted.level)
    if wanted.inside:
        yield FunctionExpression("starts_with", ColumnExpression("territory"), ConstantExpression(wanted.inside))
    if wanted.territories is not None:
        yield _is_one_of("territory", wanted.territories)
    if wanted.indicators is not None:
        yield _is_one_of("indicator", wanted.indicators)


def _is_one_of(column: str, values: Collection[str]) -> duckdb.Expression:
    if not values:
        return ConstantExpression(value=False)
    return ColumnExpression(column).isin(*map(ConstantExpression, values))
