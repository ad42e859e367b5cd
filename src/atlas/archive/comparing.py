"""Compares two tables of a package row by row, by their key, and names the first row that differs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from atlas.engine.packages.contract import Resource

    Row = dict[str, Any]

ABSENT = None


@dataclass(frozen=True)
class RowDifference:
    """The first row that differs: its key, and the column with what each side says; no column where one side has no
    such row, which `is_there` then tells of the second.
    """

    key: tuple[object, ...]
    column: str = ""
    first: object = ABSENT
    second: object = ABSENT
    is_there: bool = True


def first_difference(
    first: pa.Table, second: pa.Table, *, resource: Resource, besides: Sequence[str] = ()
) -> RowDifference | None:
    """Return where two tables first differ, in the order of their keys; a column that one lacks is empty there.

    Args:
        first: A table of the resource, in any order.
        second: The other one.
        resource: Its key and columns.
        besides: Columns that are left out.
    """
    columns = [one for one in resource.schema.names if one not in besides]
    one, other = (_ordered(table, resource, columns=columns) for table in (first, second))
    if one.equals(other):
        return None
    return next(_differing(_keyed(one, resource), _keyed(other, resource)), None)


def _ordered(table: pa.Table, resource: Resource, *, columns: Sequence[str]) -> pa.Table:
    schema = resource.schema
    arrays = [
        table[name].cast(schema.field(name).type)
        if name in table.column_names
        else pa.nulls(len(table), schema.field(name).type)
        for name in columns
    ]
    return (
        pa.table(arrays, names=list(columns)).sort_by([(name, "ascending") for name in resource.key]).combine_chunks()
    )


def _keyed(table: pa.Table, resource: Resource) -> dict[tuple[object, ...], Row]:
    return {tuple(row[name] for name in resource.key): row for row in table.to_pylist()}


def _differing(
    first: dict[tuple[object, ...], Row], second: dict[tuple[object, ...], Row]
) -> Iterator[RowDifference]:  # fmt: skip
    for key in sorted({*first, *second}, key=lambda one: [str(part) for part in one]):
        if key not in second:
            yield RowDifference(key, is_there=False)
        elif key not in first:
            yield RowDifference(key)
        else:
            for column, value in first[key].items():
                if second[key][column] != value:
                    yield RowDifference(key, column, value, second[key][column])
