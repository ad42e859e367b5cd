"""Reads a formula's text into its tree. Errors give line, column, what was found and what could stand there."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import NoReturn

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError

from atlas.definitions.formula.syntax import Call, Compare, Day, Many, Name, Node, Not, Number, Position
from atlas.kernel.errors import DomainError

MOST_CHARACTERS = 500
LARGEST_NUMBER = 2**63 - 1
_WORDS = {
    "NAME": "a code or function", "NUMBER": "a whole number", "DATE": "a date", "LPAR": "(", "RPAR": ")", "COMMA": ",",
    "COMPARATOR": "< <= > >= = !=", "AND": "and", "OR": "or", "NOT": "not", "PLUS": "+", "STAR": "*", "$END": "the end",
}  # fmt: skip


class FormulaError(DomainError):
    """A formula that cannot be read or makes no sense; `facts` hold line and column within the formula."""

    def __init__(self, code: str, *, at: Position, **facts: object) -> None:
        super().__init__(code, line=at.line, column=at.column)
        self.facts |= facts


def parse_formula(text: str) -> Node:
    """Read a formula.

    Raises:
        FormulaError: 'formula-too-long', 'formula-syntax', 'formula-number-too-large' or 'formula-no-such-day'.
    """
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(
            "formula-too-long", at=Position(1, MOST_CHARACTERS + 1), most=MOST_CHARACTERS, long=len(text)
        )
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        _refuse(error, text)
    try:
        node: Node = _Builder().transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, FormulaError):
            raise error.orig_exc from None
        raise
    return node


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _refuse(error: UnexpectedInput, text: str) -> NoReturn:
    if (isinstance(error, UnexpectedToken) and error.token.type == "$END") or isinstance(error, UnexpectedEOF):
        lines = text.split("\n")
        at, found = Position(len(lines), len(lines[-1]) + 1), "the end"
    else:
        at = Position(error.line, error.column)
        found = str(error.token) if isinstance(error, UnexpectedToken) else text[error.pos_in_stream or 0]
    names = error.allowed if isinstance(error, UnexpectedCharacters) else getattr(error, "expected", ())
    wanted = ", ".join(sorted({_WORDS.get(name, name) for name in names or ()}))
    raise FormulaError("formula-syntax", at=at, found=found, wanted=wanted) from None


def _at(token: Token) -> Position:
    return Position(token.line or 1, token.column or 1)


class _Builder(Transformer[Token, Node]):
    """Turns lark's tree into ours, from the leaves up."""

    def number(self, parts: list[Token]) -> Node:
        value = int(parts[0])
        if value > LARGEST_NUMBER:
            raise FormulaError("formula-number-too-large", at=_at(parts[0]), most=LARGEST_NUMBER)
        return Number(value, at=_at(parts[0]))

    def date(self, parts: list[Token]) -> Node:
        try:
            return Day(date.fromisoformat(parts[0]), at=_at(parts[0]))
        except ValueError:
            raise FormulaError("formula-no-such-day", at=_at(parts[0]), found=str(parts[0])) from None

    def name(self, parts: list[Token]) -> Node:
        return Name(str(parts[0]), at=_at(parts[0]))

    def call(self, parts: list[Node | Token]) -> Node:
        function, *arguments = parts
        at = _at(function) if isinstance(function, Token) else Position(1, 1)
        return Call(str(function), tuple(part for part in arguments if isinstance(part, Node)), at=at)

    def compare(self, parts: list[Node]) -> Node:
        left, operator, right = parts
        return Compare(str(operator), left, right, at=left.at)

    def no(self, parts: list[Node]) -> Node:
        return Not(parts[0], at=parts[0].at)

    def either(self, parts: list[Node]) -> Node:
        return Many("or", tuple(parts), at=parts[0].at)

    def both(self, parts: list[Node]) -> Node:
        return Many("and", tuple(parts), at=parts[0].at)

    def plus(self, parts: list[Node]) -> Node:
        return Many("+", tuple(parts), at=parts[0].at)

    def times(self, parts: list[Node]) -> Node:
        return Many("*", tuple(parts), at=parts[0].at)
