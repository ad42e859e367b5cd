"""Planning a session: a new one, what it is, a copy of it, deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from atlas.backoffice.access import get_session, must_be_of_centre
from atlas.backoffice.forms.planning import CopyForm, DeleteForm, FactsForm, NewSessionForm, facts_of
from atlas.closing.services.deleting import delete_session_with_files
from atlas.instruments.selectors import published_sets
from atlas.kernel.errors import DomainError
from atlas.monitoring import services

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ActorRequest) -> HttpResponse:
    """Plan a new session."""
    must_be_of_centre(request.actor)
    form = NewSessionForm(request.POST or None, initial={"instruments": published_sets().first()})
    if request.method == "POST" and form.is_valid():
        plan, instruments = form.plan(), form.cleaned_data["instruments"]
        try:
            made = services.plan_session(plan, instruments=instruments, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("backoffice:plan-scope", made.code)
    return render(request, "backoffice/new_session.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def facts(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show and change what a planned session is."""
    found = get_session(request.actor, session_code)
    form = FactsForm(request.POST or None, initial=facts_of(found))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["instruments"]
        try:
            changed = services.change_facts(found, form.facts(), instruments=chosen, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("backoffice:plan", changed.code)
    return render(
        request, "backoffice/plan_facts.html", {"session": found, "here": "plan", "step": "plan", "form": form}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def copy(request: ActorRequest, session_code: str) -> HttpResponse:
    """Plan the next session as a copy of this one."""
    found = get_session(request.actor, session_code)
    form = CopyForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            copied = services.copy_session(found, form.copy(), actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            if copied.gone:
                told = gettext("The register no longer has these gminas, so they stayed out: %(names)s.")
                messages.warning(request, told % {"names": ", ".join(copied.gone)})
            return redirect("backoffice:plan-schedule", copied.session.code)
    return render(request, "backoffice/copy_session.html", {"session": found, "here": "session", "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: ActorRequest, session_code: str) -> HttpResponse:
    """Delete a trial or planned session, once its code is typed."""
    found = get_session(request.actor, session_code)
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_session_with_files(found, typed_code=form.cleaned_data["typed_code"], actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            told = gettext("Session %(session)s is deleted with everything that belonged to it.")
            messages.success(request, told % {"session": found.code})
            return redirect("workspace:home")
    return render(request, "backoffice/delete_session.html", {"session": found, "here": "session", "form": form})
