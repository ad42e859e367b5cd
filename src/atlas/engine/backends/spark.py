"""Scans on Spark (extra `[spark]`): the same expressions for data that one machine does not hold."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import ibis

from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa
    from ibis.expr.types import Table
    from pyspark.sql import SparkSession


class SparkBackend:
    """Reads Parquet files as tables and runs Ibis expressions over them in a Spark session."""

    rows_at_once = 10**18  # Spark cuts its work by itself

    def __init__(self, session: SparkSession) -> None:
        self._connection = ibis.pyspark.connect(session)
        self._session = session
        self._names = (f"atlas_{number}" for number in count())
        self._tables: dict[Path, Table] = {}

    def table(self, path: Path) -> Table:
        """Return a Parquet file as a table; nothing is read yet."""
        if path not in self._tables:
            self._tables[path] = self._connection.read_parquet(str(path.resolve()), table_name=next(self._names))
        return self._tables[path]

    def view(self, name: str, expression: Table) -> None:
        """Give an expression a name, or the name to another expression."""
        self._session.sql(self._connection.compile(expression)).createOrReplaceTempView(name)

    def keep(self, name: str, expression: Table) -> None:
        """Compute an expression once and give its rows a name, in place of what had it."""
        found = next(self._names)
        self._session.sql(self._connection.compile(expression)).cache().createOrReplaceTempView(found)
        # Spark takes a small literal for 32 bits
        self.view(name, self._connection.table(found).cast(expression.schema()))

    def fetch(self, expression: Table) -> pa.Table:
        """Compute an expression and return it as Arrow, never through pandas: NULL must not become NaN."""
        return self._session.sql(self._connection.compile(expression)).toArrow()

    def forget(self) -> None:
        """Give back the memory of what was kept."""
        self._session.catalog.clearCache()


@contextmanager
def spark_backend(_folders: Iterable[Path]) -> Iterator[SparkBackend]:
    """Start a local Spark session, or join the one that `spark-submit` set up.

    Raises:
        DomainError: 'spark-missing' where pyspark is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise DomainError("spark-missing") from error
    builder = SparkSession.builder.appName("atlas").config("spark.sql.session.timeZone", "UTC")
    session = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    if session.sparkContext.master.startswith("local"):
        session.conf.set("spark.sql.shuffle.partitions", "8")  # the 200 of a cluster only cost time here
    yield SparkBackend(session)
