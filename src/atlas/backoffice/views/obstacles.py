"""One obstacle: what was reported, the Centre's answer, and in the end what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from atlas.accounts.selectors import names_of
from atlas.backoffice.access import must_be_of_centre
from atlas.backoffice.forms.helping import AnswerForm, OutcomeForm
from atlas.cards.rules import ON_BEHALF
from atlas.fieldwork.access import get_obstacle
from atlas.fieldwork.rules import AgreedChannel
from atlas.fieldwork.selectors import invitation_about
from atlas.fieldwork.services import answering
from atlas.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.fieldwork.models import Obstacle


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def obstacle(request: ActorRequest, obstacle_id: int) -> HttpResponse:
    """Show an obstacle; agree another channel."""
    must_be_of_centre(request.actor)
    found = get_obstacle(request.actor, obstacle_id)
    known = {"channel": found.agreed_channel, "words": found.answer, "until": found.agreed_until}
    form = AnswerForm(request.POST or None, initial=known)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, answer=form)
    said = form.cleaned_data
    answer = answering.Answer(AgreedChannel(said["channel"]), said["words"], said["until"])
    try:
        answering.answer_obstacle(found, answer, actor=request.actor)
    except DomainError as error:
        return _page(request, found, answer=form, refused=error)
    messages.success(request, gettext("The answer is kept. Whoever gave an e-mail address gets a letter."))
    return redirect("backoffice:obstacle", obstacle_id)


@require_POST
@login_required
def close(request: ActorRequest, obstacle_id: int) -> HttpResponse:
    """Note what came of an obstacle."""
    must_be_of_centre(request.actor)
    found, form = get_obstacle(request.actor, obstacle_id), OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, outcome=form)
    answering.close_obstacle(found, outcome=form.cleaned_data["outcome"], actor=request.actor)
    messages.success(request, gettext("The obstacle is settled."))
    return redirect("workspace:obstacles")


def _page(
    request: ActorRequest, found: Obstacle, *, answer: Form | None = None, outcome: Form | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:  # fmt: skip
    names = names_of([found.reported_by, found.answered_by, found.closed_by])
    facts = {
        "obstacle": found, "answer_form": answer or AnswerForm(), "outcome_form": outcome or OutcomeForm(),
        "asked": invitation_about(found), "refused": refused.problems if refused else (),
        "reporter": names.get(found.reported_by or 0), "answered_by": names.get(found.answered_by or 0),
        "closed_by": names.get(found.closed_by or 0), "enters": found.agreed_channel in ON_BEHALF,
    }  # fmt: skip
    return render(request, "backoffice/obstacle.html", facts, status=409 if refused else 200)
