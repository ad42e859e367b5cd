"""What the address of a page on completeness asks for; whatever is not known there is as if it were not asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.cards.rules import CardKind
from atlas.fieldwork.following.asked import NOT_FILED_YET, ORDERS, Wanted
from atlas.fieldwork.following.tallies import Standing
from atlas.kernel.teryt import COUNTRY, level_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LEAST_FIRST = "najmniej"
LONGEST_NAME = 100


@dataclass(frozen=True)
class Choices:
    """How a territory is looked at: one kind of cards alone, and whether the least comes first."""

    kind: CardKind | None
    least: bool


def choices_of(query: Mapping[str, str]) -> Choices:
    """Read `rodzaj` and `kolejnosc`."""
    kind = _known(query.get("rodzaj", ""), [one.value for one in CardKind])
    return Choices(CardKind(kind) if kind else None, query.get("kolejnosc") == LEAST_FIRST)


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """Read `obszar`, `rodzaj`, `stan`, `nazwa` and `kolejnosc`."""
    area = query.get("obszar", "")
    return Wanted(
        area=area if level_of(area) else COUNTRY,
        kind=_known(query.get("rodzaj", ""), [one.value for one in CardKind]),
        standing=_known(query.get("stan", ""), [*(one.value for one in Standing), NOT_FILED_YET]),
        name=query.get("nazwa", "").replace("\0", "").strip()[:LONGEST_NAME],
        order=_known(query.get("kolejnosc", ""), list(ORDERS)) or "gmina",
    )


def _known(given: str, values: Collection[str]) -> str:
    return given if given in values else ""
