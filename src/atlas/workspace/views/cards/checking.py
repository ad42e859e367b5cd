"""Checking a card before it is submitted, the whole of it on one page, and submitting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from atlas.cards import access
from atlas.cards.contents import Words, counted
from atlas.cards.judging import is_explained, verdict_of
from atlas.cards.rules import EDITABLE
from atlas.cards.selectors import contents_of, extension_of
from atlas.cards.services.saving import save_explanations
from atlas.cards.services.submitting import submit_card
from atlas.fieldwork.selectors import obstacles_shown
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.workspace.asked import asked_rows
from atlas.workspace.card_page import not_taken, reader_language, said_of, small_number, spoken
from atlas.workspace.card_reading import read_card
from atlas.workspace.selectors import card_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.judging import Remark
    from atlas.cards.models import Card
    from atlas.workspace.card_page import CardPage

_PREFIX, _SHOWN = "explain.", "explained."


@dataclass(frozen=True)
class Asked:
    """A warning with the field for a word about it, or an error with the way to its line."""

    line: str
    dom: str
    section: str
    number: str
    label: str
    text: str
    explanation: str
    is_open: bool


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: ActorRequest, card_id: int) -> HttpResponse:
    """Show the whole card with what is still to be mended or explained; submit it."""
    found = access.get_card(request.actor, card_id)
    if request.method != "POST":
        return _page(request, found)
    access.must_edit(request.actor, found)
    words = _words(request)
    if "save" in request.POST or not request.POST.get("statement"):
        return _without_statement(request, found, words)
    try:
        done = submit_card(
            found,
            key=_key(request),
            seen_version=small_number(request.POST.get("version", "")) or 0,
            explanations={code: one.now for code, one in words.items()},
            actor=request.actor,
        )
    except DomainError as error:
        return _refused(request, found, words, error=error)
    return redirect("workspace:receipt", card_id, done.pk)


def _refused(  # noqa: PLR0917
    request: ActorRequest, found: Card, words: dict[str, Words], *, error: DomainError
) -> HttpResponse:  # fmt: skip
    """Show the page again with the reason; the words about warnings are kept where the card can still be changed."""
    now = access.get_card(request.actor, found.pk)
    if now.state in EDITABLE:
        now = save_explanations(now, words, actor=request.actor)
    return _page(request, now, refused=said_of(error))


def _without_statement(request: ActorRequest, found: Card, words: dict[str, Words]) -> HttpResponse:  # noqa: PLR0917
    try:
        kept = save_explanations(found, words, actor=request.actor)
    except DomainError as error:
        return _page(request, access.get_card(request.actor, found.pk), refused=said_of(error))
    if "save" in request.POST:
        messages.success(request, gettext("Saved."))
    return _page(request, kept, without_statement="save" not in request.POST)


def _words(request: ActorRequest) -> dict[str, Words]:
    """Return the words about warnings that were sent, by line, as the page showed them and as they stand there now."""
    sent = ((name[len(_PREFIX) :], str(text)) for name, text in request.POST.items() if name.startswith(_PREFIX))
    return {code: Words(str(request.POST.get(f"{_SHOWN}{code}", "")), text) for code, text in sent}


def _page(
    request: ActorRequest, found: Card, *, refused: str = "", without_statement: bool = False
) -> HttpResponse:  # fmt: skip
    contents, today = contents_of(found), clock.day_of(clock.now())
    closed = not_taken(found, on=today)
    page = card_page(found, contents, today=today)
    explanations = contents.document.explanations
    verdict = verdict_of(page.remarks, explanations)
    facts = {
        "card": found,
        "steps": page.steps(),
        "sections": read_card(
            page.form,
            contents,
            places=page.places,
            language=reader_language(),
            with_contact=access.sees_contact(request.actor, found),
        ),
        "obstacles": obstacles_shown(found, user_id=request.actor.user_id),
        "errors": [_asked(one, page) for one in verdict.errors],
        "warnings": [_asked(one, page) for one in verdict.warnings],
        "open_warnings": len(verdict.open_warnings),
        "informations": [spoken(one).text for one in verdict.informations],
        "may_edit": found.state in EDITABLE and access.may_edit(request.actor, found),
        "may_withdraw": found.state == "submitted" and not closed and access.may_edit(request.actor, found),
        "key": uuid4(),
        "questions": asked_rows(page.asked, page),
        "refused": refused,
        "without_statement": without_statement,
        "not_taken": closed,
        "extension": extension_of(found) if request.actor.in_centre and found.extended_until else None,
        "unanswered": len(counted(page.form)) - contents.answered(page.form),
        "total": len(counted(page.form)),
    }
    return render(request, "workspace/card/check.html", facts, status=409 if refused else 200)


def _asked(remark: Remark, page: CardPage) -> Asked:
    line, explanations = page.form.lines.get(remark.line), page.contents.document.explanations
    view = page.line(line, heads=False) if line else None
    at = next((code for code in remark.explained_at if explanations.get(code)), remark.line)
    return Asked(
        line=at,
        dom=view.anchor if view else "",
        section=page.form.section_of[remark.line].id if line else "",
        number=view.number if view else "",
        label=view.label if view else "",
        text=spoken(remark).text,
        explanation=explanations.get(at, ""),
        is_open=not is_explained(remark, explanations),
    )


def _key(request: ActorRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise DomainError("card-changed-meanwhile") from None
