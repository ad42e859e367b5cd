"""Who got a session's letters and who could not be reached: the lists, and the same as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.forms.letters import STATE_NAMES, LetterFilter
from atlas.backoffice.letter_places import PURPOSE_NAMES
from atlas.documents.csv_tables import CSV, csv_table
from atlas.fieldwork.announcing.recipients import without_address
from atlas.fieldwork.announcing.sent import letters_listed
from atlas.fieldwork.rules import LetterState, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from atlas.accounts.requests import ActorRequest
    from atlas.fieldwork.models import Dispatch
    from atlas.monitoring.models import Session

A_PAGE = 50
HERE = "announcement"
_AT_A_TIME = 2000


@require_safe
@login_required
def letters(request: ActorRequest, session_code: str) -> HttpResponse:
    """List a session's letters, newest first, page by page."""
    session, form = get_session(request.actor, session_code), LetterFilter(request.GET)
    query = request.GET.copy()
    number = query.pop("strona", [""])[-1]
    page = Paginator(_listed(session, form), A_PAGE).get_page(number)
    rows = [(one, *_words(one)) for one in page]
    context = {"session": session, "here": HERE, "form": form, "page": page, "rows": rows, "query": query.urlencode()}
    return render(request, "backoffice/letters.html", context)


@require_safe
@login_required
def letters_csv(request: ActorRequest, session_code: str) -> HttpResponse:
    """Hand out the same list, whole, as CSV."""
    session = get_session(request.actor, session_code)
    found = _listed(session, LetterFilter(request.GET)).iterator(chunk_size=_AT_A_TIME)
    head = [
        gettext("Participant"), gettext("Name"), gettext("E-mail address"), gettext("Letter"), gettext("State"),
        gettext("Written on"), gettext("Sent on"), gettext("Attempts"), gettext("Next try"), gettext("Reason"),
    ]  # fmt: skip
    return csv_answer(head, _cells(found), name=f"listy-{slugify(session.code)}")


@require_safe
@login_required
def without(request: ActorRequest, session_code: str) -> HttpResponse:
    """List invited participants that no letter can reach, page by page."""
    session = get_session(request.actor, session_code)
    page = Paginator(without_address(session), A_PAGE).get_page(request.GET.get("strona"))
    return render(request, "backoffice/without_address.html", {"session": session, "here": HERE, "page": page})


def csv_answer(head: list[str], rows: Iterable[list[object]], *, name: str) -> HttpResponse:
    """Hand out a table as a CSV file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(csv_table(head, rows), content_type=CSV, headers=headers)


def _listed(session: Session, form: LetterFilter) -> QuerySet[Dispatch]:
    purpose, state, text = form.chosen()
    return letters_listed(session, purpose=purpose, state=state, text=text)


def _words(one: Dispatch) -> tuple[str, str]:
    """Return what a letter is for and how far it is, in words; '' for one that is gone from the outbox."""
    state: str = one.state  # type: ignore[attr-defined]  # annotated
    return gettext(PURPOSE_NAMES[Purpose(one.purpose)]), str(STATE_NAMES[LetterState(state)]) if state else ""


def _cells(found: Iterable[Dispatch]) -> Iterator[list[object]]:
    for one in found:
        letter, (purpose, state) = one.message, _words(one)
        yield [
            one.participant.code, one.participant.name, letter.recipient if letter else "", purpose, state,
            _moment(one.queued_at), _moment(letter and letter.sent_at), letter.attempts if letter else None,
            _moment(letter and letter.next_try_at), letter.last_error if letter else "",
        ]  # fmt: skip


def _moment(moment: datetime | None) -> str:
    """Return a moment by Warsaw's clock as a spreadsheet program reads it; '' for none."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
