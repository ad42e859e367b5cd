"""What the pages of closing say of the points of the check list, and of what each of them counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from atlas.cards.models import Card
from atlas.closing.rules import Check
from atlas.fieldwork.models import Obstacle
from atlas.kernel.language import _
from atlas.monitoring.models import Extension, Invitation, ScopeGmina

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model

    from atlas.closing.selectors import Point

SLUGS = {
    Check.UNDECIDED: "bez-decyzji", Check.TWO_IZUS: "dwie-karty-izus", Check.DRAFTS: "robocze",
    Check.NO_CARD: "bez-karty", Check.NO_STATISTICS: "bez-statystyki", Check.NO_IZUS: "bez-karty-izus",
    Check.OBSTACLES: "przeszkody", Check.EXTENSIONS: "przedluzenia",
    Check.CODES_GONE: "kody-ktorych-juz-nie-ma", Check.CODES_NEW: "nowe-kody",
}  # fmt: skip
"""How addresses call the points."""
CHECKS = {slug: check for check, slug in SLUGS.items()}
ABOUT_CODES = frozenset({Check.CODES_GONE, Check.CODES_NEW})
"""What is mended on the page of renumbered gminas."""
_WORDS = {
    Check.UNDECIDED: (
        _("Cards without a decision"),
        _("Accept each of them or set it aside."),
    ),
    Check.TWO_IZUS: (
        _("Gminas with two accepted Karty IZUS"),
        _("A package takes one Karta IZUS of a gmina."),
    ),
    Check.DRAFTS: (
        _("Cards that were begun and not submitted"),
        _("They stay out of the package. Their drafts are kept."),
    ),
    Check.NO_CARD: (_("Invitations without a card"), _("They lower the coverage of the indicators.")),
    Check.NO_STATISTICS: (
        _("Gminas without territory statistics"),
        _("Indicators that are shares of a territory statistic leave these gminas out."),
    ),
    Check.NO_IZUS: (
        _("Gminas without an accepted Karta IZUS"),
        _("They have no value of the IZUS indicators, and the two perspectives cannot be compared there."),
    ),
    Check.OBSTACLES: (
        _("Open obstacles"),
        _("Who reported them can no longer hand over a card in another way."),
    ),
    Check.EXTENSIONS: (
        _("Extensions that still run"),
        _("These participants were promised more time. After closing their cards no longer come in."),
    ),
    Check.CODES_GONE: (
        _("Gminas of earlier sessions whose TERYT code is no longer valid"),
        _("If one was renumbered, enter its new code. Otherwise its baseline ends here."),
    ),
    Check.CODES_NEW: (
        _("Gminas of the scope whose TERYT code is new"),
        _("They get a new baseline, unless you enter which gmina of an earlier session each of them was."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class PointRow:
    """A point in words; `slug` is its name in addresses."""

    title: str
    consequence: str
    count: int
    refuses: bool
    slug: str


@dataclass(frozen=True)
class ItemRow:
    """One thing that a point counts: where, what, whose, its card's id if it has one, and a day if it is about one."""

    gmina: str
    code: str
    kind: str
    who: str
    state: str = ""
    card_id: int | None = None
    until: date | None = None


def point_row(point: Point) -> PointRow:
    """Return what the page says of a point."""
    title, consequence = _WORDS[point.check]
    return PointRow(gettext(title), gettext(consequence), point.count, point.refuses, SLUGS[point.check])


def title_of(check: Check) -> str:
    """Return a point's title."""
    return gettext(_WORDS[check][0])


def item_row(one: Model) -> ItemRow:
    """Return what a list says of a card, an invitation, a gmina, an obstacle or an extension."""
    match one:
        case Card():
            who = one.participant.name if one.participant else ""
            return ItemRow(one.scope.name, one.scope.gmina, one.kind, who, one.state, one.pk)
        case Invitation():
            return ItemRow(one.scope.name, one.scope.gmina, one.card_kind, one.participant.name)
        case ScopeGmina():
            return ItemRow(one.name, one.gmina, "", "")
        case Obstacle():
            who = one.participant.name if one.participant else ""
            scope = one.scope
            return ItemRow(scope.name if scope else "", scope.gmina if scope else "", "", who, card_id=one.card_id)
        case Extension():
            asked = one.invitation
            return ItemRow(
                asked.scope.name, asked.scope.gmina, asked.card_kind, asked.participant.name, until=one.until
            )
        case _:
            raise TypeError(one)
