"""The words a formula may use: items with their types, statistics, options. Made from the card templates."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.definitions.formula.parse import FormulaError
from atlas.definitions.models import NONE_OF_THESE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.definitions.formula.syntax import Name
    from atlas.definitions.models import CardTemplate, Catalogue, Item


@dataclass(frozen=True)
class Vocabulary:
    """Items by code (columns of a table as `table.column`), statistics by code, option codes by catalogue."""

    items: Mapping[str, Item]
    statistics: Mapping[str, Item]
    options: Mapping[str, tuple[str, ...]]

    def item(self, name: Name) -> Item:
        """Return the item a name stands for, or raise 'formula-unknown-item' with the nearest codes."""
        if name.name not in self.items:
            raise _unknown("formula-unknown-item", name, known=self.items)
        return self.items[name.name]

    def statistic(self, name: Name) -> Item:
        """Return the territory statistic a name stands for, or raise 'formula-unknown-statistic'."""
        if name.name not in self.statistics:
            raise _unknown("formula-unknown-statistic", name, known=self.statistics)
        return self.statistics[name.name]

    def option(self, item: Item, name: Name) -> str:
        """Return an option code of an item, or raise 'formula-unknown-option'."""
        options = (*self.options.get(item.options, ()), NONE_OF_THESE)
        if name.name not in options:
            raise _unknown("formula-unknown-option", name, known=options)
        return name.name


def vocabulary_of(
    template: CardTemplate, *, statistics: CardTemplate, catalogues: Mapping[str, Catalogue], whole_card: bool = False
) -> Vocabulary:
    """Return the words of one card: for indicators only what stands in packages, for rules the whole card."""
    items = {item.code: item for item in (template.items if whole_card else template.package_items)}
    for table in template.tables:
        items |= {f"{table.code}.{column.code}": column for column in table.columns}
    options = {code: catalogue.codes for code, catalogue in catalogues.items()}
    return Vocabulary(items, {item.code: item for item in statistics.items}, options)


def _unknown(code: str, name: Name, *, known: Iterable[str]) -> FormulaError:
    nearest = difflib.get_close_matches(name.name, list(known), n=3) or sorted(known)[:5]
    return FormulaError(code, at=name.at, found=name.name, nearest=", ".join(nearest))
