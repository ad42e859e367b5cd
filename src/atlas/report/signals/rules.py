"""What a rule of signals is, and all of them in order of weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.report.signals.answers import low_coverage, no_statistics, not_collected, silent_gminas, silent_institutions
from atlas.report.signals.sides import contracts_without_users, nobody_in_diagnosis, sides_apart
from atlas.report.signals.trouble import negative_contracts, over_the_whole, penalised, sharp_fall

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.report.case import Case
    from atlas.report.model import Signal

RULES: tuple[Callable[[Case], Signal | None], ...] = (
    low_coverage, silent_gminas, silent_institutions, sharp_fall, sides_apart, penalised, negative_contracts,
    contracts_without_users, nobody_in_diagnosis, over_the_whole, no_statistics, not_collected,
)  # fmt: skip


def signals_of(case: Case) -> tuple[Signal, ...]:
    """Return the signals of a territory, gravest first."""
    return tuple(found for rule in RULES if (found := rule(case)) is not None)
