"""The archive's folder: one read-only folder for each sealed package, named by its hash. Knows no database."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from atlas.engine.packages.opening import opened
from atlas.engine.packages.reading import read_packages
from atlas.kernel.errors import DomainError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEEPING = ".keeping-"
_HALF_COPIED_SECONDS = 3600
_READ_ONLY_FILE, _READ_ONLY_FOLDER, _WRITABLE_FOLDER = 0o400, 0o500, 0o700


def folder_of(sha256: str) -> Path:
    """Return where a sealed package lies."""
    return Path(settings.ARCHIVE_ROOT) / sha256


def keep(package: Path, *, sha256: str) -> Path:
    """Copy a package that was read and found good into the archive, and make it read-only; return its folder.

    The folder appears whole or not at all, on the disk too. What lies there already under this hash, as a job leaves it
    that was killed before it sealed, is read again and stays.

    Raises:
        DomainError: 'archive-changed' when the copy is not what was read.
    """
    target = folder_of(sha256)
    if target.exists():
        _must_be(target, sha256=sha256)
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_KEEPING, dir=target.parent) as scratch:
        unpacked, copy = Path(scratch) / "unpacked", Path(scratch) / "copy"
        unpacked.mkdir()
        source = opened(package, unpacked)
        copy.mkdir()
        for path in _files(source):
            (copy / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy / path.relative_to(source))
        _must_be(copy, sha256=sha256)
        for path in _files(copy):
            path.chmod(_READ_ONLY_FILE)
            _onto_disk(path)
        _onto_disk(copy)
        copy.rename(target)
    target.chmod(_READ_ONLY_FOLDER)
    _onto_disk(target.parent)
    return target


def must_be_whole(sha256: str) -> None:
    """Read a kept package again and compare its hashes.

    Raises:
        DomainError: 'archive-changed', or whatever the reading finds wrong, row by row.
    """
    _must_be(folder_of(sha256), sha256=sha256)


def forget(sha256: str) -> None:
    """Take a package out of the archive: a deleted trial's, whose hash no seal bears any more. It vanishes at once."""
    folder = folder_of(sha256)
    if not folder.exists():
        return
    folder.chmod(_WRITABLE_FOLDER)  # a read-only one can be neither moved nor emptied
    going = Path(tempfile.mkdtemp(prefix=_KEEPING, dir=folder.parent))
    folder.rename(going / sha256)
    shutil.rmtree(going)


@contextmanager
def scratch_folder(name: str) -> Iterator[Path]:
    """Give a folder beside the archive's packages, to write one in; it is gone when the block ends.

    What a killed process left of the same name is swept away first, and what lay there half copied for an hour.
    """
    root = Path(settings.ARCHIVE_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f".{name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    long_ago = time.time() - _HALF_COPIED_SECONDS
    for left in root.glob(f"{_KEEPING}*"):
        if left.stat().st_mtime < long_ago:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=root, ignore_cleanup_errors=True) as scratch:
        yield Path(scratch)


def _onto_disk(path: Path) -> None:
    """Wait until a file or folder is really on the disk: a seal must not outlive its package when the power fails."""
    opened_at = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened_at)
    finally:
        os.close(opened_at)


def _must_be(folder: Path, *, sha256: str) -> None:
    with read_packages([folder]) as (package,):
        if package.hash != sha256:
            raise DomainError("archive-changed", place=Place(folder.name), found=package.hash)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
