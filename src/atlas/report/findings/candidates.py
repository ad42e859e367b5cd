"""A sentence that could stand on the first page, and how much it weighs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.report.case import Case
    from atlas.report.model import Finding


@dataclass(frozen=True)
class Candidate:
    """A finding with its weight: the larger, the sooner it is told."""

    weight: int
    finding: Finding


Kind = Callable[["Case"], "Candidate | None"]
"""A kind of finding: it looks at a case and has something to say, or not."""
