"""Opens many spreadsheets in worker processes: a file that kills or stalls its worker costs a message, not the run."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from atlas.kernel.errors import Place, Problem
from atlas.sheets.layout import IDENTITY_SHEET, SHEET_TITLES, Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from atlas.sheets.worker import Settings

MOST_WORKERS = 4
SECONDS_A_FILE = 20
"""By the clock; a worker's own limit on processor time is shorter."""
_BATCH = 16
_CHUNK = 1024 * 1024
_KEEP_MEMORY = {
    "MALLOC_TOP_PAD_": str(16 * 1024**2),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 1024**2),
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024**2),
}
"""For glibc: without it a fifth of a worker's time goes into giving memory back and asking for it again."""
NUMBER = 0
"""Where a row's number stands among its cells."""
_WANTED = [int(column) for column in Column if column != Column.LABEL]
POSITIONS = {column: place for place, column in enumerate(_WANTED, start=NUMBER + 1)}
"""Where a column of the form stands among a row's cells."""
FORM: Settings = {
    "identity": IDENTITY_SHEET,
    "titles": [title for text in SHEET_TITLES.values() for title in (text.pl, text.en)],
    "columns": _WANTED,
}


@dataclass(frozen=True)
class Workbook:
    """What a file holds: `rows` of cells by column, `identity` by key, `merged` as (first, last) cells from 0.

    A row's own number stands at NUMBER, its cells at POSITIONS. Where it could not be opened, `problem` says why and
    the rest is empty.
    """

    path: Path
    problem: Problem | None = None
    identity: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""
    rows: Sequence[Sequence[Any]] = ()
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    formulas: frozenset[str] = frozenset()


def read_workbooks(paths: Sequence[Path], *, workers: int = 0, settings: Settings = FORM) -> Iterator[Workbook]:
    """Give what the files hold, in the order of `paths`; lazily, so that a caller can show progress.

    Args:
        paths: Files of any kind.
        workers: How many processes; 0 = as many as there are processors, at most four.
        settings: What to look at in a file, and what it may be at most; a card's form unless told otherwise.
    """
    batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
    count = max(1, min(workers or os.cpu_count() or 1, MOST_WORKERS, len(batches)))
    idle = [_Worker(settings) for _ in range(count)]

    def work(batch: Sequence[Path]) -> list[Workbook]:
        worker = idle.pop()
        try:
            return list(worker.open(batch))
        finally:
            idle.append(worker)

    try:
        with ThreadPoolExecutor(count) as pool:  # threads only wait: the work is done in the processes
            for opened in pool.map(work, batches):
                yield from opened
    finally:
        for worker in idle:
            worker.stop()


class _Worker:
    """One process and the line to it; started when it is needed, again after it died."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._read = b""

    def open(self, paths: Sequence[Path]) -> Iterator[Workbook]:
        """Give what the files hold, one by one."""
        left = list(paths)
        while left:
            self._ask(left)
            while left:
                path = left.pop(0)
                try:
                    found = json.loads(self._line(), object_hook=_restored)
                except (TimeoutError, EOFError) as lost:
                    yield Workbook(path, Problem(self._end(lost), Place(str(path)), {"seconds": SECONDS_A_FILE}))
                    break
                yield _workbook(path, found)

    def stop(self) -> int:
        """End the process, if there is one, and return how it ended."""
        process, self._process, self._read = self._process, None, b""
        if process is None:
            return 0
        process.kill()
        process.communicate()
        return process.returncode

    def _end(self, lost: TimeoutError | EOFError) -> str:
        """End a process that a file got the better of; return the code for how."""
        if self._process is not None and isinstance(lost, EOFError):
            self._process.wait()  # it ended by itself, and says how
        is_slow = self.stop() == -signal.SIGXCPU or isinstance(lost, TimeoutError)
        return "sheet-too-slow" if is_slow else "sheet-crashed"

    def _ask(self, paths: Sequence[Path]) -> None:
        if self._process is None:
            command = [sys.executable, "-m", "atlas.sheets.worker"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=os.environ | _KEEP_MEMORY
            )  # fmt: skip
            self._send(self._settings)
        self._send([str(path) for path in paths])

    def _send(self, request: object) -> None:
        if self._process is None or self._process.stdin is None:
            return
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:  # it died in between; the next reading finds out
            return

    def _line(self) -> bytes:
        """Return the next line that the process writes; TimeoutError or EOFError where none comes."""
        while b"\n" not in self._read:
            if self._process is None or self._process.stdout is None:
                raise EOFError
            stream = self._process.stdout.fileno()
            ready, _to_write, _odd = select.select([stream], [], [], SECONDS_A_FILE)
            if not ready:
                raise TimeoutError
            chunk = os.read(stream, _CHUNK)
            if not chunk:
                raise EOFError
            self._read += chunk
        line, _newline, self._read = self._read.partition(b"\n")
        return line


def _workbook(path: Path, found: Mapping[str, Any]) -> Workbook:
    if "code" in found:
        return Workbook(path, Problem(found["code"], Place(str(path)), found["facts"]))
    formulas = frozenset(found["formulas"])
    merged = [((first[0], first[1]), (last[0], last[1])) for first, last in found["merged"]]
    return Workbook(path, None, found["identity"], found["sheet"], found["rows"], merged, formulas)


def _restored(found: dict[str, Any]) -> object:
    return date.fromisoformat(found["day"]) if found.keys() == {"day"} else found
