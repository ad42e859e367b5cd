"""Around every page of Wagtail's admin: the Centre alone enters, its policy is looser than the site's, and pages that
no register needs are not there.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, cast

from csp.constants import SELF, UNSAFE_INLINE
from django.contrib.auth.views import redirect_to_login

from atlas.backoffice.access import must_be_of_centre
from atlas.backoffice.registers.viewsets import REGISTERS
from atlas.kernel.errors import NotFound

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


def what_registers_need(view: View) -> View:
    """Let Wagtail answer for the registers and what their pages fetch; of the rest there is no page.

    Pages of the portal, pictures, documents, collections, workflows, reports and Wagtail's own log have nothing in them
    yet. They come with the portal, each with the rights of who works on it.
    """

    @wraps(view)
    def gate(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        found = request.resolver_match
        if found is None or (found.view_name not in _FETCHED and found.namespace not in _NAMES):
            raise NotFound("centre-page-not-found")
        return view(request, *args, **kwargs)

    return gate


_NAMES = frozenset(register.name for register in REGISTERS)
_FETCHED = frozenset({"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_dismissibles"})
"""What pages fetch besides: icons, words for scripts, and that the menu was folded."""
