"""What stands around every view: who acts, their language, the Centre's second factor, and errors as pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import activate, get_language, gettext

from atlas.accounts.requests import TooOften
from atlas.accounts.selectors import has_second_factor
from atlas.config.texts import TEXTS
from atlas.kernel.errors import DomainError, NotAllowed, NotFound
from atlas.kernel.language import _, as_language
from atlas.kernel.wording import problem_text
from atlas.registry.selectors import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from atlas.accounts.requests import ActorRequest
    from atlas.kernel.errors import Problem

    Handler = Callable[[HttpRequest], HttpResponse]

STATUSES: tuple[tuple[type[DomainError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (TooOften, HTTPStatus.TOO_MANY_REQUESTS),
    (DomainError, HTTPStatus.CONFLICT),
)
WITHOUT_SECOND_FACTOR = ("/konto/2fa/", "/konto/logout/", "/konto/reauthenticate/", "/jezyk/", "/static/", "/zdrowie/")
SECOND_FACTOR_FIRST = _("People of the Centre log in with a second step. Set up an app or a passkey first.")


def actor_middleware(handle: Handler) -> Handler:
    """Say who acts, once for the whole request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        cast("ActorRequest", request).actor = actor_of(request.user)
        return handle(request)

    return middleware


def private_middleware(handle: Handler) -> Handler:
    """Let no cache, neither a proxy's nor the browser's, keep what a logged-in user is shown.

    An answer that says for itself how it may be kept stays as it is. The user is looked at before and after, because
    logging in and out happen in between.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        was_logged_in = request.user.is_authenticated
        response = handle(request)
        if was_logged_in or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def language_middleware(handle: Handler) -> Handler:
    """Speak the language that a user chose, unless this very browser was told another one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            activate(chosen)
            request.LANGUAGE_CODE = chosen
        return handle(request)

    return middleware


def second_factor_middleware(handle: Handler) -> Handler:
    """Let people of the Centre go nowhere before they have a second factor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        actor = cast("ActorRequest", request).actor
        exempt = request.path.startswith(WITHOUT_SECOND_FACTOR)
        if actor.in_centre and not exempt and not has_second_factor(request.user):
            messages.warning(request, gettext(SECOND_FACTOR_FIRST))
            return redirect("mfa_index")
        return handle(request)

    return middleware


class ErrorMiddleware:
    """Turns what the product refuses into a page that says what happened and what to do."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.handle(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal; anything else is a fault and goes its way."""
        if not isinstance(exception, DomainError):
            return None
        status = next(status for kind, status in STATUSES if isinstance(exception, kind))
        texts = [text_of(problem) for problem in exception.problems]
        if "HX-Request" in request.headers:  # a part of a page asked: the page itself says it, and keeps what was typed
            return HttpResponse(" ".join(texts), content_type="text/plain; charset=utf-8", status=status)
        return render(request, "problem.html", {"texts": texts, "status": status.value}, status=status)


def text_of(problem: Problem) -> str:
    """Return a problem's words in the reader's language."""
    return problem_text(problem, TEXTS, language=as_language(get_language()))
