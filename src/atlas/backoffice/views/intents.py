"""Letters of intent: the register of institutions with what they answered, entering an answer, the letter as a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.forms.letters import STANDING_NAMES, AnswerForm, RegisterFilter, refuse
from atlas.backoffice.views.announcement import newest_row
from atlas.backoffice.views.letters import csv_answer
from atlas.fieldwork.access import get_invited
from atlas.fieldwork.announcing.intent_files import intent_file
from atlas.fieldwork.announcing.register import Standing, institutions, register_counts, register_rows
from atlas.fieldwork.rules import IntentAnswer
from atlas.fieldwork.services.intents import enter_answer, intents_key, send_letters_of_intent
from atlas.kernel.errors import DomainError
from atlas.kernel.language import as_language
from atlas.monitoring.rules import OVER
from atlas.registry.rules import ParticipantKind

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest
    from atlas.fieldwork.announcing.register import RegisterRow
    from atlas.monitoring.models import Session
    from atlas.registry.models import Participant

A_PAGE = 50
HERE = "letters-of-intent"
_ANSWERS = {**STANDING_NAMES, Standing.NOT_SENT: ""}
"""What an institution answered, in words; nothing where it was not asked."""


@require_safe
@login_required
def register(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show institutions, when they were asked and what they answered, page by page."""
    session, form = get_session(request.actor, session_code), RegisterFilter(request.GET)
    standing, text = form.chosen()
    query = request.GET.copy()
    number = query.pop("strona", [""])[-1]
    page = Paginator(institutions(session, standing=standing, text=text), A_PAGE).get_page(number)
    rows = [(one, _ANSWERS[one.standing]) for one in register_rows(session, list(page))]
    context = {"session": session, "here": HERE, "form": form, "page": page, "rows": rows, "query": query.urlencode()}
    context |= {"counts": register_counts(session), "row": newest_row(intents_key(session))}
    return render(request, "backoffice/letters_of_intent.html", context | {"is_over": session.state in OVER})


@require_POST
@login_required
def send(request: ActorRequest, session_code: str) -> HttpResponse:
    """Send the letters of intent to institutions that have not had one, and lead to the job's page."""
    session = get_session(request.actor, session_code)
    return redirect("backoffice:job", send_letters_of_intent(session, actor=request.actor).pk)


@require_safe
@login_required
def register_csv(request: ActorRequest, session_code: str) -> HttpResponse:
    """Hand out the same register, whole, as CSV."""
    session = get_session(request.actor, session_code)
    standing, text = RegisterFilter(request.GET).chosen()
    found = list(institutions(session, standing=standing, text=text))
    head = [
        gettext("Institution"), gettext("Name"), gettext("Gminas"), gettext("Day of the letter"), gettext("Answer"),
        gettext("Day of the answer"), gettext("Remarks"),
    ]  # fmt: skip
    rows = (
        [
            one.participant.code, one.participant.name, one.gminas, one.entry and one.entry.sent_on,
            _ANSWERS[one.standing], one.entry and one.entry.answered_on, one.entry.note if one.entry else "",
        ]
        for one in register_rows(session, found)
    )  # fmt: skip
    return csv_answer(head, rows, name=f"listy-intencyjne-{slugify(session.code)}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: ActorRequest, session_code: str, *, institution_code: str) -> HttpResponse:
    """Show what is known of an institution's answer, and enter it."""
    session = get_session(request.actor, session_code)
    invited = get_invited(session, institution_code, kind=ParticipantKind.IZUS)
    (row,) = register_rows(session, [invited.participant])
    form = AnswerForm(request.POST or None, initial=_known(row))
    if request.method == "POST" and form.is_valid() and _entered(request, form, session=session, about=row.participant):
        messages.success(request, gettext("The register is changed."))
        return redirect("backoffice:letters-of-intent", session.code)
    context = {"session": session, "here": HERE, "one": row, "form": form}
    return render(request, "backoffice/letter_of_intent.html", context)


@require_safe
@login_required
def pdf(request: ActorRequest, session_code: str, *, institution_code: str) -> HttpResponse:
    """Hand out an institution's letter of intent."""
    session = get_session(request.actor, session_code)
    invited = get_invited(session, institution_code, kind=ParticipantKind.IZUS)
    (row,) = register_rows(session, [invited.participant])
    sent_on = row.entry.sent_on if row.entry else None
    file = intent_file(session, invited, language=as_language(get_language()), sent_on=sent_on)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.kind, headers=headers)


def _known(row: RegisterRow) -> dict[str, object]:
    """Return what the form shows of an institution's entry."""
    entry = row.entry
    names = ("answer", "answered_on", "sent_on", "note")
    return {name: getattr(entry, name) for name in names} if entry else {}


def _entered(request: ActorRequest, form: AnswerForm, *, session: Session, about: Participant) -> bool:
    """Enter what was typed, or say in the form why not."""
    data = form.cleaned_data
    try:
        enter_answer(
            session, about, answer=IntentAnswer(data["answer"]), answered_on=data["answered_on"],
            sent_on=data["sent_on"], note=data["note"], actor=request.actor,
        )  # fmt: skip
    except DomainError as error:
        refuse(form, error, field="sent_on" if error.code == "answer-before-letter" else "answered_on")
        return False
    return True
