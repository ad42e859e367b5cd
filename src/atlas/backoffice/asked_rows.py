"""What the list of cards that were asked for shows, in the reader's language: on the page and in its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext

from atlas.fieldwork.following.asked import NOT_FILED_YET, last_reminded
from atlas.fieldwork.following.tallies import KIND_WORDS, STANDING_WORDS
from atlas.kernel.clock import WARSAW
from atlas.kernel.language import _
from atlas.kernel.teryt import COUNTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from atlas.fieldwork.following.asked import AskedCard, Wanted
    from atlas.monitoring.models import Session

FILE_HEADS = (
    _("Gmina's code"), _("Gmina"), _("Powiat"), _("Voivodeship"), _("Card"), _("Participant's code"), _("Participant"),
    _("State"), _("Since"), _("Receipt"),
)  # fmt: skip
ORDER_WORDS = {"gmina": _("by gmina"), "name": _("by name"), "state": _("by state")}


@dataclass(frozen=True)
class AskedRow:
    """One card of the list with its kind and state in words, and when its participant was last reminded."""

    asked: AskedCard
    kind: str
    state: str
    reminded_on: date | None
    may_remind: bool


def asked_rows(session: Session, cards: Iterable[AskedCard], *, today: date) -> list[AskedRow]:
    """Return what a page shows of a session's cards on a day in Warsaw (1 query); nobody is reminded twice a day."""
    listed = list(cards)
    reminded = last_reminded(session, {one.code for one in listed if one.code})
    return [
        AskedRow(
            one, gettext(KIND_WORDS[one.kind]), gettext(STANDING_WORDS[one.standing]), reminded.get(one.code),
            one.can_be_reminded and reminded.get(one.code) != today,
        )
        for one in listed
    ]  # fmt: skip


def file_heads() -> list[str]:
    """Return the titles of the file's columns."""
    return [gettext(head) for head in FILE_HEADS]


def file_rows(cards: Iterable[AskedCard]) -> Iterator[list[str]]:
    """Give the rows of the file; moments are Warsaw's."""
    for one in cards:
        since = f"{one.since.astimezone(WARSAW):%Y-%m-%d %H:%M}" if one.since else ""
        yield [
            one.gmina, one.gmina_name, one.powiat_name, one.voivodeship_name, gettext(KIND_WORDS[one.kind]), one.code,
            one.name if one.participant else "", gettext(STANDING_WORDS[one.standing]), since, one.receipt,
        ]  # fmt: skip


def list_choices(wanted: Wanted) -> dict[str, object]:
    """Return what the filter offers, and what the list was asked for, encoded for addresses."""
    asked = {
        "obszar": "" if wanted.area == COUNTRY else wanted.area, "rodzaj": wanted.kind, "stan": wanted.standing,
        "nazwa": wanted.name, "kolejnosc": "" if wanted.order == "gmina" else wanted.order,
    }  # fmt: skip
    states = [(NOT_FILED_YET, gettext("Not handed over (not begun, draft, withdrawn)"))]
    states += [(one.value, gettext(words)) for one, words in STANDING_WORDS.items()]
    return {
        "kinds": [(one.value, gettext(words)) for one, words in KIND_WORDS.items()],
        "states": states,
        "orders": [(value, gettext(words)) for value, words in ORDER_WORDS.items()],
        "query": urlencode({key: value for key, value in asked.items() if value}),
        "area": asked["obszar"],
    }
