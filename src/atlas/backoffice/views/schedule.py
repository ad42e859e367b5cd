"""A session's days: the form with its findings, and the calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atlas.backoffice.access import get_session
from atlas.backoffice.forms.schedule import ScheduleForm, days_of
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.calendars import calendar_file, days_of_the_centre
from atlas.monitoring.rules import SessionState
from atlas.monitoring.schedule import remarks_in
from atlas.monitoring.selectors import days_changed_at
from atlas.monitoring.services import change_schedule

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest

_SAVED = gettext_lazy("The days are saved.")
_SAVED_IN_DOUBT = gettext_lazy("The days are saved. What is doubtful about them stands beside each.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def schedule(request: ActorRequest, session_code: str) -> HttpResponse:
    """Show and change the days of a session."""
    found = get_session(request.actor, session_code)
    before, state, on = found.schedule, SessionState(found.state), clock.day_of(clock.now())
    form = ScheduleForm(request.POST or None, initial=days_of(before), before=before, state=state, on=on)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            kept = change_schedule(found, form.schedule(), actor=request.actor, reason=reason)
        except DomainError as error:
            form.refuse(error)
        else:
            doubtful = remarks_in(kept.schedule, state=state)
            messages.success(request, _SAVED_IN_DOUBT if doubtful else _SAVED)
            return redirect("backoffice:plan-schedule", found.code)
    shown = {"session": found, "here": "plan", "step": "plan-schedule", "form": form}
    return render(request, "backoffice/plan_schedule.html", shown)


@require_safe
@login_required
def calendar(request: ActorRequest, session_code: str) -> HttpResponse:
    """Hand out all days of a session as a calendar file."""
    found = get_session(request.actor, session_code)
    host, stamp = urlsplit(settings.ATLAS_BASE_URL).hostname or "atlas-mp", days_changed_at(found)
    content = calendar_file(found, days_of_the_centre(found), host=host, stamp=stamp)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.ics"'
    return answer
