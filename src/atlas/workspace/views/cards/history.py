"""A card's history: who did what and when, any version as it was, and what differs between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.accounts.selectors import names_of
from atlas.cards import access
from atlas.cards.contents import Contents
from atlas.cards.differences import differences
from atlas.cards.places import TerritoryPlaces
from atlas.cards.selectors import document_of, form_for, sources_of, submissions_of, versions_of
from atlas.fieldwork.selectors import obstacles_shown
from atlas.kernel import clock
from atlas.kernel.errors import NotFound
from atlas.kernel.language import as_language
from atlas.workspace.card_page import small_number
from atlas.workspace.card_reading import read_card, read_differences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.models import Card, CardVersion, Submission


@dataclass(frozen=True)
class HistoryRow:
    """One row of the history; `who` is None where the account is gone, '' where it was no person."""

    version: CardVersion
    who: str | None
    submission: Submission | None = None

    @property
    def took_a_while(self) -> bool:
        """Whether it is a sitting of several saves."""
        return self.version.begun_at != self.version.at


@require_safe
@login_required
def history(request: ActorRequest, card_id: int) -> HttpResponse:
    """Show what was done to a card, newest first."""
    card = access.get_card(request.actor, card_id)
    submissions = {one.version: one for one in submissions_of(card)}
    rows = _rows(versions_of(card), submissions=submissions)
    obstacles = obstacles_shown(card, user_id=request.actor.user_id)
    facts = {"card": card, "rows": rows, "obstacles": obstacles, "sources": sources_of(card)}
    return render(request, "workspace/card/history.html", facts)


@require_safe
@login_required
def version(request: ActorRequest, card_id: int, *, number: int) -> HttpResponse:
    """Show a card as it was after one event."""
    card = access.get_card(request.actor, card_id)
    (row,) = _rows([access.get_version(card, number)])
    places = TerritoryPlaces(on=clock.day_of(row.version.at))
    sections = read_card(
        form_for(card), _contents(card, row.version), places=places, language=as_language(get_language())
    )
    return render(request, "workspace/card/version.html", {"card": card, "row": row, "sections": sections})


@require_safe
@login_required
def compare(request: ActorRequest, card_id: int) -> HttpResponse:
    """Show the lines in which two versions differ, the earlier one first, whichever was named first."""
    card = access.get_card(request.actor, card_id)
    chosen = _chosen(request, card)
    before, after = _rows([access.get_version(card, number) for number in chosen])
    language = as_language(get_language())
    found = differences(
        form_for(card), before=_contents(card, before.version), after=_contents(card, after.version),
        places=TerritoryPlaces(on=clock.day_of(after.version.at)), language=language,
    )  # fmt: skip
    facts = {"card": card, "before": before, "after": after, "lines": read_differences(found, language=language)}
    return render(request, "workspace/card/compare.html", facts)


def _rows(
    versions: Iterable[CardVersion], *, submissions: dict[int, Submission] | None = None
) -> list[HistoryRow]:  # fmt: skip
    found = list(versions)
    names = names_of(one.by for one in found)
    return [
        HistoryRow(one, "" if one.by is None else names.get(one.by), (submissions or {}).get(one.number))
        for one in found
    ]


def _contents(card: Card, version: CardVersion) -> Contents:
    return Contents(document_of(card, version.content))


def _chosen(request: ActorRequest, card: Card) -> list[int]:
    """Return the numbers of two versions, the lower one first: those that were named, else the two newest."""
    named = [request.GET[name] for name in ("od", "do") if name in request.GET]
    newest = list(versions_of(card).values_list("number", flat=True)[:2]) if len(named) < 2 else []  # noqa: PLR2004
    numbers = [*map(_number, named), *newest]
    return sorted(numbers[:2] if len(numbers) > 1 else numbers * 2)


def _number(text: str) -> int:
    number = small_number(text)
    if number is None:
        raise NotFound("version-not-found")
    return number
