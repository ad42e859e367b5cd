"""Which characters our font can draw, read from its character map; what it cannot draw becomes an empty box.

A PDF of an archival standard must not hold a character without a shape, and people type what they like.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).parent / "assets"
FAMILY: Final = "Source Sans 3"
NOT_DRAWN: Final = "\N{WHITE SQUARE}"
"""Stands for a character that the font does not have."""
_REGULAR = "SourceSans3_400Regular.ttf"
_LAYOUT = frozenset("\n\t")
_GROUPS_FORMAT = 12  # the one format of a character map that reaches beyond U+FFFF
_GROUPS_AT = 16


def drawable(text: str) -> str:
    """Return a text with an empty box for every character that our font does not have.

    >>> drawable("Łódź 😀")
    'Łódź □'
    """
    composed = unicodedata.normalize("NFC", text)
    known = characters()
    return "".join(one if one in known or one in _LAYOUT else NOT_DRAWN for one in composed)


def drawable_values(value: object) -> object:
    """Return a JSON value with only such characters in its texts as can be drawn; keys are the product's own."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {key: drawable_values(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [drawable_values(one) for one in value]
    return value


@cache
def characters() -> frozenset[str]:
    """Return all characters of the regular font; the other weights have the same ones.

    Source: OpenType, table 'cmap', format 12.
    """
    font = (ASSETS / _REGULAR).read_bytes()
    start = _table(font, b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    offsets = [struct.unpack_from(">I", font, start + 8 + 8 * place)[0] for place in range(maps)]
    groups = next(start + one for one in offsets if struct.unpack_from(">H", font, start + one)[0] == _GROUPS_FORMAT)
    (count,) = struct.unpack_from(">I", font, groups + _GROUPS_AT - 4)
    ranges = [struct.unpack_from(">II", font, groups + _GROUPS_AT + 12 * place) for place in range(count)]
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


def _table(font: bytes, name: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    records = {font[12 + 16 * place :][:4]: 12 + 16 * place for place in range(tables)}
    return int(struct.unpack_from(">I", font, records[name] + 8)[0])
