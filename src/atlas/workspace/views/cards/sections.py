"""The card's form, one section at a time: shown, saved as one types or by a button; starting a card."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.cards import access
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import EDITABLE
from atlas.cards.selectors import contents_of, form_for
from atlas.cards.services.returning import answer_questions
from atlas.cards.services.saving import Saved, fill_zeros, save_lines
from atlas.cards.services.starting import start_card, start_statistics
from atlas.fieldwork.selectors import obstacles_shown
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.access import get_invitation
from atlas.workspace.asked import answers_in
from atlas.workspace.card_page import (
    not_taken,
    said_of,
    section_title,
    short_title,
    small_number,
    typed_contents,
    typed_in,
)
from atlas.workspace.selectors import card_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.contents import Contents, Typed, Words
    from atlas.cards.form_lines import FormSection
    from atlas.cards.models import Card

_SUGGESTED = 12


@require_POST
@login_required
def start(request: ActorRequest, asked_id: int) -> HttpResponse:
    """Start the card that an invitation asks for, empty or from another gmina's card."""
    invitation = get_invitation(request.actor, asked_id)
    source = request.POST.get("copy_of", "")
    copied = small_number(source)
    copy_of = None if copied is None else access.get_card(request.actor, copied)
    card = start_card(invitation, actor=request.actor, copy_of=copy_of)
    if copy_of is not None:
        said = gettext("Parts I and III were taken from the card for the gmina %(gmina)s. Check them.")
        messages.success(request, said % {"gmina": copy_of.scope.name})
    return redirect("workspace:card", card.pk)


@require_POST
@login_required
def start_gmina_statistics(request: ActorRequest, asked_id: int) -> HttpResponse:
    """Start the statistics of the gmina of an invitation."""
    card = start_statistics(get_invitation(request.actor, asked_id), actor=request.actor)
    return redirect("workspace:card", card.pk)


@require_safe
@login_required
def card(request: ActorRequest, card_id: int) -> HttpResponse:
    """Go on where something is still to be answered; a card that is with the Centre is shown whole."""
    found = access.get_card(request.actor, card_id)
    if not _can_be_typed(request, found):
        return redirect("workspace:check-card", card_id)
    contents = contents_of(found)
    sections = form_for(found).sections
    unfinished = (
        one for one in sections if not all(contents.has_answer(line) for line in one.lines if not line.columns)
    )
    return redirect("workspace:card-section", card_id, next(unfinished, sections[0]).id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: ActorRequest, card_id: int, *, section: str) -> HttpResponse:
    """Show a section; save what was typed in it."""
    found = access.get_card(request.actor, card_id)
    opened = next((one for one in form_for(found).sections if one.id == section), None)
    if opened is None:
        raise Http404
    if request.method == "POST":
        return _save(request, found, opened=opened)
    if not _can_be_typed(request, found):
        return redirect("workspace:check-card", card_id)
    return _section_page(request, _Opened(found, opened, contents_of(found)))


@require_safe
@login_required
def places(request: ActorRequest) -> HttpResponse:
    """Suggest gminas whose name begins with what was typed, as options of the field's list."""
    typed = next((str(value) for name, value in request.GET.items() if name.endswith(".value")), "")
    found = TerritoryPlaces(on=clock.day_of(clock.now())).beginning(typed, most=_SUGGESTED)
    return render(request, "workspace/card/places.html", {"places": found})


@dataclass(frozen=True)
class _Opened:
    """A card with the section that is looked at, what came of a save, and answers to questions as they were sent."""

    card: Card
    section: FormSection
    contents: Contents
    saved: Saved | None = None
    sent: Mapping[int, Words] = field(default_factory=dict)


def _can_be_typed(request: ActorRequest, found: Card) -> bool:
    return found.state in EDITABLE and access.may_edit(request.actor, found)


