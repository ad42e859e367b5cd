"""Draws Vega-Lite specifications as SVG: inline data only, our font and number format, nothing in English left inside.

Striped fills are colours of `hatching.HATCHED`; what is drawn is kept by its hash.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import vl_convert

from atlas.documents.fonts import ASSETS, FAMILY, drawable_values
from atlas.documents.hatching import HATCHED, hatched
from atlas.kernel.polish_numbers import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from atlas.kernel.language import Language

KEPT_IN_MEMORY: Final = 512
_CONFIG: Final = {"aria": False, "font": FAMILY, "background": None, "padding": 0, "view": {"stroke": None}}
_LOCALES: Final[Mapping[Language, dict[str, Any]]] = {
    "pl": {"decimal": ",", "thousands": NBSP, "grouping": [3], "currency": ["", f"{NBSP}zł"], "percent": f"{NBSP}%"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["PLN ", ""]},
}
_SPOKEN: Final = re.compile(
    r' (?:role|class|aria-[a-z]+|version|xmlns:xlink|pointer-events)="[^"]*"| opacity="1"| font-family="[^"]*"'
)
"""What says in English what a mark is, and what every mark repeats of the whole."""
_MARKS: Final = re.compile(r'class="mark-[a-z]+ role-mark[^>]*><(?!/)')


def svg_of(specification: Mapping[str, object], *, language: Language, store: Path | None = None) -> str:
    """Draw a specification, or return what was drawn of it before.

    Args:
        specification: Vega-Lite with `values` inside and `width` and `height` in pixels.
        language: Of numbers on the axes.
        store: A folder where drawings are kept between runs; made if it is not there.

    Returns:
        An SVG element without descriptions: who places it says in words what it shows.

    Raises:
        ValueError: The specification asks for data from elsewhere, which would silently draw nothing.
        RuntimeError: It has data, but no mark was drawn.
    """
    text = json.dumps(drawable_values(specification), sort_keys=True, ensure_ascii=False, allow_nan=False)
    if store is None:
        return _drawn(text, language)
    path = store / f"{_hash_of(text, language)}.svg"
    if path.exists():
        return path.read_text(encoding="utf-8")
    svg = _drawn(text, language)
    store.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".new")
    scratch.write_text(svg, encoding="utf-8")
    scratch.replace(path)
    return svg


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _drawn(text: str, language: Language) -> str:
    specification = json.loads(text)
    if any(key == "url" for key, _value in _keys(specification)):
        raise ValueError("A specification holds its data itself; url is not read.")
    _register_font()
    drawn = vl_convert.vegalite_to_svg(specification, config=_CONFIG, format_locale=_LOCALES[language])
    if not _MARKS.search(drawn):
        raise RuntimeError("The specification draws no mark.")
    plain = _SPOKEN.sub("", drawn).replace("<svg ", f'<svg font-family="{FAMILY}" ', 1)
    return hatched(plain, name=_hash_of(text, language)[:8])


def _hash_of(text: str, language: Language) -> str:
    """The name of a drawing: what is drawn, in which language, by which version of what draws."""
    versions = f"{version('vl-convert-python')} {sorted(HATCHED.items())}"
    return hashlib.sha256(f"{versions}\n{language}\n{text}".encode()).hexdigest()


def _keys(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key, one
            yield from _keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(ASSETS))
