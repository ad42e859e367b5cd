"""What an indicator's formula asks for, in the one form that the engine compiles: numerator, denominator, rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from atlas.definitions.formula.conditions import Reader
from atlas.definitions.formula.parse import FormulaError, parse_formula
from atlas.definitions.formula.syntax import Call, Name, Node, walk

if TYPE_CHECKING:
    from atlas.definitions.formula.vocabulary import Vocabulary

FormulaKind = Literal["count", "total", "share", "ratio"]
FORMS = "orgs(condition), sum(item), share(pairs(condition), stat(statistic)), share(sum(item), stat(statistic)), " \
    "share(sum(item), sum(item)), ratio(sum(table.item), sum(table.item))"  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """Cards for which a condition is true; `distinct` counts their organisations instead."""

    condition: Node
    distinct: bool


@dataclass(frozen=True)
class Summed:
    """The sum of an item over cards, or of a table's column (`services.users`) over its rows."""

    item: str


@dataclass(frozen=True)
class Statistic:
    """A territory statistic, summed gmina by gmina."""

    code: str


@dataclass(frozen=True)
class IndicatorFormula:
    """A checked formula.

    `table` is empty for the card itself or names one of its tables; `rows` keeps only the table's rows for which it
    is true.
    """

    kind: FormulaKind
    numerator: Truth | Summed
    denominator: Summed | Statistic | None
    table: str = ""
    rows: Node | None = None

    @property
    def items(self) -> tuple[str, ...]:
        """Codes of the items it needs, in the order they are named."""
        parts: list[str] = []
        for side in (self.numerator, self.denominator):
            match side:
                case Truth(condition=condition):
                    parts += names_in(condition)
                case Summed(item=item):
                    parts.append(item)
        if self.rows is not None:
            parts += names_in(self.rows)
        return tuple(dict.fromkeys(parts))


def names_in(node: Node) -> list[str]:
    """Return the item codes in a condition; the option in `has(item, option)` is none."""
    options = {id(part.arguments[1]) for part in walk(node) if isinstance(part, Call) and part.function == "has"}
    return [part.name for part in walk(node) if isinstance(part, Name) and id(part) not in options]


def check_indicator(text: str, *, words: Vocabulary, rows: str = "") -> IndicatorFormula:
    """Read and check an indicator's formula.

    Args:
        text: For example `share(pairs(contracts > 0), stat(ngo_active))`.
        words: Vocabulary of the card that the indicator is computed from.
        rows: Condition over a table's columns that a row must meet.

    Raises:
        FormulaError: with line, column and what would be right.
    """
    root = parse_formula(text)
    if not isinstance(root, Call):
        raise FormulaError("formula-form", at=root.at, wanted=FORMS)
    formula = _Forms(words).read(root)
    if not rows:
        return formula
    condition = parse_formula(rows)
    Reader(words).condition(condition)
    if not formula.table or {_table(name) for name in names_in(condition)} != {formula.table}:
        raise FormulaError("formula-mixed-tables", at=condition.at)
    return IndicatorFormula(formula.kind, formula.numerator, formula.denominator, table=formula.table, rows=condition)


def _table(code: str) -> str:
    return code.partition(".")[0] if "." in code else ""


@dataclass(frozen=True)
class _Forms:
    words: Vocabulary

    def read(self, root: Call) -> IndicatorFormula:
        match root:
            case Call(function="orgs", arguments=(condition,)):
                return IndicatorFormula("count", self.truth(condition, distinct=True), None)
            case Call(function="sum"):
                return IndicatorFormula("total", self._sum(root, of_table=False), None)
            case Call(function="share", arguments=(Call() as part, Call() as whole)):
                return self._share(part, whole)
            case Call(function="ratio", arguments=(Call() as part, Call() as whole)):
                return self._ratio(part, whole)
            case _:
                raise FormulaError("formula-form", at=root.at, wanted=FORMS)

    def _share(self, part: Call, whole: Call) -> IndicatorFormula:
        match part, whole:
            case Call(function="pairs", arguments=(condition,)), Call(function="stat"):
                return IndicatorFormula("share", self.truth(condition, distinct=False), self._stat(whole))
            case Call(function="sum"), Call(function="stat"):
                return IndicatorFormula("share", self._sum(part, of_table=False), self._stat(whole))
            case Call(function="sum"), Call(function="sum"):
                numerator, denominator = self._sum(part, of_table=False), self._sum(whole, of_table=False)
                return IndicatorFormula("share", numerator, denominator)
            case _:
                raise FormulaError("formula-form", at=part.at, wanted=FORMS)

    def _ratio(self, part: Call, whole: Call) -> IndicatorFormula:
        numerator, denominator = self._sum(part, of_table=True), self._sum(whole, of_table=True)
        if _table(numerator.item) != _table(denominator.item):
            raise FormulaError("formula-mixed-tables", at=whole.at)
        return IndicatorFormula("ratio", numerator, denominator, table=_table(numerator.item))

    def truth(self, condition: Node, *, distinct: bool) -> Truth:
        Reader(self.words).condition(condition)
        for name in names_in(condition):
            if _table(name):
                raise FormulaError("formula-mixed-tables", at=condition.at)
        return Truth(condition, distinct)

    def _sum(self, call: Call, *, of_table: bool) -> Summed:
        match call:
            case Call(function="sum", arguments=(Name() as name,)):
                item = self.words.item(name)
            case _:
                raise FormulaError("formula-form", at=call.at, wanted=FORMS)
        if item.type not in {"whole", "money"}:
            raise FormulaError("formula-wrong-kind", at=name.at, found=item.type, wanted="number, money")
        if bool(_table(name.name)) != of_table:
            raise FormulaError("formula-form", at=name.at, wanted=FORMS)
        return Summed(name.name)

    def _stat(self, call: Call) -> Statistic:
        match call:
            case Call(function="stat", arguments=(Name() as name,)):
                self.words.statistic(name)
                return Statistic(name.name)
            case _:
                raise FormulaError("formula-form", at=call.at, wanted=FORMS)


def check_pair_side(text: str, *, words: Vocabulary) -> Truth | Summed:
    """Read one side of a pair (rule 7): `pairs(condition)` or `sum(item)`.

    Raises:
        FormulaError: with line, column and what would be right.
    """
    root = parse_formula(text)
    match root:
        case Call(function="pairs", arguments=(condition,)):
            return _Forms(words).truth(condition, distinct=False)
        case Call(function="sum"):
            return _Forms(words).read(root).numerator
        case _:
            raise FormulaError("formula-form", at=root.at, wanted="pairs(condition), sum(item)")
