"""Writes reports as files, in the formats asked for: one after another, or many in two processes.

Fonts, templates and outlines are read once in each process; a report travels to the other process as data.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from atlas.kernel.language import DEFAULT_LANGUAGE
from atlas.report.charts.pictures import Artist, artist_for
from atlas.report.html import render_html
from atlas.report.pdf import render_pdf
from atlas.report.xlsx import render_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from atlas.report.model import ReportData

Format = Literal["html", "pdf", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
RENDERERS: Final[Mapping[Format, Callable[[ReportData, Artist], bytes]]] = {
    "html": lambda report, artist: render_html(report, artist=artist),
    "pdf": lambda report, artist: render_pdf(report, artist=artist),
    "xlsx": lambda report, _artist: render_xlsx(report),
}
PROCESSES: Final = 2
WORTH_PROCESSES: Final = 8
"""From so many reports on, a second process pays for its start."""


@dataclass(frozen=True)
class Order:
    """What is to be written where: formats, folder, a file of boundaries, a folder that keeps drawn charts."""

    formats: tuple[Format, ...]
    folder: Path
    boundaries: Path | None = None
    store: Path | None = None


def file_name(report: ReportData, extension: Format) -> str:
    """Return a report's file name: session, territory, marks where it is not for everybody or not in Polish."""
    audience = "" if report.audience == "public" else f"-{report.audience}"
    tongue = "" if report.language == DEFAULT_LANGUAGE else f"-{report.language}"
    return f"raport-mp-{report.seal.session}-{report.territory}{audience}{tongue}.{extension}"


def write_report(report: ReportData, order: Order) -> list[str]:
    """Write one report in all formats and return the names of its files."""
    artist = artist_for(report.language, boundaries=order.boundaries, store=order.store)
    names = []
    for extension in order.formats:
        name = file_name(report, extension)
        (order.folder / name).write_bytes(RENDERERS[extension](report, artist))
        names.append(name)
    return names


def write_reports(reports: Iterable[ReportData], order: Order, *, number: int) -> Iterator[list[str]]:
    """Write many reports and give the names of each one's files, in order, as soon as they are there.

    Args:
        reports: Built one by one as they are needed; a few are held at a time.
        order: What is to be written where.
        number: How many there are: it decides whether a second process pays.
    """
    if number < WORTH_PROCESSES or (os.cpu_count() or 1) < PROCESSES:
        for report in reports:
            yield write_report(report, order)
        return
    # Not forked: DuckDB's and V8's threads do not survive a fork.
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[str]]] = deque()
        for report in reports:
            waiting.append(pool.submit(write_report, report, order))
            if len(waiting) >= 2 * PROCESSES:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
