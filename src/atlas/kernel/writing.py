"""Writes results so that nobody ever finds half of them: beside the target first, then renamed into place."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def written_together(folder: Path) -> Iterator[Path]:
    """Give a scratch folder beside `folder`; when the block ends well, its files replace those of the same name.

    Where the block fails, `folder` stays as it was and the scratch folder is gone.

    Raises:
        DomainError: 'cannot-write' when the folder cannot be made or the disk is full.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise DomainError("cannot-write", place=Place(str(folder)), reason=error.strerror or str(error)) from error
    try:
        yield scratch
        folder.mkdir(exist_ok=True)
        for path in sorted(scratch.iterdir()):
            path.replace(folder / path.name)
    except OSError as error:
        raise DomainError("cannot-write", place=Place(str(folder)), reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
