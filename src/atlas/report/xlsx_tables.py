"""Tables of a report as grids of a sheet: what stands under a figure gets a column of its own beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.format import Format

    from atlas.report.model import Cell, IndicatorRow, IndicatorTable, Table
    from atlas.report.xlsx_formats import Formats

Entry = tuple[str | float, "Format"]


@dataclass(frozen=True)
class Grid:
    """Heads and rows of entries, all of one length; `numeric` says which columns hold figures."""

    caption: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Entry, ...], ...]
    note: str = ""


def entry_of(cell: Cell, formats: Formats) -> Entry:
    """Return a cell as a number where it is one, else as words; what is missing says why."""
    if cell.raw is not None:
        return formats.number(cell.raw, cell.text) or (cell.text, formats.text)
    if not cell.numeric:
        return cell.text, formats.text
    return (f"{cell.text} ({cell.detail})" if cell.detail else cell.text), formats.missing


def grid_of(table: Table, formats: Formats, *, say: Callable[[str], str]) -> Grid:
    """Return a plain table; a column with words under its figures is followed by one with those words."""
    heads: list[str] = []
    numeric: list[bool] = []
    columns: list[list[Entry]] = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        heads.append(column.label)
        numeric.append(column.numeric)
        columns.append([entry_of(cell, formats) for cell in cells])
        details = [cell.detail if cell.raw is not None or not cell.numeric else "" for cell in cells]
        if any(details):
            heads.append(say(_("%(column)s: more")) % {"column": column.label})
            numeric.append(False)
            columns.append([(detail, formats.quiet) for detail in details])
    return Grid(table.caption, tuple(heads), tuple(numeric), tuple(zip(*columns, strict=True)), table.note)


def indicator_grid_of(tables: Sequence[IndicatorTable], formats: Formats, *, say: Callable[[str], str]) -> Grid:
    """Return indicators of one or several tables as one grid, a row for each indicator and each part of it."""
    heads = (
        (_("Indicator"), False), (_("Name"), False), (_("Perspective"), False), (_("Value"), True),
        (_("Numerator"), True), (_("Denominator"), True), (_("Baseline"), True), (_("Baseline: from"), False),
        (_("Change over all cards"), True), (_("Change in the panel"), True), (_("Panel"), False),
        (_("Judgement"), False), (_("Coverage"), True), (_("Based on"), False), (_("Notes"), False),
    )  # fmt: skip
    rows = tuple(_indicator(row, formats) for table in tables for row in table.rows)
    names = tuple(say(head) for head, _numeric in heads)
    return Grid(" · ".join(table.caption for table in tables), names, tuple(one for _head, one in heads), rows)


def _indicator(row: IndicatorRow, formats: Formats) -> tuple[Entry, ...]:
    name = f"{row.name}\n{row.about}" if row.about else row.name
    words = "\n".join(note.text for note in row.notes)
    based = " · ".join(filter(None, (row.coverage.text, row.coverage.detail)))
    judged = "\n".join(f"{one.of}: {one.word}".strip(": ") for one in row.changes if one.word)
    panel = next((one.of for one in row.changes if one.panel), "")
    return (
        (row.indicator, formats.strong),
        (name, formats.text if not row.option else formats.quiet),
        (row.perspective, formats.text),
        entry_of(row.value, formats),
        _plain(row.numerator, formats),
        _plain(row.denominator, formats),
        entry_of(row.baseline, formats),
        (row.baseline.detail if row.baseline.raw is not None else "", formats.quiet),
        _change(row, formats, panel=False),
        _change(row, formats, panel=True),
        (panel, formats.quiet),
        (judged, formats.text),
        formats.share(row.coverage.raw) if row.coverage.raw is not None else entry_of(row.coverage, formats),
        (based, formats.quiet),
        (words, formats.quiet),
    )


def _change(row: IndicatorRow, formats: Formats, *, panel: bool) -> Entry:
    found = next((one for one in row.changes if one.panel == panel), None)
    return entry_of(found.cell, formats) if found else ("", formats.text)


def _plain(raw: float | None, formats: Formats) -> Entry:
    return formats.plain(raw) if raw is not None else ("", formats.text)
