"""One card before its verifier: taking it, reading it with its flags, deciding about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from atlas.accounts.selectors import names_of
from atlas.backoffice.access import get_session_card
from atlas.backoffice.review_page import ReviewPage
from atlas.cards import access
from atlas.cards.contents import Contents
from atlas.cards.places import TerritoryPlaces
from atlas.cards.review_rows import flags_of, next_waiting, questions_of
from atlas.cards.rules import CardState, is_held_by_other
from atlas.cards.selectors import contents_of, form_for, instruments_of, last_accepted, submitted_document
from atlas.cards.services.looking import look_through, reopen_flag, settle_flag
from atlas.cards.services.returning import return_card
from atlas.cards.services.reviewing import leave_review, take_review
from atlas.cards.services.verifying import accept_card, set_aside
from atlas.kernel import clock
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.cards.models import Card, Review
    from atlas.monitoring.models import Session

_PREFIX = "question."


@require_safe
@login_required
def review(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Show a card that the Centre has; opening a submitted one takes it, unless another verifier has it."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    if card.filed is None:
        return redirect("workspace:check-card", card.pk)
    if card.state == CardState.SUBMITTED:
        look_through([card], session=session)
    return _page(request, card, session=session)


@require_POST
@login_required
def hold(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Renew the lease, asked by HTMX while the page is open; say who has the card."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    facts = {"session": session, "card": card} | _lease(request, card)
    return render(request, "backoffice/review_lease.html", facts)


@require_POST
@login_required
def take_over(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Take a card that another verifier has, knowingly."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    take_review(card, actor=request.actor, over=True)
    return redirect("backoffice:review", session.code, card.pk)


@require_POST
@login_required
def leave(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Let a card go and return to the queue."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    leave_review(card, actor=request.actor)
    return redirect("backoffice:verification", session.code)


@require_POST
@login_required
def accept(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Accept a card, unless questions were typed: nobody would read them."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    if questions := _questions(request):
        return _page(request, card, session=session, refused=DomainError("questions-not-sent"), typed=questions)
    try:
        accept_card(card, seen_version=_seen(request), actor=request.actor)
    except DomainError as error:
        return _page(request, card, session=session, refused=error)
    return _on(request, session, said=gettext("Card %(receipt)s was accepted.") % _named(card))


@require_POST
@login_required
def send_back(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Return a card with the questions that stand at its items."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    questions = _questions(request)
    try:
        return_card(card, questions=questions, seen_version=_seen(request), actor=request.actor)
    except DomainError as error:
        return _page(request, card, session=session, refused=error, typed=questions)
    count = sum(bool(text.strip()) for text in questions.values())
    said = ngettext(
        "Card %(receipt)s was returned with %(count)s question.",
        "Card %(receipt)s was returned with %(count)s questions.",
        count,
    )
    return _on(request, session, said=said % (_named(card) | {"count": count}))


@require_POST
@login_required
def put_aside(request: ActorRequest, session_code: str, *, card_id: int) -> HttpResponse:
    """Keep a card out of the package, for a reason."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    reason = request.POST.get("reason", "")
    try:
        set_aside(card, reason=reason, seen_version=_seen(request), actor=request.actor)
    except DomainError as error:
        return _page(request, card, session=session, refused=error, reason=reason)
    said = gettext("Card %(receipt)s was set aside: it stays out of the session's package.")
    return _on(request, session, said=said % _named(card))


@require_POST
@login_required
def settle(request: ActorRequest, session_code: str, *, card_id: int, flag_id: int) -> HttpResponse:
    """Mark a flag as looked at and fine, or take that back."""
    session, card = get_session_card(request.actor, session_code, card_id=card_id)
    if "open" in request.POST:
        reopen_flag(card, flag_id, actor=request.actor)
    else:
        settle_flag(card, flag_id, note=request.POST.get("note", ""), actor=request.actor)
    answer = redirect("backoffice:review", session.code, card.pk)
    answer["Location"] += "#flags"
    return answer


