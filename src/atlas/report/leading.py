"""The leading indicators: those of the profile, and a few shares, which compare territories of unlike size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.kernel.language import _
from atlas.report.rows import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.definitions.models import Indicator
    from atlas.report.case import Case

CONTRACTS = "NGO-3.4"
"""The share that stands for participation as a whole: organisations with contracts among those active."""
SHARES: Mapping[str, str] = {
    CONTRACTS: _("Organisations with contracts"),
    "NGO-3.6": _("People served by organisations"),
    "IZUS-6.2": _("Organisations monitored"),
}
"""What each share is about in plain words: shares compare territories of unlike size, counts do not."""


def shares(case: Case) -> tuple[Indicator, ...]:
    """Return the leading shares that the session's definitions have."""
    return tuple(one for code in SHARES for one in case.definitions.indicators if one.id == code)


def profile_indicators(case: Case) -> tuple[Indicator, ...]:
    """Return the profile's indicators, sphere by sphere, organisations before institutions."""
    codes = dict.fromkeys(code for lead in case.definitions.profile for code in (lead.ngo, lead.izus))
    return tuple(case.definitions.indicator(code) for code in codes)


def leading(case: Case) -> tuple[Indicator, ...]:
    """Return the profile's indicators and the leading shares, each once."""
    return tuple({one.id: one for one in (*profile_indicators(case), *shares(case))}.values())


def reading_of(indicator: Indicator, case: Case) -> Reading:
    """Return an indicator's whole, read for the report's audience."""
    return Reading(case.current(indicator.id)[0], indicator, case)
