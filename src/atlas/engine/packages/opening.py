"""Opens a package as people have it: a folder, or a ZIP that is unpacked within limits and never outside its folder."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from atlas.engine.packages.contract import MANIFEST
from atlas.kernel.errors import DomainError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_UNPACKED_BYTES = 4 * 1024**3
MOST_FILES = 1000
_CHUNK = 1024 * 1024


def opened(path: Path, scratch: Path, *, most_bytes: int = MOST_UNPACKED_BYTES) -> Path:
    """Return the folder of a package; a ZIP is unpacked into `scratch`.

    Raises:
        DomainError: 'package-missing', 'package-no-manifest', 'zip-…' with the file and what to do.
    """
    if not path.exists():
        raise DomainError("package-missing", place=Place(str(path)))
    folder = path if path.is_dir() else _unpacked(path, scratch, most_bytes=most_bytes)
    if not (folder / MANIFEST).is_file():
        raise DomainError("package-no-manifest", place=Place(str(path)), manifest=MANIFEST)
    return folder


def within(folder: Path, name: str, *, file: str) -> Path:
    """Return a path that a manifest or a ZIP names, or raise 'path-leaves-package'."""
    pure = PurePosixPath(name)
    bad = not pure.parts or "\\" in name or pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]
    path = None if bad else _resolved(folder / pure)
    if path is None or not path.is_relative_to(folder.resolve()):
        raise DomainError("path-leaves-package", place=Place(file), found=name)
    return path


def _resolved(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (RuntimeError, ValueError):  # links in a circle, or characters that no file name can have
        return None


def _unpacked(path: Path, scratch: Path, *, most_bytes: int) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bad_entries(path, archive, scratch=scratch)
            left = most_bytes
            for entry in archive.infolist():
                if not entry.is_dir():
                    left = _extract(archive, entry, scratch=scratch, left=left, path=path, most=most_bytes)
    except DomainError:
        raise
    except Exception as error:
        # zlib, lzma and zipfile have no common error, and a hostile file meets all of them.
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DomainError("zip-unreadable", place=Place(str(path)), reason=reason) from error
    return scratch


def _refuse_bad_entries(path: Path, archive: zipfile.ZipFile, *, scratch: Path) -> None:
    entries = archive.infolist()
    place = Place(str(path))
    if len(entries) > MOST_FILES:
        raise DomainError("zip-too-many-files", place=place, found=len(entries), most=MOST_FILES)
    seen: set[Path] = set()
    for entry in entries:
        if entry.is_dir():  # never unpacked: folders are made for the files in them
            continue
        target = within(scratch, entry.filename, file=str(path))
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise DomainError("path-leaves-package", place=place, found=entry.filename)
        if entry.flag_bits & 0x1:
            raise DomainError("zip-encrypted", place=place, found=entry.filename)
        if target in seen:
            raise DomainError("zip-name-twice", place=place, found=entry.filename)
        seen.add(target)


def _extract(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, scratch: Path, left: int, path: Path, most: int
) -> int:
    """Unpack one file and return how many bytes are left; the bytes are counted, not what the ZIP says of them."""
    target = within(scratch, entry.filename, file=str(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("wb") as out:
        for chunk in _chunks(source):
            left -= len(chunk)
            if left < 0:
                raise DomainError("zip-too-large", place=Place(str(path)), most_mb=most // 1024**2)
            out.write(chunk)
    return left


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk
