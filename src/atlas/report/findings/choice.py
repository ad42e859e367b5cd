"""Chooses the sentences of the first page: each kind of finding has its say, the weightiest five are told.

Rules in words: docs/explanation/methodology.md, 'How the report chooses its sentences'. Nothing that is missing or
withheld is ever told, and a change only of the same respondents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.report.findings.answers import both_sides, newcomers, thin_ground, unsaid
from atlas.report.findings.changes import greatest_change, opposite_change
from atlas.report.findings.sides import contracts, disagreement, silence, spread

if TYPE_CHECKING:
    from atlas.report.case import Case
    from atlas.report.findings.candidates import Kind
    from atlas.report.model import Finding

MOST_FINDINGS = 5
KINDS_OF_FINDINGS: tuple[Kind, ...] = (
    thin_ground, greatest_change, contracts, disagreement, spread, unsaid, opposite_change, silence, both_sides,
    newcomers,
)  # fmt: skip


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Return at most five findings, the weightiest first; fewer where the data do not carry five."""
    candidates = [found for kind in KINDS_OF_FINDINGS if (found := kind(case)) is not None]
    ordered = sorted(candidates, key=lambda one: -one.weight)
    return tuple(one.finding for one in ordered[:MOST_FINDINGS])
