"""What a scan adds up. Several indicators share a component: NGO-3.8, 3.9 and 3.10 all ask `facilities > 0`.

A component becomes one or two *answer columns* of a card: `v` (is the condition true; NULL = not known), or `p` and,
for a share or ratio of two sums, `w` (both NULL unless both are known and the row counts).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import ibis

from atlas.definitions.checks import Words, breakdown_catalogue
from atlas.definitions.formula.indicators import IndicatorFormula, Statistic, Summed, Truth, check_pair_side
from atlas.definitions.formula.syntax import Call, Name, Node
from atlas.engine.compilation import compile_condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ibis.expr.types import Table, Value

    from atlas.definitions.formula.vocabulary import Vocabulary
    from atlas.definitions.models import CardKind, Definitions, Indicator, Pair

MONEY = "pln"
PEOPLE_OR_MONEY = ("persons", MONEY)


@dataclass(frozen=True)
class Component:
    """One thing to add up over cards of a kind, or over the rows of a card's table."""

    kind: CardKind
    table: str
    part: Truth | Summed
    whole: Summed | None = None
    rows: Node | None = None

    @property
    def is_truth(self) -> bool:
        """Whether cards are counted, not summed."""
        return isinstance(self.part, Truth)

    def answers(self, table: Table, stem: str) -> dict[str, Value]:
        """Return the answer columns `{stem}_v`, or `{stem}_p` and `{stem}_w`, over a table of cards or rows."""
        if isinstance(self.part, Truth):
            return {f"{stem}_v": compile_condition(self.part.condition, table)}
        part = _column(table, self.part.item)
        if self.whole is None:
            return {f"{stem}_p": part}
        whole = _column(table, self.whole.item)
        counts = part.notnull() & whole.notnull()
        if self.rows is not None:
            counts &= compile_condition(self.rows, table)
        return {
            f"{stem}_p": ibis.ifelse(counts, part, ibis.null("int64")),
            f"{stem}_w": ibis.ifelse(counts, whole, ibis.null("int64")),
        }


def _column(table: Table, item: str) -> Value:
    column = table[item.rpartition(".")[2]]
    if column.type().is_decimal():
        # money as whole grosze: integer sums do not differ from run to run, float sums do
        return (column * 100).cast("int64")
    return column


@dataclass(frozen=True)
class Measure:
    """One row of the grid for each territory: an indicator, whole or for one option of its breakdown.

    `by_key` marks rows of a table broken down by its key (EFF by service): `option` is then a value of the key.
    """

    indicator: Indicator
    formula: IndicatorFormula
    component: Component
    option: str = ""
    by_key: bool = False
    sums_people_or_money: bool = False
    part_is_money: bool = False
    whole_is_money: bool = False

    @property
    def statistic(self) -> str:
        """The territory statistic below the line, or nothing."""
        return self.formula.denominator.code if isinstance(self.formula.denominator, Statistic) else ""

    @property
    def counts_organisations(self) -> bool:
        """Whether the numerator counts distinct organisations (rule 1)."""
        return isinstance(self.component.part, Truth) and self.component.part.distinct


@dataclass(frozen=True)
class PairMeasure:
    """One of rule 7's pairs with its two components."""

    pair: Pair
    ngo: Component
    izus: Component


@dataclass(frozen=True)
class Plan:
    """Everything that one set of definitions asks of a scan."""

    definitions: Definitions
    measures: tuple[Measure, ...]
    pairs: tuple[PairMeasure, ...]

    def components(self, kind: CardKind, *, table: str = "") -> dict[str, Component]:
        """Return the components of a card kind (or of a table of it) by their column stem, each once."""
        ours = [one for one in self._stems if (one.kind, one.table) == (kind, table)]
        return {self._stems[one]: one for one in ours}

    def stem(self, component: Component) -> str:
        """Return the column stem of a component."""
        return self._stems[_plain(component)]

    @cached_property
    def _stems(self) -> dict[Component, str]:
        asked = [one.component for one in self.measures] + [side for one in self.pairs for side in (one.ngo, one.izus)]
        return {one: f"c{number}" for number, one in enumerate(dict.fromkeys(map(_plain, asked)))}


def _plain(component: Component) -> Component:
    # `orgs(c)` and `pairs(c)` add up the same columns; only the roll-up differs.
    if isinstance(component.part, Truth) and component.part.distinct:
        return Component(component.kind, component.table, Truth(component.part.condition, distinct=False))
    return component


def plan_for(definitions: Definitions) -> Plan:
    """Return what to add up for a set of definitions, in official order, breakdowns after their whole."""
    words = Words.of(definitions)
    measures = tuple(measure for one in definitions.indicators for measure in _measures(definitions, one, words=words))
    pairs = tuple(
        PairMeasure(
            pair,
            _plain(Component("NGO", "", check_pair_side(pair.ngo, words=words.packages["NGO"]))),
            _plain(Component("IZUS", "", check_pair_side(pair.izus, words=words.packages["IZUS"]))),
        )
        for pair in definitions.pairs
    )
    return Plan(definitions, measures, pairs)


def _measures(definitions: Definitions, indicator: Indicator, *, words: Words) -> Iterator[Measure]:
    formula = words.formula(indicator)
    whole = formula.denominator if isinstance(formula.denominator, Summed) else None
    component = Component(indicator.card_kind, formula.table, formula.numerator, whole, formula.rows)
    part_unit, whole_unit = (_unit(side, words.packages[indicator.card_kind]) for side in (formula.numerator, whole))
    measure = Measure(
        indicator,
        formula,
        component,
        sums_people_or_money=part_unit in PEOPLE_OR_MONEY,
        part_is_money=part_unit == MONEY,
        whole_is_money=whole_unit == MONEY,
    )
    yield measure
    catalogue = breakdown_catalogue(definitions, indicator) if indicator.breakdown else None
    for option in definitions.catalogues[catalogue].codes if catalogue else ():
        if formula.table:
            yield replace(measure, option=option, by_key=True)
        else:
            has = Truth(Call("has", (Name(indicator.breakdown), Name(option))), distinct=True)
            yield Measure(indicator, formula, Component(indicator.card_kind, "", has), option)


def _unit(side: Truth | Summed | None, words: Vocabulary) -> str:
    """The unit of a sum, nothing for a count of cards."""
    return words.items[side.item].unit if isinstance(side, Summed) else ""
