"""Checks of single cells and keys over typed tables: required, pattern, options, not negative, no key twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from atlas.engine.packages.contract import well_chosen
from atlas.engine.packages.store import ROW
from atlas.kernel.errors import Problem

if TYPE_CHECKING:
    from atlas.engine.packages.contract import Column, Resource
    from atlas.engine.packages.findings import Findings
    from atlas.engine.packages.store import Store


def check_values(store: Store, resource: Resource, *, findings: Findings) -> None:
    """Note every cell that breaks the contract, and every key that stands twice."""
    for column in resource.columns:
        if column.name in store.tables[resource.name].columns:
            _check_column(store, resource.name, column=column, findings=findings)
    _check_key(store, resource, findings=findings)


def _check_column(store: Store, resource: str, *, column: Column, findings: Findings) -> None:
    name = f'"{column.name}"'
    if column.required:
        _note(store, resource, column=column, code="cell-required", condition=f"{name} IS NULL", findings=findings)
    if column.type in {"whole", "money"}:
        _note(store, resource, column=column, code="cell-negative", condition=f"{name} < 0", findings=findings)
    elif column.type == "date":
        days = "DATE '1000-01-01' AND DATE '2999-12-31'"
        _note(
            store, resource, column=column, code="cell-date", condition=f"{name} NOT BETWEEN {days}", findings=findings
        )
    elif column.pattern or column.options:
        values = store.rows(f"SELECT DISTINCT {name} FROM {resource} WHERE {name} IS NOT NULL", resource)  # noqa: S608 - contract's names
        bad = sorted(str(value) for (value,) in values if not _is_good(str(value), column))
        if bad:
            listed = ", ".join("'" + value.replace("'", "''") + "'" for value in bad)
            _note(
                store, resource, column=column, code=_code(column), condition=f"{name} IN ({listed})", findings=findings
            )
    elif not column.required:
        store.rows(f"SELECT count({name}) FROM {resource}", resource)  # noqa: S608 - nothing to check but that it can be read


def _code(column: Column) -> str:
    return "cell-pattern" if column.pattern else f"cell-{column.type}"


def _is_good(value: str, column: Column) -> bool:
    if column.pattern:
        return re.fullmatch(column.pattern, value, flags=re.ASCII) is not None
    return well_chosen(value, column.options) if column.type == "options" else value in column.options


def _note(store: Store, resource: str, *, column: Column, code: str, condition: str, findings: Findings) -> None:
    total, rows = store.offenders(resource, condition, columns=f'"{column.name}"')
    facts = {"wanted": ", ".join(column.options) or column.pattern}
    problems = [
        Problem(code, store.place(resource, row, column=column.name), facts | {"found": found}) for row, found in rows
    ]
    findings.extend(problems, total=total)


def _check_key(store: Store, resource: Resource, *, findings: Findings) -> None:
    key = ", ".join(f'"{name}"' for name in resource.key)
    # Rows come sorted by key: then comparing neighbours is enough, and costs one pass without memory.
    before = ", ".join(f'lag("{name}") OVER ()' for name in resource.key)
    unsorted = f"SELECT count(*) FROM (SELECT ({key}) <= ({before}) AS bad FROM {resource.name}) WHERE bad"  # noqa: S608
    if store.rows(unsorted, resource.name)[0][0] == 0:
        return
    groups = f"FROM {resource.name} GROUP BY {key} HAVING count(*) > 1"
    repeated = f"{ROW} IN (SELECT unnest(list({ROW} ORDER BY {ROW})[2:]) {groups})"
    total, rows = store.offenders(resource.name, repeated, columns=key)
    problems = [
        Problem(
            "key-twice",
            store.place(resource.name, row, column=", ".join(resource.key)),
            {"found": ", ".join(map(str, values))},
        )
        for row, *values in rows
    ]
    findings.extend(problems, total=total)
