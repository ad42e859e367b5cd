"""Keeps folders of files that are wholly there or not at all, read-only and on the disk; what they are named and what
is right inside them is known to whoever keeps them. Scratch folders lie beside, on the same disk, while somebody works.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SCRATCH, _DAMAGED = ".scratch-", ".damaged-"
_READ_ONLY_FILE, _READ_ONLY_FOLDER, _WRITABLE_FOLDER = 0o400, 0o500, 0o700


def keep_folder(made: Path, place: Path, *, is_whole: Callable[[Path], bool]) -> None:
    """Move a folder to its place, where it appears whole or not at all, its bytes on the disk before it is there.

    Of two who keep the same at once one is first, and both end well. What lies at the place and is not whole is moved
    aside, to be looked at, and gives way.

    Args:
        made: On the disk of its place; the caller throws it away where the place had it already.
        place: Where to; the folder above exists.
        is_whole: Asked of what lies at the place already; may raise instead, and nothing is moved.
    """
    for path in made.rglob("*"):
        if path.is_file():
            path.chmod(_READ_ONLY_FILE)
        _onto_disk(path)
    _onto_disk(made)
    with _held(place.parent):
        is_there = place.exists()
        if is_there and not is_whole(place):
            _move(place, into=Path(tempfile.mkdtemp(prefix=_DAMAGED, dir=place.parent)))
            is_there = False
        if not is_there:
            made.rename(place)
        place.chmod(_READ_ONLY_FOLDER)
        _onto_disk(place.parent)


def forget_folder(place: Path) -> None:
    """Throw a kept folder away; it vanishes at once. One that is not there is forgotten already."""
    if place.exists():
        with scratch_beside(place, name="going") as scratch:
            _move(place, into=scratch)


@contextmanager
def scratch_beside(place: Path, *, name: str) -> Iterator[Path]:
    """Give a folder beside a place to write in, on the same disk; it is gone when the block ends.

    Whoever works in one holds a lock on it, which a killed process loses: what is not held is swept away first.
    """
    root = place.parent
    root.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with _held(root):  # nobody sweeps between the making of a folder and its lock
            _sweep(root)
            made = tempfile.TemporaryDirectory(prefix=f"{_SCRATCH}{name}-", dir=root, ignore_cleanup_errors=True)
            scratch = Path(stack.enter_context(made))
            stack.enter_context(_held(scratch))
        yield scratch


def _move(place: Path, *, into: Path) -> None:
    if place.is_dir():
        place.chmod(_WRITABLE_FOLDER)  # a read-only one can be neither moved nor emptied
    place.rename(into / place.name)


def _sweep(root: Path) -> None:
    for left in root.glob(f"{_SCRATCH}*"):
        try:
            with _held(left, wait=False):
                shutil.rmtree(left, ignore_errors=True)
        except OSError:  # somebody works in it, or is just throwing it away
            continue


@contextmanager
def _held(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a folder's lock. The system lets it go when the process ends, however it ends.

    Raises:
        OSError: The folder is not there; or it is held by somebody, and this one does not wait.
    """
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(opened)


def _onto_disk(path: Path) -> None:
    """Wait until a file or folder is really on the disk: what tells of it must not outlive it when the power fails."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
