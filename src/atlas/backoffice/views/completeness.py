"""Following a session: completeness of a territory, the list of cards that were asked for, and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.asked_rows import asked_rows, file_heads, file_rows, list_choices
from atlas.documents.csv_tables import CSV, csv_table
from atlas.fieldwork.access import get_asked
from atlas.fieldwork.following.asked import Wanted, asked_cards, in_batches, with_cards
from atlas.fieldwork.following.choices import choices_of, wanted_of
from atlas.fieldwork.following.territory import followed, shown
from atlas.fieldwork.services.reminders import remind
from atlas.fieldwork.texts import TEXTS
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed, NotFound
from atlas.kernel.language import as_language
from atlas.kernel.teryt import COUNTRY
from atlas.kernel.wording import problem_text

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest

A_PAGE = 50


@require_safe
@login_required
def completeness(request: ActorRequest, session_code: str, *, area: str = COUNTRY) -> HttpResponse:
    """Show how far the cards of a territory have come; of a gmina also each card."""
    session, choices = get_session(request.actor, session_code), choices_of(request.GET)
    today = clock.day_of(clock.now())
    try:
        found = followed(session, area, choices=choices, today=today)
    except NotFound:
        if area != COUNTRY:
            raise
        return render(request, "backoffice/completeness_empty.html", {"session": session, "here": "completeness"})
    facts = shown(session, found, choices=choices, today=today) | {
        "here": "completeness",
        "address": "backoffice:completeness-of",
    }
    if found.level == "gmina":
        page = Paginator(asked_cards(session, Wanted(area=area)), A_PAGE).get_page(request.GET.get("strona"))
        facts |= {"page": page, "rows": asked_rows(with_cards(session, page)), "list_query": f"obszar={area}"}
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
def asked_file(request: ActorRequest, session_code: str) -> HttpResponse:
    """Give the whole list as CSV, as it is filtered; without contact data."""
    session, wanted = get_session(request.actor, session_code), wanted_of(request.GET)
    headers = {"Content-Disposition": f'attachment; filename="karty-{slugify(session.code)}.csv"'}
    table = csv_table(file_heads(), file_rows(in_batches(session, wanted)))
    return HttpResponse(table, content_type=CSV, headers=headers)


@require_POST
@login_required
def remind_one(request: ActorRequest, session_code: str, *, code: str) -> HttpResponse:
    """Remind one participant of the cards that are missing, and go back to the list as it was filtered."""
    session = get_session(request.actor, session_code)
    participant = get_asked(session, code)
    try:
        remind(session, participant, actor=request.actor)
    except NotAllowed:
        raise
    except DomainError as error:
        words = problem_text(error.problems[0], TEXTS, language=as_language(get_language()))
        messages.error(request, words)
    else:
        messages.success(request, gettext("%(participant)s is reminded.") % {"participant": participant.name})
    query = request.POST.get("lista", "")
    return redirect(f"{reverse('backoffice:asked-list', args=[session.code])}{'?' if query else ''}{query}")
