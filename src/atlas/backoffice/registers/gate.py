"""Around every page of Wagtail's admin: the Centre alone enters, and its policy is looser than the site's."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, cast

from csp.constants import SELF, UNSAFE_INLINE
from django.contrib.auth.views import redirect_to_login

from atlas.backoffice.access import must_be_of_centre

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from atlas.accounts.requests import ActorRequest

    View = Callable[..., HttpResponseBase]

LOOSER = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}
"""Wagtail writes small scripts and styles into its pages. Everything still comes from this site alone."""


def of_the_centre_alone(view: View) -> View:
    """Let nobody in but the Centre, whatever the page asks for besides: the log-in for nobody, no page for others."""

    @wraps(view)
    def gate(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        must_be_of_centre(cast("ActorRequest", request).actor)
        response = view(request, *args, **kwargs)
        response._csp_replace = LOOSER  # type: ignore[attr-defined]
        return response

    return gate
