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
    gathered = GatheredRows(definitions)
    gathered.add(tables)
    gathered.write(folder, format=format)


class GatheredRows:
    """The rows of a package, taken batch by batch in any order and held as Arrow: a fraction of their size as objects.

    The same rows give the same files, however they were cut into batches.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._contract = {resource.name: resource for resource in contract_of(definitions)}
        self._batches: dict[str, list[pa.Table]] = {}
        self._given: dict[str, set[str]] = {}

    def add(self, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
        """Take rows by resource; a resource that was once given, were it without rows, is written."""
        for name, rows in tables.items():
            batches, given = self._batches.setdefault(name, []), self._given.setdefault(name, set())
            if rows:
                given.update(*rows)
                batches.append(pa.Table.from_pylist([dict(row) for row in rows], schema=self._contract[name].schema))

    def take(self, name: str, table: pa.Table) -> None:
        """Take a table of a package as it is, its columns typed by the contract; one that is not there stays empty."""
        schema = self._contract[name].schema
        there = [one for one in schema.names if one in table.column_names]
        self._given.setdefault(name, set()).update(there)
        columns = [
            table[field.name].cast(field.type) if field.name in there else pa.nulls(len(table), field.type)
            for field in schema
        ]
        self._batches.setdefault(name, []).append(pa.table(columns, schema=schema))

    def write(self, folder: Path, *, format: Literal["csv", "parquet"] = "parquet") -> None:
        """Write the package: all files together, or none."""
        with written_together(folder) as scratch:
            for resource in self._contract.values():
                if resource.name in self._batches or not resource.optional:
                    _write(self._table(resource), resource, folder=scratch, kind=format)
            (scratch / "definitions.json").write_bytes(definitions_to_json(self._definitions))
            seal(scratch, definitions=self._definitions)

    def tables(self) -> dict[str, pa.Table]:
        """Return what would be written, by resource."""
        return {name: self._table(resource) for name, resource in self._contract.items() if name in self._batches}

    def _table(self, resource: Resource) -> pa.Table:
        given = self._given.get(resource.name, set())
        names = [one.name for one in resource.columns if not one.optional or one.name in given]
        batches = self._batches.get(resource.name) or [resource.schema.empty_table()]
        table = pa.concat_tables(batches).select(names)
        return table.sort_by([(name, "ascending") for name in resource.key]).combine_chunks()


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
