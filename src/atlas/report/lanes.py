"""Lanes of charts: which values stand on which axis. Rows of one table share an axis, so that they can be compared."""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10
from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.model import Lane

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from atlas.report.case import Case
    from atlas.report.model import IndicatorRow

_STEPS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
WHOLE = 100.0


def axis_end(values: Iterable[float], *, kind: str) -> float:
    """Return where an axis that begins at 0 ends: 100 for shares unless one passes it, else a round number.

    >>> axis_end([3, 7], kind="count"), axis_end([36.4], kind="share"), axis_end([1481.9], kind="ratio")
    (8.0, 100.0, 2000.0)
    """
    largest = max(values, default=0.0)
    if kind == "share" and largest <= WHOLE:
        return WHOLE
    if largest <= 1:
        return 1.0
    power = 10.0 ** floor(log10(largest))
    return next(step * power for step in _STEPS if step * power >= largest)


def with_lanes(rows: Sequence[IndicatorRow], case: Case) -> tuple[IndicatorRow, ...]:
    """Return rows with their chart lanes; all rows of one kind (counts, shares, …) have the same axis."""
    kinds = {row.id: _kind(row, case) for row in rows}
    ends = {
        kind: axis_end([one for row in rows if kinds[row.id] == kind for one in known(row)], kind=kind)
        for kind in set(kinds.values())
    }
    return tuple(replace(row, lane=lane_of(row, case, end=ends[kinds[row.id]])) for row in rows)


def _kind(row: IndicatorRow, case: Case) -> str:
    kind = case.definitions.indicator(row.indicator).kind
    return "count" if kind == "total" else kind


def known(row: IndicatorRow) -> list[float]:
    """Return the values of a row that may be drawn."""
    return [one for one in (row.value.raw, row.baseline.raw) if one is not None]


def lane_of(row: IndicatorRow, case: Case, *, end: float, prefix: str = "lane") -> Lane | None:
    """Return a row's lane, or None where there is nothing to draw."""
    if not known(row):
        return None
    panel = next((one.cell.raw for one in row.changes if one.panel), None)
    kind = case.definitions.indicator(row.indicator).kind
    return Lane(
        id=f"{prefix}-{row.id}",
        label=row.name,
        summary=_summary(row, case),
        short="; ".join(_figures(row, case)),
        perspective=row.perspective,
        value=row.value.raw,
        baseline=row.baseline.raw,
        panel_change=panel,
        end=end,
        end_text=case.voice.percent(end, decimals=0) if kind == "share" else case.voice.number(end),
    )


def _figures(row: IndicatorRow, case: Case) -> list[str]:
    named = ((case.voice.say(_("value")), row.value), (case.voice.say(_("baseline")), row.baseline))
    return [_labelled(name, cell.text, more=cell.detail if cell.raw is None else "") for name, cell in named]


def _summary(row: IndicatorRow, case: Case) -> str:
    changes = [_labelled(one.of, one.cell.text, more=one.word) for one in row.changes if one.cell.raw is not None]
    return "; ".join(_figures(row, case) + changes)


def _labelled(label: str, text: str, *, more: str) -> str:
    return f"{label}: {text}" + (f" ({more})" if more else "")
