"""`docs/reference/computability.md`: from what each indicator is computed, and what no indicator needs (rule 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.definitions.computability import computability_matrix
from tools.markdown import codes, page, table
from tools.pages.indicators import anchor_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.computability import Computability
    from atlas.definitions.models import Definitions

OPENING = """Which items and statistics each indicator of version 1 needs. `atlas definitions check` prints the
same matrix for any set of definitions; see [how to check definitions](../how-to/check-definitions.md)."""
UNUSED = """Items of packages that no indicator's formula names. They stand on the cards for other uses: a pair, a
rule of answers, the report's notes."""


def computability_page(definitions: Definitions) -> str:
    """Return the page."""
    matrix = computability_matrix(definitions)
    can = sum(one.is_computable for one in matrix)
    head = ("Indicator", "Kind", "Items of the Atlas (A)", "Supplementary items (S)", "Statistics", "Missing")
    unused = table(("Card", "Items"), _unused(definitions, matrix))
    counted = f"Can be computed: {can} of {len(matrix)}."
    return page("Computability", OPENING, counted, table(head, map(_row, matrix)), "## Not needed", UNUSED, unused)


def _row(one: Computability) -> tuple[str, ...]:
    needs = (one.atlas_items, one.supplementary_items, one.statistics, one.missing)
    return (f"[{one.indicator.id}](indicators.md#{anchor_of(one.indicator)})", one.indicator.kind, *map(codes, needs))


def _unused(definitions: Definitions, matrix: list[Computability]) -> Iterator[tuple[str, str]]:
    used = {name for one in matrix for name in (*one.atlas_items, *one.supplementary_items, *one.statistics)}
    for template in definitions.templates.values():
        left = [item.code for item in template.package_items if item.code not in used]
        yield template.name.en, codes(left)
