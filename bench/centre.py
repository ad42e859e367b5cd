"""`python -m bench.centre [--out FILE]`: the Centre's pages for the pilot and for the country, on both databases.

Prints a Markdown table of page × size × database with times and query counts. BENCH_SIZES=pilot leaves the country out,
BENCH_DATABASES=SQLite the other database.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from bench import pg
from bench.runner import QUIET, python

SIZES = {"pilot": (11, 60), "country": (2477, 100_000)}
GOAL_MS = 1000
HEADS = ("page", "session", "database", "first ms", "then ms", "of it processor", "queries")
HEAD = """# Benchmarks of the Centre's pages

`python -m bench.centre` writes a session straight into the tables, with invented names, and asks for each page as
somebody who is logged in. *First* is before its figures are drawn, *then* the least of five later times,
beside it the least processor time of this process: the rest is the database's, the disk's and of others on the machine.
"""
CLOSING_HEADS = ("database", "ended", "check list s", "baselines s", "closing s", "peak MB")
CLOSING_SECONDS, CLOSING_MB = 300, 2048
CLOSING = """## Closing

A session of the country's size with all cards accepted: the package is written, checked and sealed, the results are
computed. The check list and the gminas that get their baseline are read on the page before.
"""
ABOUT = """
Pilot: 11 gminas, 11 institutions, 60 organisations; country: 2,477 gminas, 2,477 institutions, 100,000 organisations.
In the second session all cards are submitted and wait for verification, two of five with flags.
The maps show gminas as cells of a synthetic grid, no likeness of the country.
"""


def surroundings(url: str, folder: Path) -> dict[str, str]:
    """The variables of a site on one's own machine, with the grid as its outlines."""
    return {
        "DATABASE_URL": url, "ATLAS_DATA": str(folder), "ATLAS_MODE": "local", "ATLAS_SECRET_KEY": "benchmark " * 6,
        "ATLAS_BOUNDARIES": str(folder / "grid.geojson"),
    }  # fmt: skip


def run(*arguments: str, variables: dict[str, str]) -> str:
    """What the process beside this one prints."""
    done = python("bench.centre_pages", *arguments, **variables)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


@contextmanager
def databases(folder: Path) -> Iterator[list[tuple[str, str]]]:
    """Both databases' names and addresses; PostgreSQL is left out where it cannot be used."""
    with pg.cluster(pg.DURABLE) as postgres:
        found = [("SQLite", f"sqlite:///{folder}/atlas.sqlite3"), ("PostgreSQL", postgres)]
        wanted = os.environ.get("BENCH_DATABASES", "SQLite,PostgreSQL").split(",")
        yield [one for one in found if one[0] in wanted]


def measure(size: str) -> Iterator[tuple[str, ...]]:
    """The rows of a size."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-centre-") as place, databases(Path(place)) as found:
        for name, url in found:
            variables = surroundings(url, Path(place))
            prepare = [str(Path(sys.executable).parent / "atlas-web"), "prepare"]
            bare = {key: value for key, value in variables.items() if key != "ATLAS_BOUNDARIES"}
            subprocess.run(prepare, env={**os.environ, **bare}, check=True, capture_output=True)
            run("make", *map(str, SIZES[size]), f"{place}/grid.geojson", variables=bare)
            for one in json.loads(run("ask", variables=variables)):
                yield (one["page"], size, name, str(one["first"]), str(one["ms"]), str(one["cpu"]), str(one["queries"]))


def closing() -> Iterator[tuple[str, ...]]:
    """The rows of closing the country's session, by database: seconds of each step and the peak of memory."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-closing-") as place, databases(Path(place)) as found:
        for name, url in found:
            done = python("bench.closing", DATABASE_URL=url)
            if done.returncode:
                raise SystemExit(done.stderr)
            one = json.loads(done.stdout.splitlines()[-1])
            yield (name, *(str(one[key]) for key in ("state", "check_list", "baselines", "closing", "peak_mb")))


def lines(*rows: Sequence[str]) -> list[str]:
    """The lines of a table or of a part of it."""
    return [f"| {' | '.join(cells)} |" for cells in rows]


def told(heads: Sequence[str], found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows, printed as they come."""
    print("\n".join(lines(heads, ["---"] * len(heads))))
    rows = []
    for row in found:
        print(*lines(row), flush=True)
        rows.append(row)
    return rows


def goal(words: str, beyond: Sequence[str]) -> str:
    """Whether a goal was reached, and what missed it."""
    return f"* {words}: {'**not reached**: ' + '; '.join(beyond) if beyond else 'reached'}"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description="The Centre's pages.")
    parser.add_argument("--out", type=Path)
    out, busy = parser.parse_args().out, os.getloadavg()[0]
    sizes = os.environ.get("BENCH_SIZES", ",".join(SIZES)).split(",")
    pages = told(HEADS, chain.from_iterable(map(measure, sizes)))
    closed = told(CLOSING_HEADS, closing() if "country" in sizes else ())
    slow = [f"{row[0]} ({row[1]}, {row[2]})" for row in pages if int(row[4]) > GOAL_MS]
    heavy = [row[0] for row in closed if float(row[4]) > CLOSING_SECONDS or int(row[5]) > CLOSING_MB]
    notes = [
        goal(f"each page within {GOAL_MS} ms once drawn", slow),
        *([goal(f"closing within {CLOSING_SECONDS} s and {CLOSING_MB} MB", heavy)] if closed else []),
        f"* {os.cpu_count()} cores, a shared virtual machine",
        *([f"* the machine was busy (load {busy:.1f}) at the start"] if busy > QUIET else []),
    ]
    if out:
        tables = ((HEAD, HEADS, pages, ABOUT), (CLOSING, CLOSING_HEADS, closed, ""))
        text = [
            line for before, heads, rows, after in tables
            for line in (before, *lines(heads, ["---"] * len(heads), *rows), after)
        ]  # fmt: skip
        out.write_text("\n".join([*text, *notes]) + "\n", encoding="utf-8")
    print("\n".join(notes))


if __name__ == "__main__":
    main()
