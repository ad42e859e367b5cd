"""Uploading a filled form: first what it would change is shown, then what was ticked is taken over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from atlas.accounts.requests import must_not_hurry
from atlas.cards import access
from atlas.cards.files import read_card_file
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import EDITABLE, Channel
from atlas.cards.selectors import contents_of, form_for
from atlas.cards.services.saving import save_lines
from atlas.cards.services.uploads import forget_upload, keep_upload, kept_upload
from atlas.cards.uploaded import chosen_lines
from atlas.kernel import clock
from atlas.kernel.errors import BadInput, DomainError
from atlas.sheets.guard import LIMITS
from atlas.workspace.card_page import reader_language, said_of, texts_by_line
from atlas.workspace.upload_page import Mistake, UploadPage

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.models import Card
    from atlas.sheets.upload import Upload


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: ActorRequest, card_id: int) -> HttpResponse:
    """Ask for a file; show what an uploaded one would change."""
    found = access.get_card(request.actor, card_id)
    access.must_edit(request.actor, found)
    if request.method != "POST":
        return _ask(request, found)
    must_not_hurry(request, action="upload-card", most=30, seconds=600)
    try:
        key = _kept(request, found)
        content = _read(request, found, key=key)
    except DomainError as error:
        return _ask(request, found, refused=error)
    return _show(request, _Opened(found, key, content))


@require_POST
@login_required
def take_over(request: ActorRequest, card_id: int) -> HttpResponse:
    """Take the ticked lines of an uploaded file over, or throw it away."""
    found, key = access.get_card(request.actor, card_id), request.POST.get("key", "")
    access.must_edit(request.actor, found)
    must_not_hurry(request, action="take-over-card", most=60, seconds=600)
    if "cancel" in request.POST:
        forget_upload(found, key, actor=request.actor)
        messages.success(request, gettext("Nothing was changed. The uploaded file was thrown away."))
        return redirect("workspace:card", card_id)
    try:
        content = _read(request, found, key=key)
    except DomainError as error:
        return _ask(request, found, refused=error)
    return _take(request, _Opened(found, key, content))


@dataclass(frozen=True)
class _Opened:
    """A card with an uploaded file of it, kept under a key."""

    card: Card
    key: str
    upload: Upload


def _kept(request: ActorRequest, found: Card) -> str:
    file = request.FILES.get("file")
    if getattr(request, "upload_stopped", False):
        raise DomainError("sheet-too-large", most_mb=LIMITS.file_bytes // 1024**2)
    if file is None:
        raise DomainError("upload-missing")
    return keep_upload(found, file.chunks(), size=file.size or 0, actor=request.actor)


def _read(request: ActorRequest, found: Card, *, key: str) -> Upload:
    """Read a kept file; one that is no form of this card is thrown away.

    Raises:
        BadInput: The reasons why it is none.
        DomainError: 'upload-gone'.
    """
    path = kept_upload(found, key, actor=request.actor)
    content = read_card_file(found, path, language=reader_language())
    if not content.cells:
        forget_upload(found, key, actor=request.actor)
        raise BadInput(content.problems)
    return content


def _ask(request: ActorRequest, found: Card, *, refused: DomainError | None = None) -> HttpResponse:
    facts = {
        "card": found,
        "can_be_typed": found.state in EDITABLE,
        "mistakes": [Mistake.of(one) for one in refused.problems] if refused else [],
        "most_mb": LIMITS.file_bytes // 1024**2,
    }
    return render(request, "workspace/card/upload.html", facts, status=409 if refused else 200)


def _page(opened: _Opened, *, conflicts: frozenset[str] = frozenset()) -> UploadPage:
    places = TerritoryPlaces(on=clock.day_of(clock.now()))
    return UploadPage(form_for(opened.card), contents_of(opened.card), opened.upload, places, conflicts)


def _show(
    request: ActorRequest, opened: _Opened, *, conflicts: frozenset[str] = frozenset(), refused: str = ""
) -> HttpResponse:  # fmt: skip
    facts = _page(opened, conflicts=conflicts).facts()
    if not facts["lines"]:
        forget_upload(opened.card, opened.key, actor=request.actor)
    facts |= {"card": opened.card, "key": opened.key, "refused": refused}
    return render(request, "workspace/card/upload_differences.html", facts, status=409 if refused else 200)


def _take(request: ActorRequest, opened: _Opened) -> HttpResponse:
    page, card = _page(opened), opened.card
    seen = texts_by_line(request.POST.get("seen", ""))
    typed = chosen_lines(
        page.form, request.POST.getlist("line"), seen=seen, after=page.offer().contents, places=page.places
    )
    try:
        saved = save_lines(card, typed, actor=request.actor, channel=Channel.XLSX)
    except DomainError as error:
        return _show(request, opened, refused=said_of(error))
    _say_taken(request, len(typed) - len(saved.conflicts), conflicts=len(saved.conflicts))
    if saved.conflicts:
        return _show(request, _Opened(saved.card, opened.key, opened.upload), conflicts=frozenset(saved.conflicts))
    forget_upload(card, opened.key, actor=request.actor)
    return redirect("workspace:check-card", card.pk)


def _say_taken(request: ActorRequest, count: int, *, conflicts: int) -> None:
    if not count + conflicts:
        messages.warning(request, gettext("No line was ticked, so nothing was changed."))
    elif count:
        said = ngettext(
            "%(count)s line was taken over from the file.", "%(count)s lines were taken over from the file.", count
        )
        messages.success(request, said % {"count": count})
