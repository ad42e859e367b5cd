"""Choosing the language of pages: kept by the browser as Django does it, and with the account of who is logged in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from atlas.accounts.services import remember_language

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from atlas.accounts.requests import ActorRequest


@require_POST
def choose_language(request: ActorRequest) -> HttpResponseBase:
    """Take the language over and go back to where one was."""
    if request.actor.user_id is not None:
        remember_language(user_id=request.actor.user_id, language=request.POST.get("language", ""))
    return set_language(request)
