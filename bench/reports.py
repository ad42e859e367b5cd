"""Reports per second: `python -m bench.reports`. Our PDF against WeasyPrint printing the same report's HTML page.

WeasyPrint gets the finished page with its drawings inside, so the fair rival is our PDF with its drawings kept.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from weasyprint import HTML

from atlas.documents import drawing
from atlas.engine.packages.reading import read_packages
from atlas.engine.run import compute
from atlas.report.build import Reports
from atlas.report.charts.pictures import artist_for
from atlas.report.excerpt import scope_of
from atlas.report.files import FORMATS, Order, write_reports
from atlas.report.html import render_html
from atlas.report.model import Chart, ReportData
from atlas.report.pdf import render_pdf
from atlas.report.xlsx import render_xlsx
from bench.runner import ROOT, packages_of

PILOT = [ROOT / "examples" / "pilot" / name for name in ("2025-1", "2026-1")]
LEVELS = {"gmina": "0605053", "powiat": "0605", "voivodeship": "06", "country": "PL"}
ROUNDS, GMINAS, CARDS, GOAL = 3, 60, 10_000, 10.0
OURS, KEPT, RIVAL = "PDF, figures drawn anew", "PDF, figures kept", "WeasyPrint, the same page"
Row = tuple[str, str, str, str]
HEADS: Row = ("report", "work", "a second", "WeasyPrint's time over ours")


@dataclass(frozen=True)
class Work:
    """Something to be done once; its best time of some rounds counts."""

    name: str
    run: Callable[[], object]
    rounds: int = ROUNDS

    def seconds(self) -> float:
        """The best of the rounds."""
        return min(timed(self.run) for _round in range(self.rounds))


def timed(run: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def anew(run: Callable[[], object]) -> Callable[[], object]:
    """The same, with no drawing kept from before."""

    def forgetful() -> object:
        drawing._drawn.cache_clear()
        return run()

    return forgetful


@contextmanager
def built(packages: list[Path]) -> Iterator[tuple[Reports, list[str]]]:
    """A builder of reports on packages, and the gminas of the latest session."""
    with read_packages(packages) as read:
        latest = max(read, key=lambda one: one.session.sequence)
        yield Reports(read, compute(read)), [one.code for one in scope_of(latest)]


def report_of(reports: Reports, code: str) -> ReportData:
    """A public report in Polish."""
    return reports.build(code, audience="public", language="pl", mapped=artist_for("pl").outlines.codes())


def rows() -> Iterator[Row]:
    """Rows for the page of benchmarks: each level's formats, then charts, then all gminas at once."""
    with built(PILOT) as (reports, _gminas):
        for level, code in LEVELS.items():
            yield from formats(level, report_of(reports, code))
        yield charts(report_of(reports, LEVELS["powiat"]))
    yield bulk()


def formats(level: str, report: ReportData) -> Iterator[Row]:
    """The three formats of a report, and the rival."""
    page = render_html(report)
    render_pdf(report)  # fonts and templates are read once in a process
    rival = Work(RIVAL, lambda: HTML(string=page.decode()).write_pdf(), rounds=1).seconds()
    works = [
        Work(KEPT, lambda: render_pdf(report)),
        Work(OURS, anew(lambda: render_pdf(report))),
        Work("HTML, figures drawn anew", anew(lambda: render_html(report))),
        Work("XLSX", lambda: render_xlsx(report)),
    ]
    for work in works:
        seconds = work.seconds()
        yield level, work.name, f"{1 / seconds:.1f}", f"{rival / seconds:.0f}" if "PDF" in work.name else ""
    yield level, RIVAL, f"{1 / rival:.2f}", "1"


def charts(report: ReportData) -> Row:
    """How many profiles are drawn a second."""
    chart = next(block for block in report.sections[0].blocks if isinstance(block, Chart))
    artist = artist_for("pl")
    seconds = Work("chart", anew(lambda: artist.svg(chart)), rounds=10).seconds()
    return "", "profile drawn anew", f"{1 / seconds:.0f}", ""


def bulk() -> Row:
    """Three formats for many gminas of generated packages, built, drawn in two processes and written."""
    with built(packages_of(CARDS)) as (reports, gminas), tempfile.TemporaryDirectory() as folder:
        codes = gminas[:GMINAS]
        order = Order(FORMATS, Path(folder))
        made = (report_of(reports, code) for code in codes)
        seconds = timed(lambda: list(write_reports(made, order, number=len(codes))))
    return "gmina", f"--all-gminas, three formats ({len(codes)} gminas)", f"{len(codes) / seconds:.1f}", ""


def main() -> None:
    """Print the rows as they come, as a table."""
    print(f"| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}")
    for row in rows():
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
