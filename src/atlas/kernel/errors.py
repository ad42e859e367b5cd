"""The one error type of the product. An error carries a code and facts; its words are looked up in the layers'
`texts.py` and translated at the edge, so that one error serves command line, form, spreadsheet and API.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_PROBLEMS = 100
"""How many problems are kept word for word; the rest is only counted."""


@dataclass(frozen=True)
class Place:
    """Where in somebody's file a problem stands: file, row as a spreadsheet counts it, column by name.

    In a form it is the `cell` (`D17`) and what is `asked` there, by number and label, in the form's language.
    """

    file: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    asked: str = ""


NOWHERE = Place()


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a code of the layers' `texts.py`, where, and the facts its text names."""

    code: str
    place: Place = NOWHERE
    facts: Mapping[str, object] = field(default_factory=dict)


class DomainError(Exception):
    """What the product refuses or cannot do: a code, its facts and, where there is one, a place."""

    def __init__(self, code: str, *, place: Place = NOWHERE, **facts: object) -> None:
        super().__init__(code, facts)  # for tracebacks
        self.code = code
        self.place = place
        self.facts: dict[str, object] = facts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems to show; a plain error is one problem."""
        return (Problem(self.code, self.place, self.facts),)

    @property
    def total(self) -> int:
        """How many problems were found, shown or not."""
        return 1


class BadInput(DomainError):
    """Something given to us holds several mistakes: all are named at once, the first hundred word for word."""

    def __init__(self, problems: Iterable[Problem], *, total: int | None = None) -> None:
        found = tuple(problems)
        super().__init__("bad-input")
        self._problems = found[:MOST_PROBLEMS]
        self._total = len(found) if total is None else total

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The first hundred problems."""
        return self._problems

    @property
    def total(self) -> int:
        """How many problems were found, shown or not."""
        return self._total


class NotFound(DomainError):
    """What was asked for is not there, or not for this reader: both look alike."""


class NotAllowed(DomainError):
    """The reader may see the thing, but not do this to it."""