def _save(request: ActorRequest, found: Card, *, opened: FormSection) -> HttpResponse:
    access.must_edit(request.actor, found)
    typed, by_htmx = typed_in(request.POST, opened), "HX-Request" in request.headers
    sent = answers_in(request.POST)
    try:
        if sent:
            answer_questions(found, sent, actor=request.actor)
        saved = save_lines(found, typed, actor=request.actor)
    except DomainError as error:
        if by_htmx:
            raise
        return _not_saved(request, _Opened(found, opened, contents_of(found), sent=sent), typed=typed, error=error)
    view = _Opened(saved.card, opened, saved.contents, saved, sent)
    kept = {code: typed[code].seen for code in saved.conflicts}
    if by_htmx:
        return _fragments(request, view, kept=kept)
    if kept:
        return _section_page(request, view, kept=kept)
    if "zeros" in request.POST:
        return _zeros(request, saved.card, opened=opened)
    unread = any(line.code in saved.contents.document.unread for line in opened.lines)
    if unread or {"stay", "keep", "take"} & set(request.POST):
        not_all = gettext("Saved, but not everything could be read. Correct what is named below to go on.")
        messages.success(request, not_all if unread else gettext("Saved."))
        return redirect("workspace:card-section", found.pk, opened.id)
    return _next_section(found, opened)


def _zeros(request: ActorRequest, found: Card, *, opened: FormSection) -> HttpResponse:
    """Write zeros into the empty numbers of a section, because somebody says that they are zeros."""
    _, count = fill_zeros(found, section=opened.id, actor=request.actor)
    said = ngettext("%(count)s empty field is 0 now.", "%(count)s empty fields are 0 now.", count)
    nothing = gettext("There is no empty number in this part. Nothing was changed.")
    messages.success(request, said % {"count": count} if count else nothing)
    return redirect("workspace:card-section", found.pk, opened.id)


def _not_saved(
    request: ActorRequest, view: _Opened, *, typed: Mapping[str, Typed], error: DomainError
) -> HttpResponse:  # fmt: skip
    """Show what somebody typed, with the reason why it was not saved."""
    contents = typed_contents(view.contents, view.section, typed=typed)
    kept = {code: one.seen for code, one in typed.items()}  # what was not saved is still to be saved
    facts = _facts(replace(view, contents=contents), kept=kept) | {"refused": said_of(error)}
    return render(request, "workspace/card/section.html", facts, status=409)


def _next_section(found: Card, opened: FormSection) -> HttpResponse:
    ids = [one.id for one in form_for(found).sections]
    following = ids[ids.index(opened.id) + 1 :]
    if not following:
        return redirect("workspace:check-card", found.pk)
    return redirect("workspace:card-section", found.pk, following[0])


def _section_page(
    request: ActorRequest, view: _Opened, *, kept: Mapping[str, Mapping[str, str]] | None = None
) -> HttpResponse:  # fmt: skip
    facts = _facts(view, kept=kept) | {"obstacles": obstacles_shown(view.card, user_id=request.actor.user_id)}
    return render(request, "workspace/card/section.html", facts)


def _fragments(request: ActorRequest, view: _Opened, *, kept: Mapping[str, Mapping[str, str]]) -> HttpResponse:
    """Return the parts of the page that a save changes, for HTMX to put in their places."""
    facts = _facts(view, kept=kept) | {"renewed": view.saved.others if view.saved else ()}
    answer = render(request, "workspace/card/saved.html", facts)
    answer["X-Saved"] = "1"
    return answer


def _facts(view: _Opened, *, kept: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, object]:
    found, now = view.card, clock.now()
    today = clock.day_of(now)
    page = card_page(found, view.contents, today=today, sent=view.sent)
    lines = page.lines(view.section, conflicts=view.saved.conflicts if view.saved else {})
    return {
        "card": found,
        "section": view.section,
        "title": short_title(view.section),
        "note": section_title(view.section.note) if view.section.note else "",
        "steps": page.steps(opened=view.section.id),
        "lines": lines,
        "has_mistakes": any(line.errors for line in lines),
        "seen": page.seen(view.section, kept=kept),
        "saved_at": found.changed_at,
        "has_numbers": any(line.is_number for line in view.section.lines),
        "not_taken": not_taken(found, on=today),
    }
