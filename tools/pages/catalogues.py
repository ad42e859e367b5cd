"""`docs/reference/catalogues.md`: the closed lists of options, with the codes that stand in packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.markdown import code, page, table

if TYPE_CHECKING:
    from atlas.definitions.models import Catalogue, Definitions, Option, Text

OPENING = """Closed lists of options, in the order in which packages write them. Codes stand in
[session packages](session-package.md) and [formulas](formulas.md); labels are shown to people. A multi-choice cell
joins codes with `|`; `none`, alone, is 'none of the above'."""


def catalogues_page(definitions: Definitions) -> str:
    """Return the page."""
    return page("Catalogues", OPENING, *(_catalogue(one) for _, one in sorted(definitions.catalogues.items())))


def _catalogue(one: Catalogue) -> str:
    heads = [("Code", "Polish", "English"), ("What it means", "Basis")]
    described = any(option.description or option.basis for option in one.options)
    rows = (_row(option, described=described) for option in one.options)
    head = heads[0] + heads[1] if described else heads[0]
    return f"## {one.catalogue}\n\n{one.label.en} ({one.label.pl}). Source: {one.source}.\n\n{table(head, rows)}"


def _row(option: Option, *, described: bool) -> tuple[str, ...]:
    names = (code(option.code), option.label.pl, option.label.en)
    return (*names, _english(option.description), option.basis) if described else names


def _english(text: Text | None) -> str:
    return text.en if text else ""
