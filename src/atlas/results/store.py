"""The results' folder: one read-only folder for each set of files, named by their hashes. Knows no database."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from atlas.engine.output import TABLES
from atlas.kernel.errors import DomainError
from atlas.kernel.hashing import sha256_of_file
from atlas.kernel.keeping import forget_folder, keep_folder, scratch_beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

FILES = tuple(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet"))
"""What a run writes; `disclosure` never leaves the Centre (session-package.md)."""
STAYS_INSIDE = "disclosure"


def folder_of(name: str) -> Path:
    """Return where a run's files lie."""
    return Path(settings.RESULTS_ROOT) / name


def scratch_folder() -> AbstractContextManager[Path]:
    """Give a folder to compute into, on the disk where results are kept; it is gone when the block ends.

    What killed workers left is swept away first.
    """
    return scratch_beside(folder_of("results"), name="computing")


def keep(folder: Path) -> tuple[str, dict[str, str]]:
    """Move a folder of result files to its place and make it read-only; return its name and each file's SHA-256.

    The folder appears whole or not at all, on the disk too. The same files computed again are kept once; what lies in
    their place with other bytes is moved aside.
    """
    hashes = _hashes_in(folder)
    listed = "".join(f"{sha256}  {name}\n" for name, sha256 in hashes.items())
    name = hashlib.sha256(listed.encode()).hexdigest()
    keep_folder(folder, folder_of(name), is_whole=lambda place: _hashes_in(place) == hashes)
    return name, hashes


def forget(name: str) -> None:
    """Throw a folder of result files away: a deleted trial's, that no run names any more. It vanishes at once."""
    forget_folder(folder_of(name))


def must_be_whole(name: str, hashes: Mapping[str, str]) -> None:
    """Compare kept files with their hashes.

    Raises:
        DomainError: 'results-changed' names the first file that is missing or differs.
    """
    for file, sha256 in hashes.items():
        path = folder_of(name) / file
        if not path.is_file() or sha256_of_file(path) != sha256:
            raise DomainError("results-changed", file=file)


def _hashes_in(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a folder by name, in order; empty for what is no file."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: sha256_of_file(path) if path.is_file() else "" for path in paths}
