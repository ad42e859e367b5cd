"""The best hand-written DuckDB SQL we know for the rules: the measure of the product. The text is in `sql_levels`."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.rivals import sql_levels as sql
from bench.rivals import sql_panel


def dialect(packages: list[Path]) -> sql.Dialect:
    """DuckDB reading the packages' Parquet files in place."""
    return sql.Dialect(
        source=lambda seq, resource: f"read_parquet('{packages[seq]}/{resource}.parquet')",
        hash="hash(respondent)",
        bits=lambda word, bit: f"sum(({word} >> {bit}) & 1)::bigint",
    )


def in_order(packages: list[Path], con: duckdb.DuckDBPyConnection) -> tuple[list[Path], list[str]]:
    """The packages by `sequence`, and the codes of their sessions."""
    found = []
    for package in packages:
        [row] = con.execute(f"SELECT sequence, session FROM read_parquet('{package}/session.parquet')").fetchall()
        found.append((row[0], row[1], package))
    return [p for _, _, p in sorted(found)], [code for _, code, _ in sorted(found)]


def levels(packages: list[Path]) -> pa.Table:
    """All indicators, levels and sessions; columns and order of the contract up to gminas_in_scope."""
    with duckdb.connect() as con:
        packages, codes = in_order(packages, con)
        d = dialect(packages)
        run(con, sql.tables(d, len(packages)))
        for seq in range(len(packages)):
            run(con, sql.session(d, seq))
        for statements in ([sql.by_gmina()], sql.roll_up(d, "c n d u"), sql.distinct(d), sql.describe(codes)):
            run(con, statements)
        return con.sql(sql.result()).to_arrow_table()


def run(con: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Statements one by one."""
    for statement in statements:
        con.execute(statement)


def panel(packages: list[Path]) -> pa.Table:
    """Rule 6 for all sessions after the first; a row for each row of `levels` there."""
    with duckdb.connect() as con:
        packages, codes = in_order(packages, con)
        d = dialect(packages)
        run(con, sql.tables(d, len(packages)))
        run(con, sql_panel.base(d))
        for seq in range(1, len(packages)):
            run(con, sql_panel.session(d, seq))
        run(con, [sql_panel.by_gmina(), *sql.roll_up(d, "p n2 d2 n1 d1"), *sql_panel.distinct(d), *sql.describe(codes)])
        return con.sql(sql_panel.result()).to_arrow_table()
