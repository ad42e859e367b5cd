"""`python -m bench.documents --out FILE`: cards read and reports written per second, as a page of the documentation."""

import argparse
import os
from pathlib import Path

from bench import reports, sheets
from bench.runner import QUIET

CARDS = 300
HEAD = """# Benchmarks of cards and reports

`make bench-documents` measures reading filled cards against openpyxl, and writing reports against WeasyPrint on the
same content, and writes this page. Read ratios, not seconds.

## Reading filled cards
"""
ABOUT = """
"Atlas MP" looks at each file before it is opened (type, size, unpacked size, macros, entities, formulas), opens it in a
limited process of its own and gives the same cells; "to judged answers" goes on to typed answers checked by the rules.

## Writing reports

WeasyPrint gets the finished HTML page with its drawings inside, so the fair rival is our PDF with its drawings kept.
"""


def goal_line(rows: list[reports.Row]) -> str:
    """What the rows say of the goal: the least ratio of the PDFs with kept figures."""
    ratios = {row[1]: [] for row in rows}
    for _report, work, _speed, times in rows:
        ratios[work] += [float(times)] if times else []
    kept, anew = min(ratios[reports.KEPT]), min(ratios[reports.OURS])
    reached = "reached" if kept >= reports.GOAL else "**not reached**"
    found = f"{kept:.0f} with figures kept, {reached}; {anew:.0f} with figures drawn anew"
    return f"* at least {reports.GOAL:g} times as fast as WeasyPrint: {found}"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description="Benchmarks of cards and reports.")
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    busy = os.getloadavg()[0]
    load = [f"* the machine was busy (load {busy:.1f}) at the start"] if busy > QUIET else []
    read = sheets.markdown(CARDS)
    written = list(reports.rows())
    table = [f"| {' | '.join(cells)} |" for cells in (reports.HEADS, ["---"] * len(reports.HEADS), *written)]
    notes = ["", goal_line(written), f"* {os.cpu_count()} cores, a shared virtual machine", *load]
    text = "\n".join([HEAD, *read, ABOUT, *table, *notes]) + "\n"
    print(text)
    out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
