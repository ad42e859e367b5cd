"""`docs/reference/indicators.md`: every indicator with its formula, the pairs, the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.definitions.checks import Words
from tools.markdown import bullets, code, codes, page, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.definitions.models import Definitions, Indicator

PERSPECTIVES = {
    "NGO": "Perspective of the organisations (Karta NGO)",
    "IZUS": "Perspective of the institutions (Karta IZUS)",
    "EFF": "Efficiency (table S.E of Karta NGO)",
}
DIRECTIONS = {"more": "more is better", "less": "less is better", "neutral": "neither more nor less is better"}
OPENING = """The indicators of version 1, in official order. Polish names are the Atlas's own; English names are ours.
How a value is made is told in the [methodology](../explanation/methodology.md), what a formula may say in the
[formula language](formulas.md), from which items each indicator is computed in [computability](computability.md)."""
PAIRS = """Pairs of figures that speak of the same thing from two sides. They are compared gmina by gmina, where both
are known; see [results](results.md#pairs)."""
PROFILE = "One figure from each side stands for a sphere in the profile that opens Raport MP."


def indicators_page(definitions: Definitions) -> str:
    """Return the page."""
    return page("Indicators", OPENING, _overview(definitions), *_parts(definitions), *_pairs(definitions))


def _overview(definitions: Definitions) -> str:
    rows = [(f"[{one.id}](#{anchor_of(one)})", one.name.en, one.kind) for one in definitions.indicators]
    return table(("Indicator", "Name", "Kind"), rows)


def anchor_of(indicator: Indicator) -> str:
    """Return what a link to an indicator on this page ends with."""
    return indicator.id.lower().replace(".", "")


def _parts(definitions: Definitions) -> Iterator[str]:
    words = Words.of(definitions)
    for perspective, title in PERSPECTIVES.items():
        yield f"## {title}"
        sphere = None
        for one in definitions.indicators:
            if one.perspective != perspective:
                continue
            if one.sphere != sphere:
                sphere = one.sphere
                yield _sphere(definitions, sphere)
            yield _indicator(definitions, one, words=words)


def _sphere(definitions: Definitions, sphere: int | None) -> str:
    if sphere is None:
        return ""
    found = next(one for one in definitions.catalogues["spheres"].options if one.code == str(sphere))
    return f"**Sphere {sphere}: {found.label.en}** ({found.label.pl})"


def _indicator(definitions: Definitions, one: Indicator, *, words: Words) -> str:
    facts = bullets((
        f"Symbol: {one.symbol}" if one.symbol else "",
        f"Kind: {one.kind}, in {_unit(definitions, one)}; {DIRECTIONS[one.direction]}",
        f"Formula: {code(one.formula)}",
        f"Only rows with: {code(one.rows)}" if one.rows else "",
        f"Also by: {code(one.breakdown)}" if one.breakdown else "",
        f"Needs items: {codes(words.formula(one).items)}",
        f"Definition version: {one.version}",
        f"Source: {one.source}",
        f"Note: {one.note.en} *{one.note.pl}*" if one.note else "",
    ))  # fmt: skip
    return f"### {one.id}\n\n**{one.name.pl}**\n\n{one.name.en}\n\n{facts}"


def _unit(definitions: Definitions, one: Indicator) -> str:
    return next(option.label.en for option in definitions.catalogues["units"].options if option.code == one.unit)


def _pairs(definitions: Definitions) -> Iterator[str]:
    yield "## Two perspectives"
    yield PAIRS
    head = ("Pair", "Sphere", "What it speaks of", "Organisations", "Institution", "Related indicators", "Note")
    yield table(head, (
        (code(one.code), str(one.sphere), one.label.en, code(one.ngo), code(one.izus), ", ".join(one.indicators),
         one.note.en if one.note else "")
        for one in definitions.pairs
    ))  # fmt: skip
    yield "## Profile"
    yield PROFILE
    rows = ((str(one.sphere), one.label.en, one.label.pl, one.ngo, one.izus) for one in definitions.profile)
    yield table(("Sphere", "English", "Polish", "Organisations", "Institutions"), rows)
