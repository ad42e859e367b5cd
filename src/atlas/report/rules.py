"""Pure decisions of the report: what may be published, what a change means, whether two periods are of one length.

Sources: art. 38 of the act of 29 June 1995 on official statistics; indicators.md, rules 5, 8 and 12.
"""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from atlas.report.model import Verdict

LEAST_CONTRIBUTORS = 3
LARGEST_SHARE = 0.75


def is_withheld(*, contributors: int, top_share: float | None) -> bool:
    """Whether a sum of people or money must not be published: it would tell what a single respondent reported.

    Args:
        contributors: Distinct respondents with a number above 0; nobody's number can be told where there is none.
        top_share: The largest one's part of the sum, 0–1.

    Source: art. 38 of the act of 29 June 1995 on official statistics (fewer than three entities, or one with more than
    three quarters of the sum).
    """
    if contributors < 1:
        return False
    return contributors < LEAST_CONTRIBUTORS or (top_share is not None and top_share > LARGEST_SHARE)


def verdict_on(change: float, *, direction: str, shows_as_zero: bool) -> Verdict:
    """Return what a change means; one that is too small to be shown is no change.

    Args:
        change: Value less baseline.
        direction: `more`, `less` or `neutral` (nobody judges it).
        shows_as_zero: Whether the change, rounded as it is shown, is 0.
    """
    if shows_as_zero:
        return "same"
    if direction == "neutral":
        return "neutral"
    return "better" if (change > 0) == (direction == "more") else "worse"


def leads_with_panel(*, gminas: int, baseline_gminas: int | None) -> bool:
    """Whether the territory meant other gminas at the baseline, so that the panel is to be read first (rule 5)."""
    return baseline_gminas is not None and gminas != baseline_gminas


def others_answered(*, matched: int, cards: int, baseline_cards: int) -> bool:
    """Whether other cards answered than at the baseline: some are not matched with a card of the other session."""
    return matched != cards or matched != baseline_cards


def same_length(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two periods are of one length: by whole months (a leap year is no longer than another), else by days.

    Args:
        first: First and last day of a period.
        second: First and last day of the other.
    """
    months, others = _whole_months(*first), _whole_months(*second)
    if months and others:
        return months == others
    return (first[1] - first[0]) == (second[1] - second[0])


def _whole_months(start: date, end: date) -> int:
    """Return how many calendar months a period is, or 0 where it does not begin and end with one."""
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return 0
    return (end.year - start.year) * 12 + end.month - start.month + 1
