"""Writes results so that nobody ever finds half of them: into a scratch folder first, then renamed into place."""

from __future__ import annotations

import errno
import os
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
    """Give a scratch folder; when the block ends well, its files replace those of the same name in `folder`.

    Where the block fails, `folder` stays as it was and the scratch folder is gone. The scratch folder lies in `folder`
    where that exists, else beside it: always on the same disk, though `folder` may be a mounted one.

    Raises:
        DomainError: 'cannot-write' when the folder cannot be made or the disk is full.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = folder if folder.is_dir() else folder.parent
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=place))
    except OSError as error:
        raise DomainError("cannot-write", place=Place(str(folder)), reason=error.strerror or str(error)) from error
    try:
        yield scratch
        folder.mkdir(exist_ok=True)
        targets = {path: folder / path.name for path in sorted(scratch.iterdir())}
        for target in targets.values():
            if target.is_dir():  # found before the first file is replaced, not after
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        for path, target in targets.items():
            path.replace(target)
    except OSError as error:
        raise DomainError("cannot-write", place=Place(str(folder)), reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