def _on(request: ActorRequest, session: Session, *, said: str) -> HttpResponse:
    """Go on to the next card that waits and nobody else has open, or to the queue."""
    messages.success(request, said)
    found = next_waiting(session, me=request.actor.user_id, at=clock.now())
    if found is None or "queue" in request.POST:
        return redirect("backoffice:verification", session.code)
    return redirect("backoffice:review", session.code, found)


def _named(card: Card) -> dict[str, Any]:
    """Return what tells a card from the next one, which opens at once."""
    return {"receipt": card.filed.receipt if card.filed else ""}


def _page(
    request: ActorRequest, card: Card, *, session: Session, refused: DomainError | None = None,
    typed: Mapping[str, str] | None = None, reason: str = "",
) -> HttpResponse:  # fmt: skip
    now = access.get_card(request.actor, card.pk) if refused else card
    if now.filed is None:  # its people withdrew it meanwhile
        messages.warning(request, gettext("The card was withdrawn by its participant, so nothing was decided."))
        return redirect("backoffice:verification", session.code)
    lease, contents = _lease(request, now), _contents(request, now, typed=typed or {})
    facts = {
        "session": session,
        "here": "verification",
        "card": now,
        "seen": now.version,
        "refused": refused.problems if refused else (),
        "reason": reason,
        "may_decide": now.state == CardState.SUBMITTED and not lease["is_others"],
        "may_put_aside": now.state in {CardState.SUBMITTED, CardState.RETURNED} and not lease["is_others"],
        **lease,
        **contents,
        "unsent": [row for section in contents["sections"] for row in section.rows if row.typed],
    }
    return render(request, "backoffice/review.html", facts, status=409 if refused else 200)


def _contents(request: ActorRequest, card: Card, *, typed: Mapping[str, str]) -> dict[str, Any]:
    page = ReviewPage(
        card=card,
        form=form_for(card),
        definitions=instruments_of(card.session.instruments).definitions,
        contents=_as_submitted(card),
        previous=last_accepted(card),
        places=TerritoryPlaces(on=clock.day_of(clock.now())),
    )
    flags, questions = list(flags_of(card)), list(questions_of(card))
    names = names_of([*(one.settled_by for one in flags), *(one.asked_by for one in questions)])
    rows = page.flags(flags, names=names)
    is_open = {one.item for one in flags if not one.settled_at and not one.is_notice}
    return {
        "flags": rows,
        "open_flags": sum(not row.flag.settled_at and not row.flag.is_notice for row in rows),
        "questions": page.questions(questions),
        "has_previous": page.previous is not None,
        "sections": page.sections(
            flagged=is_open, typed=typed, with_contact=access.sees_contact(request.actor, card)
        ),
    }  # fmt: skip


def _as_submitted(card: Card) -> Contents:
    """Return what the Centre was given: a card that is being corrected as it was submitted."""
    contents = contents_of(card)
    if card.state != CardState.RETURNED or card.filed is None:
        return contents
    return Contents(submitted_document(card, card.filed), contents.contact)


def _lease(request: ActorRequest, card: Card) -> dict[str, Any]:
    """Take a submitted card for who looks at it, unless another has it; return who has it."""
    if card.state != CardState.SUBMITTED:
        return {"is_others": False, "is_mine": False}
    held: Review = take_review(card, actor=request.actor)
    me = request.actor.user_id
    is_others = is_held_by_other(held.holder, held.held_until, me=me, at=clock.now())
    name = names_of([held.holder]).get(held.holder or 0, "") if is_others else ""
    return {"is_others": is_others, "is_mine": not is_others, "holder": name, "review": held}


def _seen(request: ActorRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def _questions(request: ActorRequest) -> dict[str, str]:
    sent = ((name[len(_PREFIX) :], str(text)) for name, text in request.POST.items() if name.startswith(_PREFIX))
    return {code: text for code, text in sent if text.strip()}


_DIGITS = 9
