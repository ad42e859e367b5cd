"""Collects what is wrong with a package: the first hundred word for word, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atlas.kernel.errors import MOST_PROBLEMS, BadInput, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class Findings:
    """Problems of one package or of several."""

    problems: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, code: str, place: Place, **facts: object) -> None:
        """Note one problem."""
        self.extend([Problem(code, place, facts)], total=1)

    def extend(self, problems: Iterable[Problem], *, total: int) -> None:
        """Note problems, of which there are `total`, though not all may be given."""
        self.problems += list(problems)[: MOST_PROBLEMS - len(self.problems)]
        self.total += total

    def raise_if_any(self) -> None:
        """Raise BadInput where anything was found."""
        if self.total:
            raise BadInput(self.problems, total=self.total)
