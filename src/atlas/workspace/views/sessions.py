"""What participants take from a session besides its cards: the calendar of its days."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from atlas.monitoring.access import get_invited_session
from atlas.monitoring.calendars import calendar_file, days_of_participants
from atlas.monitoring.selectors import days_changed_at

if TYPE_CHECKING:
    from atlas.accounts.requests import ActorRequest


@require_safe
@login_required
def calendar(request: ActorRequest, session_code: str) -> HttpResponse:
    """Hand out the days that matter to who files cards as a calendar file."""
    found = get_invited_session(request.actor, session_code)
    host, stamp = urlsplit(settings.ATLAS_BASE_URL).hostname or "atlas-mp", days_changed_at(found)
    content = calendar_file(found, days_of_participants(found), host=host, stamp=stamp)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.ics"'
    return answer
