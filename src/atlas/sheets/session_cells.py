"""A row of a register as somebody typed it, in YAML or CSV, made into the values that the package contract wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from atlas.kernel.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atlas.engine.packages.contract import Column, Resource

Value = str | int | date
Row = dict[str, Value | None]
_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class RawRow:
    """Cells by column name as they were typed, and where the row stands; `lines` places single cells of YAML."""

    cells: Mapping[str, str]
    file: str
    row: int
    lines: Mapping[str, int]

    def place(self, column: str = "") -> Place:
        """Return where a cell stands."""
        return Place(self.file, self.lines.get(column, self.row), column)


def typed_row(raw: RawRow, resource: Resource) -> tuple[Row, list[Problem]]:
    """Return a row with the contract's types, and what is wrong with it; a wrong cell is then missing."""
    row: Row = {}
    problems = [Problem(code, raw.place(name), facts) for code, name, facts in _unknown(raw, resource)]
    for column in resource.columns:
        text = raw.cells.get(column.name, "").strip()
        code = "" if text or not column.required else "cell-required"
        value = None
        if text:
            value, code = _value(text, column)
        if code:
            wanted = ", ".join(column.options) or column.pattern
            problems.append(Problem(code, raw.place(column.name), {"found": text, "wanted": wanted}))
        if value is not None or not column.optional:
            row[column.name] = value
    return row, problems


def _unknown(raw: RawRow, resource: Resource) -> Iterator[tuple[str, str, dict[str, object]]]:
    known = [column.name for column in resource.columns]
    for name in raw.cells:
        if name not in known:
            yield "session-file-column-unknown", name, {"found": name, "known": ", ".join(known)}


def _value(text: str, column: Column) -> tuple[Value | None, str]:
    """Return the value of a cell that is not empty, or the code of what is wrong with it."""
    if column.type == "whole":
        return (int(text), "") if _WHOLE.fullmatch(text) else (None, "cell-whole")
    if column.type == "date":
        day = _day(text)
        return day, "" if day else "cell-date"
    if column.options:
        return (text, "") if text in column.options else (None, "cell-option")
    if column.pattern and not re.fullmatch(column.pattern, text, flags=re.ASCII):
        return None, "cell-pattern"
    return text, ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
