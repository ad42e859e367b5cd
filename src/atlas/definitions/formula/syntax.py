"""The syntax tree of a formula. Each node knows where it stands, so that every error can point at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True)
class Position:
    """Line and column within the formula's text, both from 1."""

    line: int
    column: int


START = Position(1, 1)


@dataclass(frozen=True)
class Node:
    """Anything in the tree; two nodes are equal when they say the same, wherever they stand."""

    at: Position = field(default=START, compare=False, kw_only=True)


@dataclass(frozen=True)
class Number(Node):
    """A whole number."""

    value: int


@dataclass(frozen=True)
class Day(Node):
    """A date written as 2020-01-01."""

    value: date


@dataclass(frozen=True)
class Name(Node):
    """A code: an item, an option, a statistic, or a word such as `today`."""

    name: str


@dataclass(frozen=True)
class Call(Node):
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Compare(Node):
    """A comparison: one of < <= > >= = !=."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Many(Node):
    """An operator over several parts: `and`, `or`, `+`, `*`."""

    operator: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """A negated condition."""

    part: Node


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts a node is made of."""
    match node:
        case Call(arguments=parts) | Many(parts=parts):
            return parts
        case Compare(left=left, right=right):
            return (left, right)
        case Not(part=part):
            return (part,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Give a node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)
