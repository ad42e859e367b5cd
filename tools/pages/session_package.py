"""The generated part of `docs/reference/session-package.md`: resources and their columns, from the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.engine.packages.contract import contract_of
from tools.markdown import code, codes, table

if TYPE_CHECKING:
    from atlas.definitions.models import Definitions
    from atlas.engine.packages.contract import CellType, Column, Resource

TYPES: dict[CellType, str] = {
    "text": "text", "whole": "whole number", "money": "PLN", "yes_no": "yes/no", "date": "date", "option": "option",
    "options": "options",
}  # fmt: skip
LONG = 6
"""A longer list of options is given by its catalogue."""


def resources(definitions: Definitions) -> str:
    """Return all resources with their columns."""
    catalogues = {one.codes: name for name, one in definitions.catalogues.items()}
    contract = contract_of(definitions)
    parts = [_overview(contract), *(_resource(one, catalogues) for one in contract)]
    return "\n\n".join(parts)


def _overview(contract: tuple[Resource, ...]) -> str:
    rows = (
        (f"[`{one.name}`](#{one.name})", codes(one.key), "may be left out" if one.optional else "needed")
        for one in contract
    )
    return table(("Resource", "Key", "In a package"), rows)


def _resource(one: Resource, catalogues: dict[tuple[str, ...], str]) -> str:
    rows = ((code(column.name), TYPES[column.type], _need(column), _form(column, catalogues)) for column in one.columns)
    return f"### {one.name}\n\nKey: {codes(one.key)}.\n\n" + table(("Column", "Type", "Cells", "Form"), rows)


def _need(column: Column) -> str:
    if column.optional:
        return "the column may be left out"
    return "always filled" if column.required else "may be empty"


def _form(column: Column, catalogues: dict[tuple[str, ...], str]) -> str:
    if column.pattern:
        return code(column.pattern)
    if not column.options:
        return ""
    name = catalogues.get(column.options)
    if name:
        return f"[{name}](catalogues.md#{name})"
    return codes(column.options) if len(column.options) <= LONG else "code of a territory statistic"
