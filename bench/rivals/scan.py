"""The limit: DuckDB reads every column the indicators need and does nothing else.

`count` of a column that is never missing would be answered from the file's statistics; `nullif` makes DuckDB read it.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

KEYS = ("gmina", "respondent", "service", "card_kind")
UNUSED = ("users_institutional", "users_non_institutional")  # on the card, in no indicator
RESOURCES = ("cards_ngo", "cards_izus", "services", "territory_statistics", "scope", "invitations")
WANTED = {"scope": ("gmina",), "invitations": ("card_kind", "gmina")}  # of the others, every column


def levels(packages: list[Path]) -> pa.Table:
    """One row for each file read: how many values its columns have in all."""
    values = []
    with duckdb.connect() as con:
        for package in packages:
            for resource in RESOURCES:
                source = f"read_parquet('{package}/{resource}.parquet')"
                names = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
                counts = [f"count(nullif({n}, ''))" if n in KEYS else f"count({n})"
                          for n in names if n not in UNUSED and n in WANTED.get(resource, names)]  # fmt: skip
                total = con.execute(f"SELECT {' + '.join(counts)} FROM {source}").fetchall()[0][0]
                values.append(total)
        return con.sql(f"SELECT unnest({values}) AS values").to_arrow_table()
