"""The texts of a session's letters: writing one, a preview with a participant's values, a trial letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.forms.letters import LetterTextForm, refuse
from atlas.backoffice.letter_places import letter_place
from atlas.backoffice.letter_rows import text_row
from atlas.fieldwork.access import first_invited, get_invited
from atlas.fieldwork.announcing.defaults import default_words
from atlas.fieldwork.announcing.fields import FIELDS
from atlas.fieldwork.announcing.missing import cards_in_words, missing_cards
from atlas.fieldwork.announcing.wording import letters_of
from atlas.fieldwork.models import LetterText
from atlas.fieldwork.rules import Purpose
from atlas.fieldwork.services.announcements import send_trial_letter, write_text
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.backoffice.letter_places import LetterPlace
    from atlas.fieldwork.announcing.defaults import Words
    from atlas.fieldwork.announcing.recipients import Invited
    from atlas.monitoring.models import Session

HERE = "announcement"
ANEW = "domyslna"
"""In the address: begin with the default text. Nothing changes before it is saved."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: ActorRequest, session_code: str, *, letter: str, kind: str, language: str) -> HttpResponse:
    """Show a text with its fields, the kept or the default one, and keep what was written."""
    session = get_session(request.actor, session_code)
    place = letter_place(letter, kind, language, session_code=session_code)
    form = LetterTextForm(request.POST or None, initial=_shown(session, place, anew=ANEW in request.GET))
    if request.method == "POST" and form.is_valid() and _kept(request, form, session=session, place=place):
        messages.success(request, gettext("The text is saved. This is how the letter looks."))
        return redirect("backoffice:letter-preview", session.code, *place.arguments)
    context = _context(session, place) | {"form": form, "fields": FIELDS[place.purpose], "anew": f"?{ANEW}"}
    return render(request, "backoffice/letter_text.html", context)


@require_safe
@login_required
def preview(request: ActorRequest, session_code: str, *, letter: str, kind: str, language: str) -> HttpResponse:
    """Show a letter as a real invited participant gets it: the first one, or the one of a code."""
    session = get_session(request.actor, session_code)
    place = letter_place(letter, kind, language, session_code=session_code)
    code = request.GET.get("uczestnik", "").strip()
    invited = first_invited(session, kind=place.kind, code=code)
    context = _context(session, place) | {"code": code, "invited": invited}
    if invited is not None:
        context |= {"words": _filled(session, invited, place=place)}
    return render(request, "backoffice/letter_preview.html", context)


@require_POST
@login_required
def trial(request: ActorRequest, session_code: str, *, letter: str, kind: str, language: str) -> HttpResponse:
    """Send one such letter to oneself."""
    session = get_session(request.actor, session_code)
    place = letter_place(letter, kind, language, session_code=session_code)
    invited = get_invited(session, request.POST.get("uczestnik", ""), kind=place.kind)
    words = _filled(session, invited, place=place)
    send_trial_letter(session, words, about=invited.participant, purpose=place.purpose, actor=request.actor)
    messages.success(request, gettext("The trial letter is on its way to your address."))
    return redirect("backoffice:letter-preview", session.code, *place.arguments)


def _context(session: Session, place: LetterPlace) -> dict[str, Any]:
    return {"session": session, "here": HERE, "text": text_row(session, place), "place": place}


def _shown(session: Session, place: LetterPlace, *, anew: bool) -> dict[str, object]:
    words = letters_of(session, place.purpose).words[place.kind, place.language]
    if anew:
        words = default_words(place.purpose, kind=place.kind, language=place.language)
    key = {"purpose": place.purpose, "kind": place.kind, "language": place.language}
    version = LetterText.objects.filter(session=session, **key).values_list("version", flat=True).first()
    return {"subject": words.subject, "body": words.body, "seen": version or 0}


def _kept(request: ActorRequest, form: LetterTextForm, *, session: Session, place: LetterPlace) -> bool:
    """Keep what was written, or say in the form why not."""
    try:
        write_text(
            session, form.words(), purpose=place.purpose, kind=place.kind, language=place.language,
            seen=form.cleaned_data["seen"] or 0, actor=request.actor,
        )  # fmt: skip
    except DomainError as error:
        refuse(form, error, field=None)
        return False
    return True


def _filled(session: Session, invited: Invited, *, place: LetterPlace) -> Words:
    """Return a letter about a participant; a reminder names the cards that it has not filed, whatever the day is."""
    cards = ""
    if place.purpose == Purpose.REMINDER:
        missing = missing_cards(session, [invited], on=session.opens_on)
        cards = cards_in_words(missing.get(invited.participant.pk, []), language=place.language)
    return letters_of(session, place.purpose).to(invited, language=place.language, cards=cards)
