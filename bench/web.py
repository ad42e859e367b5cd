"""`python -m bench.web --out FILE`: the site under the load of a session's last hour, on SQLite and on PostgreSQL.

Gunicorn serves the site with its settings for production; what was acknowledged is compared with the database.
BENCH_SECONDS shortens each load.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from bench import pg
from bench.load import HOST, Load, Outcome, slots_of
from bench.runner import QUIET, ROOT, python

CARDS, WORKERS, GOAL_MS = 100, 2, 500.0
LIMIT = float(os.environ.get("BENCH_SECONDS", "inf"))
HEADS = (
    "database", "load", "saves", "errors", "lost", "twice", "save p50", "p95", "p99 ms", "reads", "errors",
    "read p50", "p95", "p99 ms",
)  # fmt: skip
HEAD = """# Benchmarks of the web application

`make bench-web` logs people in, opens their cards and lets them type: an open model, in which requests begin by the
clock whether or not earlier ones were answered. Times run from the moment a request was due. It writes this page.
"""
ABOUT = """
A save sends a section's whole form, as the page does while somebody types, and changes one number in it; a read is a
section's page. *Lost*: fields whose last acknowledged value is not the database's. *Twice*: changes of cards beyond the
saves that were sent. SQLite in WAL with `synchronous=FULL`, PostgreSQL with its own settings; both on the same disk.
The load comes from the same machine and takes part of its time.
"""


@dataclass(frozen=True)
class Work:
    """So many saves and reads a second for so long."""

    saves: float
    reads: float
    seconds: float

    @property
    def title(self) -> str:
        """How a table calls it."""
        reads = f" + {self.reads:g} reads/s" if self.reads else ""
        return f"{self.saves:g} saves/s{reads}, {min(self.seconds, LIMIT):g} s"


WORKS = (Work(10, 30, 300), Work(50, 0, 30))


@dataclass(frozen=True)
class Result:
    """What one load came to."""

    database: str
    work: Work
    outcomes: list[Outcome]
    lost: int
    twice: int

    def row(self) -> list[str]:
        """The cells of the table."""
        return [self.database, self.work.title, *self._cells("save"), *self._cells("read")]

    @property
    def reached(self) -> bool:
        """Whether the goal of quality is reached."""
        wrong = self.lost + self.twice + sum(1 for one in self.outcomes if one.error)
        return not wrong and percentile(self.times("save"), 95) < GOAL_MS

    def times(self, kind: str) -> list[float]:
        """Milliseconds of the requests of a kind, in order."""
        return sorted(one.seconds * 1000 for one in self.outcomes if one.kind == kind)

    def _cells(self, kind: str) -> list[str]:
        times = self.times(kind)
        if not times:
            return ["–"] * 5
        errors = sum(1 for one in self.outcomes if one.kind == kind and one.error)
        wrong = [str(self.lost), str(self.twice)] if kind == "save" else []
        return [str(len(times)), str(errors), *wrong, *(f"{percentile(times, part):.0f}" for part in (50, 95, 99))]


def percentile(ordered: list[float], part: float) -> float:
    """The value below which so many hundredths lie (nearest rank)."""
    return ordered[max(0, -(-len(ordered) * int(part) // 100) - 1)]


@contextmanager
def databases() -> Iterator[list[tuple[str, str, Path]]]:
    """Both databases' names and addresses, with a folder for each."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-web-") as folder, pg.cluster(pg.DURABLE) as postgres:
        places = [Path(folder) / name for name in ("sqlite", "postgresql")]
        for place in places:
            place.mkdir()
        yield [("SQLite", f"sqlite:///{places[0]}/atlas.sqlite3", places[0]), ("PostgreSQL", postgres, places[1])]


def surroundings(url: str, folder: Path) -> dict[str, str]:
    """The variables of a site for production behind a proxy that ends TLS."""
    return {
        "DATABASE_URL": url, "ATLAS_DATA": str(folder), "ATLAS_MODE": "production", "ATLAS_HOSTS": HOST,
        "ATLAS_BASE_URL": f"https://{HOST}", "ATLAS_BEHIND_PROXY": "1", "ATLAS_SECRET_KEY": secrets.token_hex(40),
    }  # fmt: skip


