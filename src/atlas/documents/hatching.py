"""Stripes in drawings: Vega knows no patterns, so some colours stand for them and become patterns afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HATCHED: Final[Mapping[str, str]] = {"#a34a01": "#a34a00", "#d5dae1": "#8a93a0"}
"""A fill of the first colour is drawn as stripes of the second: institutions, and what is missing."""


def hatched(svg: str, *, name: str) -> str:
    """Turn the colours that stand for stripes into patterns; their names are the drawing's own, for pages with many."""
    patterns = []
    for number, (sign, colour) in enumerate(HATCHED.items()):
        if f'fill="{sign}"' in svg:
            svg = svg.replace(f'fill="{sign}"', f'fill="url(#p{name}{number})"')
            patterns.append(
                f'<pattern id="p{name}{number}" width="5" height="5" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>'
                f'<rect width="2.6" height="5" fill="{colour}"/></pattern>'
            )
    head, _sign, rest = svg.partition(">")
    return f"{head}><defs>{''.join(patterns)}</defs>{rest}" if patterns else svg
