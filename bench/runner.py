"""Generates the data, runs each contestant in a fresh process in turn, compares the results, writes the tables.

This process stays small on purpose: a child's peak memory starts at what its parent had when it forked.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench import pg
from bench.contestants import CONTESTANTS, HAND_WRITTEN, NOT_THERE, POSTGRES, SCAN, Contestant
from bench.goals import Figures, Measure, report

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "bench" / ".data"
SEED, ROUNDS, BIG = 2025, 3, 10**7
QUIET = 0.7  # one-minute load average above which others are at work
EXPONENTS_BELOW = 12  # a size of 4 means 10^4, one of 400000 means itself


def python(module: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A module of the suite in a fresh interpreter; the product is found in src too."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    command = [sys.executable, "-m", module, *map(str, arguments)]
    variables = {**os.environ, "PYTHONPATH": path, **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables, cwd=ROOT)


def packages_of(cards: int) -> list[Path]:
    """The generated packages of a size; made once, kept in bench/.data."""
    folder = DATA / f"{cards}-{SEED}"
    if not folder.exists():
        DATA.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=DATA) as half:  # a broken run leaves nothing that looks whole
            done = python("bench.generate", Path(half) / "set", str(cards), str(SEED))
            if done.returncode:
                raise SystemExit(done.stderr)
            (Path(half) / "set").rename(folder)
    return sorted(folder.iterdir())


@dataclass
class Bench:
    """The figures so far; `absent` maps contestants that cannot run to the reason."""

    results: Path
    figures: Figures = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def size(self, cards: int, works: list[str], *, chosen: set[str]) -> None:
        """All contestants at one size, round after round."""
        packages = packages_of(cards)
        busy = os.getloadavg()[0]
        if busy > QUIET:
            self.loads.append(f"the machine was busy (load {busy:.1f}) before {cards} cards: read ratios, not seconds")
        with ExitStack() as stack:
            environment = self._postgres(stack, packages) if POSTGRES in chosen and "levels" in works else {}
            for turn in range(ROUNDS):
                for work, contestant in self._entries(cards, works, chosen=chosen, turn=turn):
                    self._run(cards, work, contestant=contestant, packages=packages, variables=environment)
        for key in [k for k in self.figures if k[0] == cards]:
            self.figures[key] = replace(self.figures[key], agrees=self._agrees(key[0], key[1], name=key[2]))

    def _entries(
        self, cards: int, works: list[str], *, chosen: set[str], turn: int
    ) -> Iterator[tuple[str, Contestant]]:
        for work in works:
            for c in CONTESTANTS:
                tired = turn > 0 and c.slow and cards >= BIG
                if work in c.works and c.name in chosen and cards <= c.cards_at_most and not tired:
                    yield work, c

    def _postgres(self, stack: ExitStack, packages: list[Path]) -> dict[str, str]:
        """A cluster with the packages loaded; never the DATABASE_URL of the caller, whose tables are dear to him."""
        try:
            url = stack.enter_context(pg.cluster())
        except pg.UnavailableError as reason:
            self.absent[POSTGRES] = str(reason)
            return {}
        done = python("bench.rivals.postgres", *packages, DATABASE_URL=url)
        if done.returncode:
            self.absent[POSTGRES] = done.stderr.strip().splitlines()[-1]
        return {"DATABASE_URL": url}

    def _run(
        self, cards: int, work: str, *, contestant: Contestant, packages: list[Path], variables: dict[str, str]
    ) -> None:
        name = contestant.name
        if name in self.absent or f"{name} {work}" in self.absent:
            return
        done = python("bench.child", name, work, self._result(cards, work, name=name), *packages, **variables)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["killed"])[-1]
            what = "not there" if done.returncode == NOT_THERE else f"failed at {cards} cards"
            self.absent[f"{name} {work}"] = f"{what}: {reason}"
            print(f"{cards:>9} {work:<7} {name:<13} {what}: {reason}", flush=True)
            return
        found = json.loads(done.stdout.strip().splitlines()[-1])
        print(f"{cards:>9} {work:<7} {name:<13} {found['seconds']:8.2f} s {found['peak_mb']:8.0f} MB", flush=True)
        best = self.figures.get((cards, work, name), Measure(float("inf"), 0.0))
        faster = min(best.seconds, found["seconds"])
        self.figures[cards, work, name] = Measure(faster, max(best.peak_mb, found["peak_mb"]))

    def _agrees(self, cards: int, work: str, *, name: str) -> bool | None:
        """Whether its rows are those of the hand-written SQL (compared in a process of its own)."""
        if name in (HAND_WRITTEN, SCAN) or (cards, work, HAND_WRITTEN) not in self.figures:
            return None
        done = python("bench.check", self._result(cards, work, name=HAND_WRITTEN), self._result(cards, work, name=name))
        if done.returncode:
            text = (done.stdout or done.stderr).strip()
            print(f"{cards} {work}: {HAND_WRITTEN} against {name}:\n{text}", flush=True)
            self.notes.append(f"{name} {work} differs at {cards} cards: {text.splitlines()[0]}")
        return done.returncode == 0

    def _result(self, cards: int, work: str, *, name: str) -> Path:
        return self.results / f"{cards}-{work}-{name}.parquet"


def arguments() -> argparse.Namespace:
    """The command line."""
    names = ",".join(c.name for c in CONTESTANTS)
    parser = argparse.ArgumentParser(description="Benchmark of Atlas MP against hand-written rivals.")
    parser.add_argument("--sizes", default="4,5,6", help="powers of ten (4,5.6) or numbers of cards (400000)")
    parser.add_argument("--works", default="levels,panel")
    parser.add_argument("--contestants", default=names, help=names)
    parser.add_argument("--out", type=Path, help="write the Markdown here too")
    return parser.parse_args()


def main() -> int:
    """Run it; 1 = results differ."""
    options = arguments()
    sizes = [float(s) for s in options.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as results:
        bench = Bench(Path(results))
        for size in sorted(round(10**s) if s < EXPONENTS_BELOW else round(s) for s in sizes):
            bench.size(size, options.works.split(","), chosen=set(options.contestants.split(",")))
    left_out = [f"{who} left out – {reason}" for who, reason in bench.absent.items()]
    about = [
        f"{os.cpu_count()} cores; best of {ROUNDS} (seconds: least, memory: most); the slow ones run once at 10^7",
        "PostgreSQL's peak is that of its server process, shared buffers included",
    ]
    text = report(bench.figures, [*about, *bench.loads, *left_out, *bench.notes])
    print("\n" + text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return 1 if bench.notes else 0


if __name__ == "__main__":
    sys.exit(main())
