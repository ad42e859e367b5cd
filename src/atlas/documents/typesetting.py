"""Typesets the product's Typst templates to PDF/A-2a and PDF/UA-1: data in as JSON, drawings as SVG, our fonts only.

A template imports `/documents/look.typ`. People's words are data in it, never source (decision 0011).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import typst

from atlas.documents.fonts import ASSETS, drawable_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from atlas.kernel.language import Language

ROOT: Final = Path(__file__).parents[1]
STANDARDS: Final = ("a-2a", "ua-1")
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


def typeset(
    template: Path, *, data: Mapping[str, object], pictures: Mapping[str, bytes] = NO_PICTURES, language: Language,
    dated: date,
) -> bytes:  # fmt: skip
    """Compile a template to a PDF; the same input gives the same bytes.

    The compiler, its fonts and what it has parsed are kept for the next document of this process.

    Args:
        template: A `.typ` file of the product (below `atlas/`); it reads `given` and `picture` from the shared look.
        data: JSON values only. Characters that our font does not have are shown as an empty box.
        pictures: SVG by name; a template places them with an alternative text.
        language: Of the document.
        dated: The day written into the document as its date; a session's, never today.

    Returns:
        A tagged PDF, made as PDF/A-2a and PDF/UA-1 (not validated by anybody else).

    Raises:
        RuntimeError: The template is at fault: it does not compile, or the compiler warned of something.
    """
    inputs = {
        "data": _json(data),
        "pictures": _json({name: svg.decode() for name, svg in pictures.items()}),
        "language": language,
        "dated": dated.isoformat(),
    }
    document, warnings = _compiler().compile_with_warnings(
        input=template, format="pdf", sys_inputs=inputs, pdf_standards=list(STANDARDS),
        timestamp=datetime.combine(dated, time(), UTC),
    )  # fmt: skip
    if warnings or not isinstance(document, bytes):
        raise RuntimeError("\n".join(f"{template.name}: {one.message} {one.diagnostic}" for one in warnings))
    return document


def _json(value: object) -> str:
    return json.dumps(drawable_values(value), ensure_ascii=False, allow_nan=False)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(ASSETS)])
    return typst.Compiler(root=ROOT, font_paths=fonts, ignore_system_fonts=True)
