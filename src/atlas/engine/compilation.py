"""Turns conditions of the formula language into Ibis expressions over one table of cards (or of a card's table).

Multi-choice answers are the package's text (`survey|interview`, `none`); NULL is 'not answered' and stays NULL:
SQL's three-valued logic is rule 2's.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import TYPE_CHECKING, Any

import ibis

from atlas.definitions.formula.syntax import Call, Compare, Many, Name, Node, Not, Number
from atlas.definitions.models import NONE_OF_THESE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ibis.expr.types import Table, Value

_COMPARATORS: dict[str, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}
_JOINS: dict[str, Callable[[Any, Any], Any]] = {
    "and": and_, "or": or_, "+": lambda a, b: a + b, "*": lambda a, b: a * b,
}  # fmt: skip
SEPARATOR = "|"


def compile_condition(node: Node, table: Table) -> Value:
    """Return a checked condition (see `definitions.formula`) as a nullable boolean column of `table`."""
    match node:
        case Number(value=value):
            return ibis.literal(value, type="int64")
        case Name(name=name):
            return _column(table, name)
        case Not(part=part):
            return ~compile_condition(part, table)
        case Compare(operator=operator, left=left, right=right):
            return _COMPARATORS[operator](compile_condition(left, table), compile_condition(right, table))
        case Many(operator=operator, parts=parts):
            return reduce(_JOINS[operator], [compile_condition(part, table) for part in parts])
        case Call(function="any", arguments=(Name(name=name),)):
            return _column(table, name) != NONE_OF_THESE
        case Call(function="has", arguments=(Name(name=name), Name(name=option))):
            answered = ibis.literal(SEPARATOR) + _column(table, name) + ibis.literal(SEPARATOR)
            return answered.contains(f"{SEPARATOR}{option}{SEPARATOR}")
        case _:
            raise TypeError(node)


def _column(table: Table, code: str) -> Value:
    # `services.users` is the column `users` of the table `services`, which is the table at hand
    return table[code.rpartition(".")[2]]