def run(module: str, *arguments: str, variables: dict[str, str]) -> str:
    """What a module of the suite prints."""
    done = python(module, *arguments, **variables)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def prepare(variables: dict[str, str]) -> None:
    """Make the tables and gather the static files, as who installs the site does; what they say is shown on failure."""
    command = [str(Path(sys.executable).parent / "atlas-web")]
    for arguments in (["prepare"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        done = subprocess.run(
            [*command, *arguments], env={**os.environ, **variables}, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr)


@contextmanager
def served(variables: dict[str, str]) -> Iterator[int]:
    """Gunicorn as `make serve` starts it, with production's settings; gives its port."""
    port = pg._free_port()
    command = ["-m", "gunicorn", "atlas.config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    server = subprocess.Popen(
        [sys.executable, *command, "--log-level", "warning"], env={**os.environ, **variables}, cwd=ROOT
    )
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def wait_for(port: int) -> None:
    """Wait until the site says that it is well."""
    for _attempt in range(100):
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/zdrowie/", headers={"Host": HOST}), timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the site does not start")


def measure(name: str, url: str, *, folder: Path) -> Iterator[Result]:
    """All loads on one database."""
    variables = surroundings(url, folder)
    prepare(variables)
    world = json.loads(run("bench.web_world", "make", str(CARDS), variables=variables))
    slots = slots_of(world)
    with served(variables) as port:
        warm = Load(port, world["cookies"], slots)
        warm.run(saves=0.001, reads=5, seconds=3)  # each worker reads its definitions once
        for work in WORKS:
            before = json.loads(run("bench.web_world", "read", variables=variables))
            load = Load(port, world["cookies"], slots)
            load.run(saves=work.saves, reads=work.reads, seconds=min(work.seconds, LIMIT))
            after = json.loads(run("bench.web_world", "read", variables=variables))
            yield Result(name, work, load.outcomes, lost(load, after), twice(load, before, after=after))
            print_errors(load.outcomes)


def lost(load: Load, after: dict[str, dict]) -> int:
    """How many fields do not hold what was acknowledged last; a save that failed may or may not have been kept."""
    count = 0
    for slot in load.slots:
        found = after[slot.card]["answers"].get(slot.line)
        allowed = {slot.acknowledged, *slot.uncertain}
        count += str("" if found is None else found) not in allowed
    return count


def twice(load: Load, before: dict[str, dict], *, after: dict[str, dict]) -> int:
    """How many changes the cards had beyond those that were sent."""
    failed = sum(1 for one in load.outcomes if one.kind == "save" and one.error)
    beyond = sum(
        max(0, after[card]["version"] - before[card]["version"] - load.saved.get(card, 0)) for card in after
    )  # fmt: skip
    return max(0, beyond - failed)


def print_errors(outcomes: list[Outcome]) -> None:
    """Say what went wrong, most frequent first."""
    for error, count in Counter(one.error for one in outcomes if one.error).most_common(5):
        print(f"  {count} × {error}", file=sys.stderr)


def goal_line(results: list[Result]) -> str:
    """What the results say of the goal."""
    missed = [f"{one.database}, {one.work.title}" for one in results if not one.reached]
    found = f"**not reached**: {'; '.join(missed)}" if missed else "reached"
    return f"* 0 errors, 0 lost, 0 twice, p95 of saves below {GOAL_MS:g} ms: {found}"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description="The site under load.")
    parser.add_argument("--out", type=Path, required=True)
    out, busy, results = parser.parse_args().out, os.getloadavg()[0], []
    print(f"| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}")
    with databases() as places:
        for name, url, folder in places:
            for result in measure(name, url, folder=folder):
                print(f"| {' | '.join(result.row())} |", flush=True)
                results.append(result)
    table = [f"| {' | '.join(cells)} |" for cells in (HEADS, ["---"] * len(HEADS), *(one.row() for one in results))]
    load = [f"* the machine was busy (load {busy:.1f}) at the start"] if busy > QUIET else []
    notes = [goal_line(results), f"* {os.cpu_count()} cores, a shared virtual machine; Gunicorn with {WORKERS} workers"]
    out.write_text("\n".join([HEAD, *table, ABOUT, *notes, *load]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
