"""Following a session: completeness of a territory, the list of cards that were asked for, and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.asked_rows import asked_rows, file_rows, list_choices
from atlas.fieldwork.following.asked import Wanted, asked_cards, in_batches, with_cards
from atlas.fieldwork.following.choices import choices_of, wanted_of
from atlas.fieldwork.following.territory import followed, shown
from atlas.kernel import clock
from atlas.kernel.csv_cells import csv_lines
from atlas.kernel.teryt import COUNTRY

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest

A_PAGE = 50


@require_safe
@login_required
def completeness(request: ActorRequest, session_code: str, *, area: str = COUNTRY) -> HttpResponse:
    """Show how far the cards of a territory have come; of a gmina also each card."""
    session, choices = get_session(request.actor, session_code), choices_of(request.GET)
    found = followed(session, area, choices=choices, today=clock.day_of(clock.now()))
    facts = shown(session, found, choices=choices) | {"here": "completeness", "address": "backoffice:completeness-of"}
    if found.level == "gmina":
        page = Paginator(asked_cards(session, Wanted(area=area)), A_PAGE).get_page(request.GET.get("strona"))
        facts |= {"page": page, "rows": asked_rows(with_cards(session, page))}
    return render(request, "backoffice/completeness.html", facts)


@require_safe
@login_required
def asked_list(request: ActorRequest, session_code: str) -> HttpResponse:
    """List the cards that were asked for, of a territory, kind and state, by a part of a name."""
    session, wanted = get_session(request.actor, session_code), wanted_of(request.GET)
    page = Paginator(asked_cards(session, wanted), A_PAGE).get_page(request.GET.get("strona"))
    facts = {"session": session, "here": "completeness", "wanted": wanted, "page": page}
    rows = asked_rows(with_cards(session, page))
    return render(request, "backoffice/asked_list.html", facts | {"rows": rows} | list_choices(wanted))


@require_safe
@login_required
def asked_file(request: ActorRequest, session_code: str) -> StreamingHttpResponse:
    """Give the whole list as CSV, as it is filtered; without contact data."""
    session, wanted = get_session(request.actor, session_code), wanted_of(request.GET)
    rows = file_rows(in_batches(session, wanted))
    answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="karty-{session.code}.csv"'
    return answer
