"""Looks at a file from outside before anything parses it, and hands on the parts that were looked at, unpacked.

Runs in the worker process; knows only bytes. Whatever is parsed afterwards is exactly what was checked here.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Limits:
    """What a card may be at most; a filled form has about 40 kB, 15 parts, 150 kB unpacked and 2,000 cells."""

    file_bytes: int = 5 * 1024**2
    unpacked_bytes: int = 20 * 1024**2
    parts: int = 200
    cells: int = 200_000
    row_digits: int = 4  # a cell in a row whose number has more stands too far below


@dataclass(frozen=True)
class Part:
    """One XML part, unpacked, with the CRC-32 that was found to be its own."""

    content: bytes
    checksum: int


LIMITS = Limits()
WORKBOOK = "xl/workbook.xml"
WORKBOOK_LINKS = "xl/_rels/workbook.xml.rels"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCAL_HEADER = 30
_OTHER_ENCODING = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE)
_ANY_FORMULA = re.compile(rb"<(?:[A-Za-z0-9]+:)?f[\s>/]")
_CELL_WITH_FORMULA = re.compile(
    rb"<(?:[A-Za-z0-9]+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"'][^>]*>\s*<(?:[A-Za-z0-9]+:)?f[\s>/]"
)


def checked_parts(content: bytes, *, limits: Limits = LIMITS) -> dict[str, Part]:
    """Return the XML parts of an XLSX file by name, unpacked.

    Raises:
        DomainError: 'sheet-empty', 'sheet-too-large', 'sheet-encrypted', 'sheet-old-format', 'sheet-ods', 'sheet-pdf',
            'sheet-not-xlsx', 'sheet-damaged', 'sheet-too-many-parts', 'sheet-bomb', 'sheet-macros',
            'sheet-external-links', 'sheet-xml-dtd', 'sheet-xml-encoding', 'sheet-too-many-cells'.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise DomainError("sheet-empty")
    if len(content) > limits.file_bytes:
        raise DomainError("sheet-too-large", most_mb=limits.file_bytes // 1024**2)
    _refuse_other_types(content)
    entries = _entries(content, limits=limits)
    _refuse_by_name({entry.filename for entry in entries})
    parts = _unpacked(content, entries, limits=limits)
    _refuse_by_content(parts, limits=limits)
    return parts


def stored(parts: Mapping[str, Part]) -> io.BytesIO:
    """Return a ZIP of the parts as they are: what was checked, and nothing else."""
    body, directory, start = [], [], 0
    for name, part in parts.items():
        called, size = name.encode(), len(part.content)
        sizes = (part.checksum, size, size, len(called))
        head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0x800, 0, 0, 0x21, *sizes, 0)
        body += [head, called, part.content]
        where = struct.pack("<HHHII", 0, 0, 0, 0, start)
        directory += [struct.pack("<IHHHHHHIIIHH", 0x02014B50, 20, 20, 0x800, 0, 0, 0x21, *sizes, 0), where, called]
        start += len(head) + size + len(called)
    listed = b"".join(directory)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(parts), len(parts), len(listed), start, 0)
    return io.BytesIO(b"".join([*body, listed, end]))


def formula_cells(sheet: bytes) -> list[str]:
    """Return the addresses of the cells that hold a formula; calamine would show only what it came to last.

    One empty address where there is a formula, but no telling where.
    """
    end = sheet.rfind(b"</sheetData>")  # behind it formulas may stand that belong to drop-downs
    if end >= 0 and sheet.find(b"<f", 0, end) < 0:
        return []
    if not _ANY_FORMULA.search(sheet):
        return []
    return [address.decode() for address in _CELL_WITH_FORMULA.findall(sheet)] or [""]


def _refuse_other_types(content: bytes) -> None:
    if content.startswith(_OLE):
        raise DomainError("sheet-encrypted" if _ENCRYPTED in content else "sheet-old-format")
    if content.startswith(b"%PDF"):
        raise DomainError("sheet-pdf")
    if not content.startswith(_ZIP):
        raise DomainError("sheet-not-xlsx")
    if b"mimetypeapplication/vnd.oasis.opendocument" in content[:120]:
        raise DomainError("sheet-ods")


