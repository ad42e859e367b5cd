"""The results' folder: one read-only folder for each set of files, named by their hashes. Knows no database."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from atlas.engine.output import TABLES
from atlas.kernel.errors import DomainError
from atlas.kernel.hashing import sha256_of_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILES = tuple(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet"))
"""What a run writes; `disclosure` never leaves the Centre (session-package.md)."""
STAYS_INSIDE = "disclosure"
_READ_ONLY_FILE, _READ_ONLY_FOLDER, _WRITABLE_FOLDER = 0o400, 0o500, 0o700


def folder_of(name: str) -> Path:
    """Return where a run's files lie."""
    return Path(settings.RESULTS_ROOT) / name


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder to compute into, on the disk where results are kept; it is gone when the block ends."""
    root = Path(settings.RESULTS_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".computing-", dir=root) as scratch:
        yield Path(scratch)


def keep(folder: Path) -> tuple[str, dict[str, str]]:
    """Move a folder of result files to its place and make it read-only; return its name and each file's SHA-256.

    The folder appears whole or not at all. The same files computed again are kept once.
    """
    hashes = {path.name: sha256_of_file(path) for path in sorted(folder.iterdir())}
    listed = "".join(f"{sha256}  {name}\n" for name, sha256 in hashes.items())
    name = hashlib.sha256(listed.encode()).hexdigest()
    target = folder_of(name)
    if not target.exists():
        for path in folder.iterdir():
            path.chmod(_READ_ONLY_FILE)
        folder.rename(target)
        target.chmod(_READ_ONLY_FOLDER)
    return name, hashes


def forget(name: str) -> None:
    """Throw a folder of result files away: a deleted trial's, that no run names any more. It vanishes at once."""
    folder = folder_of(name)
    if not folder.exists():
        return
    folder.chmod(_WRITABLE_FOLDER)  # a read-only one can be neither moved nor emptied
    going = Path(tempfile.mkdtemp(prefix=".going-", dir=folder.parent))
    folder.rename(going / name)
    shutil.rmtree(going)


def must_be_whole(name: str, hashes: Mapping[str, str]) -> None:
    """Compare kept files with their hashes.

    Raises:
        DomainError: 'results-changed' names the first file that is missing or differs.
    """
    for file, sha256 in hashes.items():
        path = folder_of(name) / file
        if not path.is_file() or sha256_of_file(path) != sha256:
            raise DomainError("results-changed", file=file)
