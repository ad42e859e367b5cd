"""Types of expressions: what may be compared, joined or negated, and which functions there are.

Two readers: indicators see a card as the package has it; rules of answers (`for_rules`) also see the former card,
statistics, dates and the gmina's last Karta IZUS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from atlas.definitions.formula.parse import FormulaError
from atlas.definitions.formula.syntax import Call, Compare, Day, Many, Name, Node, Not, Number

if TYPE_CHECKING:
    from atlas.definitions.formula.vocabulary import Vocabulary

Kind = Literal["condition", "number", "money", "day", "choices", "choice", "text"]
_KINDS: dict[str, Kind] = {
    "whole": "number", "money": "money", "yes_no": "condition", "choices": "choices", "choice": "choice", "date": "day",
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Reads expressions over a vocabulary; `other` is the other card's vocabulary for `latest(…)`."""

    words: Vocabulary
    for_rules: bool = False
    other: Vocabulary | None = None

    def condition(self, node: Node) -> None:
        """Refuse anything that is not a yes/no condition.

        Raises:
            FormulaError: with the place and what would be right.
        """
        self._require(node, "condition")

    def kind(self, node: Node) -> Kind:
        """Return what an expression is."""
        match node:
            case Number():
                return "number"
            case Day():
                return "day"
            case Name():
                return self._name(node)
            case Call():
                return self._call(node)
            case Compare(left=left, right=right):
                return self._compare(left, right)
            case Not(part=part):
                return self._all((part,), "condition")
            case Many(operator=operator, parts=parts):
                return self._all(parts, "condition" if operator in {"and", "or"} else "number")
            case _:
                raise TypeError(node)

    def _name(self, node: Name) -> Kind:
        if self.for_rules and node.name == "today":
            return "day"
        kind = _KINDS.get(self.words.item(node).type, "text")
        # Rules compare money with plain numbers of zlotys; indicators never compare money.
        return "number" if kind == "money" and self.for_rules else kind

    def _compare(self, left: Node, right: Node) -> Kind:
        kind = self.kind(left)
        comparable = ("number", "day") if self.for_rules else ("number",)  # packages hold no dates of cards
        if kind not in comparable:
            raise FormulaError("formula-wrong-kind", at=left.at, found=kind, wanted=", ".join(comparable))
        self._require(right, kind)
        return "condition"

    def _all(self, parts: tuple[Node, ...], kind: Kind) -> Kind:
        for part in parts:
            self._require(part, kind)
        return kind

    def _require(self, node: Node, *wanted: Kind) -> None:
        found = self.kind(node)
        if found not in wanted:
            raise FormulaError("formula-wrong-kind", at=node.at, found=found, wanted=", ".join(wanted))

    def _call(self, node: Call) -> Kind:
        functions = _FUNCTIONS | (_RULE_FUNCTIONS if self.for_rules else {})
        if node.function not in functions:
            raise FormulaError(
                "formula-unknown-function", at=node.at, found=node.function, nearest=", ".join(sorted(functions))
            )
        wanted, read = functions[node.function]
        if len(node.arguments) != wanted:
            raise FormulaError(
                "formula-arguments", at=node.at, function=node.function, found=len(node.arguments), wanted=wanted
            )
        return read(self, node)

    def argument_name(self, node: Call, index: int = 0) -> Name:
        """Return the argument of a call that must be a plain name."""
        name = node.arguments[index]
        if not isinstance(name, Name):
            raise FormulaError("formula-name-wanted", at=name.at, function=node.function)
        return name

    def _any(self, node: Call) -> Kind:
        self._require(self.argument_name(node), "choices")
        return "condition"

    def _has(self, node: Call) -> Kind:
        name = self.argument_name(node)
        self._require(name, "choices", "choice")
        self.words.option(self.words.item(name), self.argument_name(node, 1))
        return "condition"

    def _previous(self, node: Call) -> Kind:
        return self.kind(self.argument_name(node))

    def _known(self, node: Call) -> Kind:
        self.kind(node.arguments[0])
        return "condition"

    def _stat(self, node: Call) -> Kind:
        self.words.statistic(self.argument_name(node))
        return "number"

    def _date(self, node: Call) -> Kind:
        self._require(node.arguments[0], "day")
        return "day"

    def _years_since(self, node: Call) -> Kind:
        self._require(node.arguments[0], "day")
        return "number"

    def _latest(self, node: Call) -> Kind:
        other = Reader(self.other or self.words, for_rules=True)
        return other.kind(self.argument_name(node))


_Function = tuple[int, Callable[[Reader, Call], Kind]]
_FUNCTIONS: dict[str, _Function] = {"any": (1, Reader._any), "has": (2, Reader._has)}
_RULE_FUNCTIONS: dict[str, _Function] = {
    "previous": (1, Reader._previous),
    "known": (1, Reader._known),
    "stat": (1, Reader._stat),
    "date": (1, Reader._date),
    "years_since": (1, Reader._years_since),
    "latest": (1, Reader._latest),
}