def _entries(content: bytes, *, limits: Limits) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError) as error:
        raise DomainError("sheet-damaged", reason=str(error)) from error
    if len(entries) > limits.parts:
        raise DomainError("sheet-too-many-parts", found=len(entries), most=limits.parts)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise DomainError("sheet-damaged", reason="a part stands twice")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise DomainError("sheet-encrypted")
    return entries


def _refuse_by_name(names: Iterable[str]) -> None:
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or name.startswith(("xl/macrosheets/", "xl/activex/")) for name in lower):
        raise DomainError("sheet-macros")
    if WORKBOOK not in lower:
        raise DomainError("sheet-not-xlsx")
    if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in lower):
        raise DomainError("sheet-external-links")


def _unpacked(content: bytes, entries: list[zipfile.ZipInfo], *, limits: Limits) -> dict[str, Part]:
    """Unpack everything, counting what comes out; what the ZIP says of itself is only compared with it."""
    left = limits.unpacked_bytes
    parts: dict[str, Part] = {}
    for entry in entries:
        part = _part(content, entry, most=left, limits=limits)
        left -= len(part)
        if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
            raise DomainError("sheet-damaged", reason=f"{entry.filename} is not as long as the file says")
        if entry.filename.lower().endswith((".xml", ".rels")):
            parts[entry.filename] = Part(part, entry.CRC)
    return parts


def _part(content: bytes, entry: zipfile.ZipInfo, *, most: int, limits: Limits) -> bytes:
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(_ZIP):
        raise DomainError("sheet-damaged", reason=f"{entry.filename} has no beginning")
    start = entry.header_offset + _LOCAL_HEADER + sum(struct.unpack_from("<HH", header, 26))
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        part = _inflated(packed, most=min(most, entry.file_size))
        if len(part) > entry.file_size:  # it says less of itself than there is: how much is it?
            part = _inflated(packed, most=most)
    else:
        raise DomainError("sheet-damaged", reason="packed in an unusual way")
    if len(part) > most:
        raise DomainError("sheet-bomb", most_mb=limits.unpacked_bytes // 1024**2)
    return part


def _inflated(packed: bytes, *, most: int) -> bytes:
    """Return at most one byte more than `most`; room for much more would have to be made first."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most + 1)
    except zlib.error as error:
        raise DomainError("sheet-damaged", reason=str(error)) from error


def _refuse_by_content(parts: Mapping[str, Part], *, limits: Limits) -> None:
    types = parts.get("[Content_Types].xml")
    if types is not None and b"macroEnabled" in types.content:
        raise DomainError("sheet-macros")
    cells = 0
    for name, part in parts.items():
        content = part.content
        if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4] or _OTHER_ENCODING.match(content):
            raise DomainError("sheet-xml-encoding", part=name)
        mark = content.find(b"!")  # rare, and found ten times as fast
        if mark > 0 and content.find(b"<!DOCTYPE", mark - 1) >= 0:  # entities are declared nowhere else
            raise DomainError("sheet-xml-dtd", part=name)
        if name.startswith("xl/worksheets/"):
            cells += _count_of_cells(content, most=limits.cells)
            if cells > limits.cells or _reaches_far(content, row_digits=limits.row_digits):
                raise DomainError("sheet-too-many-cells", most=limits.cells)


def _count_of_cells(sheet: bytes, *, most: int) -> int:
    """Return how many cells a sheet has, 0 where it is too short for too many: a card is not counted through."""
    return sheet.count(b"<c ") if len(sheet) > most * len(b"<c />") else 0


def _reaches_far(sheet: bytes, *, row_digits: int) -> bool:
    """Whether a cell stands so far below that the table above it would not fit; looked for where the last row is far.

    Some programs end a sheet with an empty last row of all. What is hidden from this look, the memory limit stops.
    """
    far = b"[0-9]{%d,}" % (row_digits + 1)  # re keeps what it compiled
    last = sheet.rfind(b"<row ")
    if last < 0 or not re.compile(rb'<row [^>]*?\br="' + far + b'"').match(sheet, last):
        return False
    return bool(re.search(rb' r="[A-Z]{1,3}' + far + b'"', sheet))
