"""Entering a card on a participant's behalf: opening it, what it is entered from, leaving it. The form is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.accounts.requests import must_not_hurry
from atlas.accounts.selectors import names_of
from atlas.backoffice.access import get_card_in, get_invitation, get_session
from atlas.backoffice.forms.helping import EnterForm, SourceForm
from atlas.cards.access import get_source, is_entered_by
from atlas.cards.rules import CardKind, Channel
from atlas.cards.selectors import entry_of, sources_of
from atlas.cards.services.entries import Opening, enter_on_behalf, leave_entry
from atlas.cards.services.sources import Sources, attach, remove_source
from atlas.cards.services.starting import card_asked_for
from atlas.cards.source_files import LARGEST, content_of
from atlas.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.models import Card
    from atlas.monitoring.models import Invitation, Session


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter(request: ActorRequest, session_code: str, *, asked_id: int) -> HttpResponse:
    """Open the card of an invitation to enter it for its participant."""
    session = get_session(request.actor, session_code)
    asked = get_invitation(request.actor, session, asked_id=asked_id)
    return _enter(request, session, asked=asked, kind=CardKind(asked.card_kind))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter_statistics(request: ActorRequest, session_code: str, *, asked_id: int) -> HttpResponse:
    """Open the statistics of an invitation's gmina to enter them for its institution."""
    session = get_session(request.actor, session_code)
    asked = get_invitation(request.actor, session, asked_id=asked_id)
    if asked.card_kind != CardKind.IZUS:
        raise NotFound("asked-not-found", session=session_code)
    return _enter(request, session, asked=asked, kind=CardKind.STATISTICS)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entered(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Show what a card is entered from; attach more."""
    session = get_session(request.actor, session_code)
    card = get_card_in(request.actor, session, card_id=card_id)
    form = SourceForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _entered_page(request, card, form=form)
    must_not_hurry(request, action="attach-source", most=60, seconds=600)
    try:
        attach(card, _sources(request, form=form), actor=request.actor)
    except DomainError as error:
        return _entered_page(request, card, form=form, refused=error)
    messages.success(request, gettext("The document is attached."))
    return redirect("backoffice:entered-card", session_code, card_id)


@require_POST
@login_required
def leave(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """End one's entry; what was typed stays in the draft."""
    session = get_session(request.actor, session_code)
    leave_entry(get_card_in(request.actor, session, card_id=card_id), actor=request.actor)
    messages.success(request, gettext("You no longer enter this card. What was typed stays in its draft."))
    return redirect("backoffice:help", session_code)


@require_safe
@login_required
def source(request: ActorRequest, session_code: str, *, card_id: int, document_id: int) -> HttpResponse:
    """Hand out a source document, always to be saved and never shown by the browser."""
    session = get_session(request.actor, session_code)
    card = get_card_in(request.actor, session, card_id=card_id)
    document = get_source(request.actor, card, document_id=document_id)
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=document.name) or ""}
    return HttpResponse(content_of(document), content_type=document.kind, headers=headers)


@require_POST
@login_required
def remove(request: ActorRequest, session_code: str, *, card_id: int, document_id: int) -> HttpResponse:
    """Throw away a document that was attached by mistake."""
    session = get_session(request.actor, session_code)
    card = get_card_in(request.actor, session, card_id=card_id)
    remove_source(card, get_source(request.actor, card, document_id=document_id), actor=request.actor)
    messages.success(request, gettext("The document was thrown away."))
    return redirect("backoffice:entered-card", session_code, card_id)


def _enter(request: ActorRequest, session: Session, *, asked: Invitation, kind: CardKind) -> HttpResponse:
    form = EnterForm(request.POST or None, request.FILES or None, initial={"channel": request.GET.get("kanal", "")})
    facts = {
        "session": session, "here": "help", "asked": asked, "kind": kind, "form": form,
        "card": card_asked_for(asked, kind=kind),
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return render(request, "backoffice/enter.html", facts)
    must_not_hurry(request, action="attach-source", most=60, seconds=600)
    opening = Opening(Channel(form.cleaned_data["channel"]), form.cleaned_data["reason"])
    try:
        sources = _sources(request, form=form)
        card = enter_on_behalf(asked, opening, kind=kind, sources=sources, actor=request.actor)
    except DomainError as error:
        return render(request, "backoffice/enter.html", facts | {"refused": error.problems}, status=409)
    return redirect("workspace:card", card.pk)


def _sources(request: ActorRequest, *, form: SourceForm) -> Sources:
    """Return the file and the note that were sent.

    Raises:
        DomainError: 'source-too-large' where the file's upload was stopped.
    """
    file, note = _file(request), form.cleaned_data.get("note", "") if form.is_valid() else ""
    return Sources(note=note) if file is None else Sources(_content(file), file.name or "", note)


def _file(request: ActorRequest) -> UploadedFile[bytes] | None:
    if getattr(request, "upload_stopped", False):
        raise DomainError("source-too-large", most_mb=LARGEST // 1024**2)
    return request.FILES.get("file")


def _content(file: UploadedFile[bytes]) -> bytes:
    file.seek(0)
    return file.read(LARGEST + 1)


def _entered_page(
    request: ActorRequest, card: Card, *, form: SourceForm, refused: DomainError | None = None
) -> HttpResponse:  # fmt: skip
    entry = entry_of(card)
    facts = {
        "session": card.session, "here": "help", "card": card, "form": form, "entry": entry,
        "entered_by": names_of([entry.opened_by]).get(entry.opened_by) if entry else None,
        "is_mine": is_entered_by(request.actor, card), "sources": sources_of(card),
        "refused": refused.problems if refused else (),
    }  # fmt: skip
    return render(request, "backoffice/entered.html", facts, status=409 if refused else 200)
