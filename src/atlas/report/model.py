"""Raport MP as data: sections made of blocks, tables of cells, charts of lanes. Numbers raw and as they are shown.

Every renderer draws the same `ReportData`; none of them computes, rounds or words anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from atlas.definitions.models import Perspective
    from atlas.kernel.language import Language
    from atlas.kernel.teryt import Level


Audience = Literal["public", "centre"]
Verdict = Literal["better", "worse", "same", "neutral"]
MISSING = "\N{EN DASH}"
"""Stands for a figure that is not there; its `detail` says why, in a word, and its row's notes say it in full."""


@dataclass(frozen=True)
class Cell:
    """One cell: what is shown, the raw value behind it (full precision), and what stands under it.

    `raw` is None for words, and for figures that are missing or withheld; then `text` is a dash and `detail` the
    reason. `lang` is set where the text is not in the report's language.
    """

    text: str
    raw: float | None = None
    detail: str = ""
    numeric: bool = False
    code: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Change:
    """A change since the baseline; `of` says over what ('all cards', 'panel: 4 cards'), `word` and `arrow` judge it."""

    cell: Cell
    of: str
    panel: bool
    verdict: Verdict | None = None
    word: str = ""
    arrow: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Lane:
    """One line of a chart, in the values' own unit: baseline hollow, value filled, panel change a thin line.

    `start` and `end` are the ends of its axis and `start_text`, `end_text` what is written there; `summary` says the
    whole lane in words, `short` its value and baseline.
    """

    id: str
    label: str
    summary: str
    short: str
    perspective: Perspective
    value: float | None
    baseline: float | None
    panel_change: float | None
    end: float
    end_text: str
    start: float = 0.0
    start_text: str = "0"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `warning` stands out. `lang` is set where the text is not in the report's language."""

    text: str
    warning: bool = False
    lang: str = ""


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator, or one part of its breakdown, in the report's territory and session.

    `changes` stand in the order in which they are to be read: the panel first where the gminas differ.
    """

    id: str
    indicator: str
    option: str
    name: str
    about: str
    perspective: Perspective
    value: Cell
    baseline: Cell
    changes: tuple[Change, ...]
    coverage: Cell
    lane: Lane | None
    notes: tuple[Paragraph, ...]
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class IndicatorTable:
    """The indicators of one perspective in one sphere, or one efficiency indicator by service."""

    id: str
    caption: str
    perspective: Perspective
    columns: tuple[str, ...]
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class Sides:
    """Two perspectives beside each other; on a narrow page one after the other."""

    tables: tuple[IndicatorTable, ...]


@dataclass(frozen=True)
class Column:
    """A column's head; numeric columns are set to the right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A plain table. The first cell of a row is its head. `folded`: long, to be opened by whoever wants it.

    `short` is its caption on a page where its figure, with the full name, stands right above it.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: bool = False
    note: str = ""
    short: str = ""


@dataclass(frozen=True)
class Group:
    """Lanes under one head: a sphere with its two perspectives."""

    label: str
    detail: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Chart:
    """A figure: its title says the finding; the same figures stand in the table `table`."""

    id: str
    title: str
    groups: tuple[Group, ...]
    source: str
    table: str


@dataclass(frozen=True)
class Bar:
    """One territory of a ranking: its value with coverage; missing or withheld = None, with `detail` saying why."""

    territory: str
    label: str
    value: float | None
    text: str
    baseline: float | None
    coverage: str
    detail: str = ""


@dataclass(frozen=True)
class Ranking:
    """Territories below, in order of one indicator's value, those without a value last; `end` is the axis's end.

    `summary` says the picture in words; the same figures stand in the table `table`.
    """

    id: str
    title: str
    summary: str
    axis: str
    perspective: Perspective
    bars: tuple[Bar, ...]
    end: float
    source: str
    table: str


@dataclass(frozen=True)
class HeatCell:
    """A value with its place between the least (0) and the most (1) of its column; missing = None for both."""

    value: float | None
    text: str
    shade: float | None


@dataclass(frozen=True)
class Heat:
    """Territories by indicators: one row of cells for each territory, one column for each indicator."""

    id: str
    title: str
    summary: str
    territories: tuple[str, ...]
    indicators: tuple[str, ...]
    perspectives: tuple[Perspective, ...]
    cells: tuple[tuple[HeatCell, ...], ...]
    source: str
    table: str


@dataclass(frozen=True)
class Area:
    """One territory of a map; `code` finds its outline, value None = missing, withheld or (`outside`) not asked."""

    code: str
    label: str
    value: float | None
    text: str
    outside: bool = False


@dataclass(frozen=True)
class Map:
    """Territories coloured by one indicator; drawn where outlines are at hand, the table `table` says the same."""

    id: str
    title: str
    summary: str
    axis: str
    perspective: Perspective
    areas: tuple[Area, ...]
    source: str
    table: str


@dataclass(frozen=True)
class Finding:
    """One sentence generated from the data, and the figures it rests on ('4 z 11', coverage)."""

    text: str
    figures: str
    indicator: str = ""


@dataclass(frozen=True)
class Findings:
    """The sentences of the first page, most telling first."""

    items: tuple[Finding, ...]


@dataclass(frozen=True)
class Signal:
    """Something that deserves attention: what, on what evidence, and what one might ask next."""

    title: str
    evidence: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Signals:
    """Signals in order of weight."""

    items: tuple[Signal, ...]


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Commands:
    """Lines to type."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Legend:
    """How the marks are read: kind of mark, and what it means."""

    entries: tuple[tuple[Literal["ngo", "izus", "baseline", "panel", "missing"], str], ...]


Block = (
    Paragraph
    | Bullets
    | Commands
    | Legend
    | Table
    | IndicatorTable
    | Sides
    | Chart
    | Ranking
    | Heat
    | Map
    | Findings
    | Signals
)


@dataclass(frozen=True)
class Section:
    """A part of the report with its blocks, then its subsections. `folded`: to be looked up, not read through."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    parts: tuple[Section, ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class Seal:
    """What the report was made of, printed on every page: any figure can be recomputed from it.

    `closed_on`, the day on which the session closed, is the date of files: never today.
    """

    session: str
    revision: int
    package: str
    closed_on: date


@dataclass(frozen=True)
class ReportData:
    """The whole report, ready to be drawn; `facts` are the lines of its head, label and text."""

    language: Language
    audience: Audience
    territory: str
    level: Level
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    notice: Paragraph
    sections: tuple[Section, ...]
    seal: Seal
