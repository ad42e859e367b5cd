"""The letters of the outbox as a page, on one's own machine only: there nobody has a mail server to try things with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.mail.selectors import newest_messages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 50


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest letters."""
    return render(request, "mail/outbox.html", {"letters": newest_messages(most=SHOWN)})
