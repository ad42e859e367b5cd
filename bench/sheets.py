"""`python -m bench.sheets [--cards 300]`: filled cards read per second, against openpyxl and bare calamine.

The cards are the pilot's, filled in once and copied. All contestants give the same cells of the same two sheets; ours
also looks at each file first and opens it in another process. The best of the rounds counts; rounds take turns.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook
from tools.fill_cards import Filler

from atlas.definitions.load import shipped_definitions
from atlas.engine.packages.reading import read_packages
from atlas.sheets.layout import IDENTITY_SHEET, Column
from atlas.sheets.packaging import collect
from atlas.sheets.session_file import read_session_file
from atlas.sheets.worker_pool import NUMBER, POSITIONS, read_workbooks

ROOT = Path(__file__).resolve().parent.parent
PILOT = ROOT / "examples" / "pilot"
ROUNDS, FEW = 5, 30  # openpyxl is slow: it reads the first FEW
GOAL = 25
OPENPYXL, JUDGED = "openpyxl, read-only", "Atlas MP, to judged answers"
Cells = dict[tuple[int, int], Any]


def cards_in(folder: Path, *, count: int) -> list[Path]:
    """Filled Karty NGO of the pilot, copied until there are enough."""
    session = PILOT / "collected" / "2025-1" / "session.yaml"
    with read_packages([PILOT / "2025-1"]) as (package,):
        forms = [form for name, form in Filler.of(package, session).files() if name.startswith("ngo")]
    paths = [folder / f"{number:05}.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(forms[number % len(forms)])
    return paths


def with_openpyxl(paths: Sequence[Path]) -> list[Cells]:
    """What a program of one's own would do: read-only mode, values, both sheets."""
    found = []
    for path in paths:
        book = openpyxl.load_workbook(path, read_only=True)
        list(book[IDENTITY_SHEET].iter_rows(values_only=True))
        found.append(_cells(book.worksheets[0].iter_rows(values_only=True)))
        book.close()
    return found


def with_calamine(paths: Sequence[Path]) -> list[Cells]:
    """Calamine alone, in this process, with nothing looked at first."""
    found = []
    for path in paths:
        with CalamineWorkbook.from_path(path) as book:
            book.get_sheet_by_name(IDENTITY_SHEET).to_python()
            found.append(_cells(book.get_sheet_by_index(0).to_python(skip_empty_area=False)))
    return found


def ours(paths: Sequence[Path], *, workers: int) -> list[Cells]:
    """Guard, worker processes, cells."""
    return [
        {
            (row[NUMBER], column): row[place]
            for row in one.rows
            for column, place in POSITIONS.items()
            if row[place] != ""
        }
        for one in read_workbooks(paths, workers=workers)
    ]


def judged(paths: Sequence[Path]) -> list[Cells]:
    """All of it: guard, workers, answers, rules (the copies are then named as such)."""
    session = read_session_file(PILOT / "collected" / "2025-1" / "session.yaml")
    return [{} for _form in collect(paths, session, definitions=shipped_definitions(), language="pl").forms]


def _cells(rows: Any) -> Cells:  # noqa: ANN401 - two libraries' rows
    """Non-empty cells by row and column, without the labels, which nobody reads back."""
    return {
        (number, column): value.date() if isinstance(value, datetime) else value
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row)
        if value not in (None, "") and column != Column.LABEL
    }


@dataclass(frozen=True)
class Speed:
    """Cards per second by the clock, and milliseconds of processor time a card, workers' included."""

    cards_a_second: float = 0.0
    cpu_ms: float = float("inf")


def measured(count: int) -> tuple[dict[str, Speed], bool]:
    """The best of the rounds by contestant, and whether all that give cells gave the same."""
    workers = os.cpu_count() or 1
    contestants: dict[str, tuple[Callable[[Sequence[Path]], list[Cells]], int]] = {
        OPENPYXL: (with_openpyxl, FEW),
        "calamine alone, nothing checked": (with_calamine, count),
        "Atlas MP, 1 worker": (lambda paths: ours(paths, workers=1), count),
        f"Atlas MP, {workers} workers": (lambda paths: ours(paths, workers=workers), count),
        JUDGED: (judged, count),
    }
    best: dict[str, Speed] = {}
    found: dict[str, list[Cells]] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = cards_in(Path(folder), count=count)
        for _round in range(ROUNDS):
            for name, (read, many) in contestants.items():
                start, before = time.perf_counter(), _processor_seconds()
                found[name] = read(paths[:many])
                speed = many / (time.perf_counter() - start)
                used = (_processor_seconds() - before) / many * 1000
                former = best.get(name, Speed())
                best[name] = Speed(max(speed, former.cards_a_second), min(used, former.cpu_ms))
    wanted = found[OPENPYXL]
    return best, all(cells[: len(wanted)] == wanted for name, cells in found.items() if name != JUDGED)


def _processor_seconds() -> float:
    used = os.times()  # children count once they have ended, as our workers have
    return used.user + used.system + used.children_user + used.children_system


def markdown(count: int) -> list[str]:
    """The figures as rows of a Markdown table, and what they say of the goal."""
    best, same = measured(count)
    base = best[OPENPYXL]
    head = ("reading filled cards", "cards/s", "against openpyxl", "CPU ms a card", "against openpyxl")
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for name, one in best.items():
        times, cheaper = one.cards_a_second / base.cards_a_second, base.cpu_ms / one.cpu_ms
        lines.append(f"| {name} | {one.cards_a_second:,.0f} | {times:.1f} | {one.cpu_ms:.2f} | {cheaper:.1f} |")
    ratio = max(one.cards_a_second for name, one in best.items() if name.startswith("Atlas MP")) / base.cards_a_second
    reached = "reached" if ratio >= GOAL else "**not reached**"
    return [*lines, "", f"* at least {GOAL} times as fast as openpyxl: {ratio:.1f}, {reached}; same cells: {same}"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Reading filled cards, against openpyxl.")
    parser.add_argument("--cards", type=int, default=300)
    print("\n".join(markdown(parser.parse_args().cards)))


if __name__ == "__main__":
    main()
