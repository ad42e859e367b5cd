"""Writes packages: tables by the contract, sorted by key, with definitions and a manifest that seals them by hash."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from atlas.definitions.load import definitions_to_json
from atlas.engine.packages.contract import DEFINITIONS, MANIFEST, Resource, contract_of
from atlas.engine.packages.csv_files import csv_header
from atlas.kernel.hashing import PREFIX, sha256_of_file
from atlas.kernel.writing import written_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Literal

    from atlas.definitions.models import Definitions

_FIELD_TYPES = {
    "text": "string", "whole": "integer", "money": "number", "yes_no": "boolean", "date": "date",
    "option": "string", "options": "string",
}  # fmt: skip


def write_package(
    tables: Mapping[str, Sequence[Mapping[str, object]]], folder: Path, *, definitions: Definitions,
    format: Literal["csv", "parquet"] = "parquet",
) -> None:  # fmt: skip
    """Write a package from rows.

    Args:
        tables: Rows by resource; a value is an int, bool, str, date, Decimal (PLN) or None. A required resource that
            is left out is written empty.
        folder: Where to; made or replaced file by file.
        definitions: What the session used; written whole.
        format: `csv` for people, `parquet` for the archive.
    """
    with written_together(folder) as scratch:
        for resource in contract_of(definitions):
            if resource.name in tables or not resource.optional:
                _write(_table(tables.get(resource.name, ()), resource), resource, folder=scratch, kind=format)
        (scratch / "definitions.json").write_bytes(definitions_to_json(definitions))
        seal(scratch, definitions=definitions)


def seal(folder: Path, *, definitions: Definitions) -> None:
    """Write `datapackage.json` for the tables and definitions that lie in a folder."""
    entries = []
    for resource in contract_of(definitions):
        for kind in ("csv", "parquet"):
            path = folder / f"{resource.name}.{kind}"
            if path.exists():
                entries.append(_entry(resource, path, kind=kind))
    path = folder / "definitions.json"
    if path.exists():
        hashed = PREFIX + sha256_of_file(path)
        entries.append({"name": DEFINITIONS, "path": path.name, "format": "json", "hash": hashed})
    manifest = {"profile": "data-package", "name": "atlas-mp-session-package", "resources": entries}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _entry(resource: Resource, path: Path, *, kind: str) -> dict[str, object]:
    names = pq.read_schema(path).names if kind == "parquet" else csv_header(path)
    known = {column.name: column for column in resource.columns}
    fields = [{"name": name, "type": _FIELD_TYPES[known[name].type] if name in known else "string"} for name in names]
    schema = {"fields": fields, "primaryKey": list(resource.key)}
    hashed = PREFIX + sha256_of_file(path)
    return {"name": resource.name, "path": path.name, "format": kind, "hash": hashed, "schema": schema}


def _table(rows: Sequence[Mapping[str, object]], resource: Resource) -> pa.Table:
    optional = {column.name for column in resource.columns if column.optional}
    given = {name for row in rows for name in row}
    schema = pa.schema([one for one in resource.schema if one.name not in optional or one.name in given])
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
    return table.sort_by([(name, "ascending") for name in resource.key])


def _write(table: pa.Table, resource: Resource, *, folder: Path, kind: str) -> None:
    if kind == "parquet":
        pq.write_table(table, folder / f"{resource.name}.parquet", compression="zstd")
        return
    with (folder / f"{resource.name}.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(table.column_names)
        rows.writerows([_cell(value) for value in row.values()] for row in table.to_pylist())


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
