"""The archive's folder: one read-only folder for each sealed package, named by its hash. Knows no database."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from atlas.engine.packages.opening import opened
from atlas.engine.packages.reading import read_packages
from atlas.kernel.errors import DomainError, Place
from atlas.kernel.keeping import forget_folder, keep_folder, scratch_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager


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

    def is_whole(folder: Path) -> bool:
        _must_be(folder, sha256=sha256)
        return True

    if target.exists() and is_whole(target):
        return target
    with scratch_beside(target, name="keeping") as scratch:
        unpacked, copy = scratch / "unpacked", scratch / "copy"
        unpacked.mkdir()
        source = opened(package, unpacked)
        copy.mkdir()
        for path in _files(source):
            (copy / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy / path.relative_to(source))
        _must_be(copy, sha256=sha256)
        keep_folder(copy, target, is_whole=is_whole)
    return target


def must_be_whole(sha256: str) -> None:
    """Read a kept package again and compare its hashes.

    Raises:
        DomainError: 'archive-changed', or whatever the reading finds wrong, row by row.
    """
    _must_be(folder_of(sha256), sha256=sha256)


def forget(sha256: str) -> None:
    """Take a package out of the archive: a deleted trial's, whose hash no seal bears any more. It vanishes at once."""
    forget_folder(folder_of(sha256))


def scratch_folder(name: str) -> AbstractContextManager[Path]:
    """Give a folder beside the archive's packages, to write one in; it is gone when the block ends.

    What killed processes left is swept away first.
    """
    return scratch_beside(folder_of(name), name=name)


def _must_be(folder: Path, *, sha256: str) -> None:
    with read_packages([folder]) as (package,):
        if package.hash != sha256:
            raise DomainError("archive-changed", place=Place(folder.name), found=package.hash)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
