"""What may be attached as the source of a card, looked at before it is kept, and where it is kept: in a private folder,
called by chance, never served by address. A polyglot is refused where the format allows to see it.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from PIL import Image

from atlas.kernel.errors import DomainError
from atlas.sheets.guard import checked_parts

if TYPE_CHECKING:
    from atlas.cards.models import SourceDocument

FOLDER = "source-documents"
LARGEST = 10 * 1024**2
MOST_PIXELS = 40_000_000
"""A page of A4 at 600 dots per inch has 35 million."""
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain"
ENDINGS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".xlsx": XLSX}
_BEGINNINGS = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n", XLSX: b"PK\x03\x04"}
_ENDS = {JPEG: b"\xff\xd9", PNG: b"IEND\xaeB`\x82"}
_PDF_END = re.compile(rb"%%EOF\s*\Z")
_PDF_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile)\b")
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", 65_557
_NAME = re.compile(r"[^\w .()-]+")
_LONGEST_NAME = 120


def kind_of(content: bytes, *, name: str) -> str:
    """Return the media type of a source, by its name and its content, which must agree.

    Args:
        content: The whole file.
        name: As it was called where it came from.

    Raises:
        DomainError: 'source-empty', 'source-too-large', 'source-of-other-type', 'source-damaged', 'source-two-in-one',
            'source-active', and for a spreadsheet those of `sheets.guard.checked_parts`.
    """
    if not content:
        raise DomainError("source-empty")
    if len(content) > LARGEST:
        raise DomainError("source-too-large", most_mb=LARGEST // 1024**2)
    kind = ENDINGS.get(Path(name).suffix.lower())
    if kind is None or not content.startswith(_BEGINNINGS[kind]):
        raise DomainError("source-of-other-type")
    if kind == XLSX:
        checked_parts(content)
    elif _ZIP_END in content[-_ZIP_TAIL:]:
        raise DomainError("source-two-in-one")
    elif kind == PDF:
        _check_pdf(content)
    else:
        _check_picture(content, kind=kind)
    return kind


def shown_name(name: str) -> str:
    """Return a file's name as it is kept: its last part, of letters, digits and few marks, not too long."""
    path = Path(_NAME.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" ."))
    return f"{path.stem[:_LONGEST_NAME]}{path.suffix.lower()}"


def folder() -> Path:
    """Return where sources are kept."""
    return Path(settings.MEDIA_ROOT) / FOLDER


def content_of(document: SourceDocument) -> bytes:
    """Return the bytes of a source, which must still be those that were attached.

    Raises:
        DomainError: 'source-gone', 'source-changed'.
    """
    try:
        content = (folder() / document.key).read_bytes()
    except FileNotFoundError:
        raise DomainError("source-gone", name=document.name) from None
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DomainError("source-changed", name=document.name)
    return content


def _check_pdf(content: bytes) -> None:
    """Refuse what goes on after its end, and what does more than show pages, as far as it can be seen unpacked."""
    if b"%%EOF" not in content:
        raise DomainError("source-damaged")
    if not _PDF_END.search(content):
        raise DomainError("source-two-in-one")
    if _PDF_ACTIVE.search(content):
        raise DomainError("source-active")


def _check_picture(content: bytes, *, kind: str) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=[kind.partition("/")[2].upper()]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise _too_many_pixels()
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError) as error:
        raise DomainError("source-damaged") from error
    if not content.rstrip(b"\0").endswith(_ENDS[kind]):
        raise DomainError("source-two-in-one")


def _too_many_pixels() -> DomainError:
    return DomainError("source-too-many-pixels", most_millions=MOST_PIXELS // 10**6)
