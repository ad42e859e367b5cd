"""A session's participants for whom the Centre does something: the list, and more time for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from atlas.backoffice.access import get_invitation, get_session, invitations_in
from atlas.backoffice.forms.helping import ExtensionForm
from atlas.backoffice.help_rows import LISTS, asked_for, help_rows
from atlas.cards.services import extending
from atlas.fieldwork.selectors import open_obstacles
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest

A_PAGE = 25
_LONGEST_SEARCH = 100


@require_safe
@login_required
def participants(request: ActorRequest, session_code: str) -> HttpResponse:
    """List whom a session asks, to find the one to help."""
    session = get_session(request.actor, session_code)
    text, only = request.GET.get("q", "").strip()[:_LONGEST_SEARCH], request.GET.get("tylko", "")
    only = only if only in LISTS else ""
    found = asked_for(invitations_in(request.actor, session), text=text, only=only)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("strona"))
    facts = {
        "session": session, "here": "help", "page": page, "rows": help_rows(session, page), "text": text, "only": only,
        "query": urlencode({"q": text, "tylko": only}), "open_obstacles": open_obstacles(session).count(),
    }  # fmt: skip
    return render(request, "backoffice/help.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend(request: ActorRequest, session_code: str, *, asked_id: int) -> HttpResponse:
    """Give one participant more time for one card."""
    session = get_session(request.actor, session_code)
    asked = get_invitation(request.actor, session, asked_id=asked_id)
    given = getattr(asked, "extension", None)
    form = ExtensionForm(request.POST or None, initial={"until": given.until, "reason": given.reason} if given else {})
    facts = {"session": session, "here": "help", "asked": asked, "given": given, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "backoffice/extend.html", facts)
    try:
        extending.extend(asked, **form.cleaned_data, actor=request.actor)
    except DomainError as error:
        return render(request, "backoffice/extend.html", facts | {"refused": error.problems}, status=409)
    messages.success(
        request,
        gettext("%(name)s has more time now. Whoever represents them gets a letter.")
        % {"name": asked.participant.name},
    )
    return redirect("backoffice:help", session_code)
