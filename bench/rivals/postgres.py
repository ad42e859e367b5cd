"""The SQL of `sql_levels` on the PostgreSQL at DATABASE_URL. `load` copies the packages in and is not timed.

`levels` only: the panel's text is the same, but its times would tell nothing new.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from bench.pg import backend_peak_mb
from bench.rivals import sql_levels as sql
from bench.rivals.rules import LEVELS_COLUMNS

RESOURCES = ("session", "scope", "invitations", "cards_ngo", "cards_izus", "services", "territory_statistics")
TYPES = {pa.string(): "text", pa.int64(): "bigint", pa.bool_(): "boolean", pa.date32(): "date"}
DIALECT = sql.Dialect(
    source=lambda seq, resource: f"{resource}_{seq + 1}",
    hash="hashtextextended(respondent, 0)",
    bits=lambda word, bit: f"count(nullif({word} & {1 << bit}, 0))",
    analyze=True,
)
peak_mb: list[float] = []  # of the server's process, one entry for each run; the child's own memory says little
FIVE_TEXTS, WHOLE = LEVELS_COLUMNS[:5], ("cards", "respondents", "invited", "gminas_used", "gminas_in_scope")


def load(packages: list[Path]) -> None:
    """COPY of each resource into a table of its own, named by sequence, and ANALYZE."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as con:
        for package in packages:
            sequence = pq.read_table(package / "session.parquet")["sequence"][0].as_py()
            for resource in RESOURCES:
                _copy(con, package / f"{resource}.parquet", table=f"{resource}_{sequence}")


def _copy(con: psycopg.Connection, path: Path, *, table: str) -> None:
    file = pq.ParquetFile(path)
    columns = ", ".join(f'"{f.name}" {TYPES.get(f.type, "numeric(14, 2)")}' for f in file.schema_arrow)
    con.execute(f"CREATE UNLOGGED TABLE {table} ({columns})")
    with con.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
        for batch in file.iter_batches(1 << 16):
            copy.write(_csv(batch))
    con.execute(f"ANALYZE {table}")


def _csv(batch: pa.RecordBatch) -> bytes:
    sink = io.BytesIO()
    plain = pa.table(
        [c.cast(pa.string()) if pa.types.is_decimal(c.type) else c for c in batch], names=batch.schema.names
    )
    pc.write_csv(plain, sink, pc.WriteOptions(include_header=False))
    return sink.getvalue()


def _statements(codes: list[str]) -> Iterator[str]:
    yield from sql.tables(DIALECT, len(codes))
    yield from ("ANALYZE place", "ANALYZE stat", "ANALYZE izus")
    for seq in range(len(codes)):
        yield from sql.session(DIALECT, seq)
    yield from ("ANALYZE g", "ANALYZE ge", "ANALYZE gs", "ANALYZE mu")
    yield sql.by_gmina()
    yield from sql.roll_up(DIALECT, "c n d u")
    yield from sql.distinct(DIALECT)
    yield from sql.describe(codes)
    yield "ANALYZE area"


def levels(packages: list[Path]) -> pa.Table:
    """All indicators, levels and sessions of the loaded packages; the result comes back by COPY."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as con:
        codes = [con.execute(f"SELECT session FROM session_{n + 1}").fetchone()[0] for n in range(len(packages))]
        for statement in _statements(codes):
            con.execute(statement)
        with con.cursor() as cursor, cursor.copy(f"COPY ({sql.result()}) TO STDOUT (FORMAT csv, HEADER)") as copy:
            text = b"".join(copy)
        peak_mb.append(backend_peak_mb(con.info.backend_pid))
        con.rollback()
    types = {n: pa.string() if n in FIVE_TEXTS else pa.int64() if n in WHOLE else pa.float64() for n in LEVELS_COLUMNS}
    convert = pc.ConvertOptions(column_types=types, strings_can_be_null=False)
    return pc.read_csv(io.BytesIO(text), convert_options=convert)


if __name__ == "__main__":
    load([Path(p) for p in sys.argv[1:]])
