"""Rule 10: which indicators can be computed from a set of templates, from which items, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.definitions.checks import Words
from atlas.definitions.formula.indicators import names_in
from atlas.definitions.formula.parse import FormulaError, parse_formula
from atlas.definitions.formula.syntax import Call, Name, Node, walk

if TYPE_CHECKING:
    from atlas.definitions.formula.vocabulary import Vocabulary
    from atlas.definitions.models import Definitions, Indicator


@dataclass(frozen=True)
class Computability:
    """What one indicator needs.

    `atlas_items` and `supplementary_items` are codes marked A and S, `statistics` territory statistics; `missing` names
    codes that no template has; `problem` is the formula's error, where there is one.
    """

    indicator: Indicator
    atlas_items: tuple[str, ...]
    supplementary_items: tuple[str, ...]
    statistics: tuple[str, ...]
    missing: tuple[str, ...]
    problem: FormulaError | None = None

    @property
    def is_computable(self) -> bool:
        """Whether nothing is missing and the formula makes sense."""
        return not self.missing and self.problem is None


def computability_matrix(definitions: Definitions) -> list[Computability]:
    """Return the matrix, one entry for each indicator in official order."""
    words = Words.of(definitions)
    return [_computability(one, words) for one in definitions.indicators]


def _computability(indicator: Indicator, words: Words) -> Computability:
    vocabulary = words.packages[indicator.card_kind]
    problem = None
    try:
        words.formula(indicator)
    except FormulaError as error:
        problem = error
    try:
        trees = [parse_formula(text) for text in (indicator.formula, indicator.rows) if text]
    except FormulaError:
        trees = []
    return _sorted_out(indicator, trees, words=vocabulary, problem=problem)


def _sorted_out(
    indicator: Indicator, trees: list[Node], *, words: Vocabulary, problem: FormulaError | None
) -> Computability:
    statistics = {
        part.name
        for tree in trees
        for call in walk(tree)
        if isinstance(call, Call) and call.function == "stat"
        for part in call.arguments
        if isinstance(part, Name)
    }
    names = dict.fromkeys(name for tree in trees for name in names_in(tree))
    marks = {name: words.items[name].mark for name in names if name in words.items}
    known = statistics & set(words.statistics)
    return Computability(
        indicator,
        atlas_items=tuple(name for name, mark in marks.items() if mark == "A"),
        supplementary_items=tuple(name for name, mark in marks.items() if mark == "S"),
        statistics=tuple(name for name in names if name in known),
        missing=tuple(name for name in names if name not in marks and name not in known),
        problem=problem,
    )
