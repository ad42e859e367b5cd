"""Checks that a Parquet table is readable and has the contract's columns and types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from atlas.kernel.errors import Place

if TYPE_CHECKING:
    from atlas.engine.packages.contract import Resource
    from atlas.engine.packages.findings import Findings
    from atlas.engine.packages.manifest import File


def parquet_columns(file: File, resource: Resource, *, findings: Findings) -> list[str] | None:
    """Return the column names, or None where the file is broken; wrong types are noted."""
    try:
        schema = pq.read_schema(file.path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        findings.add("parquet-unreadable", Place(file.called), reason=str(error).splitlines()[0].rstrip("."))
        return None
    folded = [name.casefold() for name in schema.names]  # DuckDB does not tell Gmina from gmina
    twice = [name for name in schema.names if folded.count(name.casefold()) > 1]
    if twice:
        findings.add("csv-column-twice", Place(file.called, None, twice[-1]))
        return None
    wanted = resource.schema
    for name in wanted.names:
        if name in schema.names and _plain(schema.field(name).type) != wanted.field(name).type:
            found, right = str(schema.field(name).type), str(wanted.field(name).type)
            findings.add("parquet-type", Place(file.called, None, name), found=found, wanted=right)
    return list(schema.names)


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.string() if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) else kind
