"""Links of invitations, to represent a participant or to a role: accepting as who is logged in or by a new account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from atlas.accounts.requests import must_not_hurry
from atlas.accounts.selectors import user_of_address
from atlas.accounts.services import invitations as places
from atlas.registry.services import people
from atlas.workspace.forms.people import NewAccountForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from atlas.accounts.models import AccountInvitation, User
    from atlas.accounts.requests import ActorRequest
    from atlas.registry.models import MembershipInvitation

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class _Link:
    """What the link of an invitation of one kind shows and does."""

    template: str
    usable: Callable[[str], MembershipInvitation | AccountInvitation]
    accept: Callable[..., object]
    accept_with_new_account: Callable[..., User]


_TO_REPRESENT = _Link(
    "workspace/invitation.html", people.usable_invitation, people.accept_invitation, people.accept_with_new_account
)
_TO_PLACE = _Link(
    "workspace/account_invitation.html", places.usable_account_invitation, places.accept_place,
    places.accept_place_with_new_account,
)  # fmt: skip


@require_safe
@never_cache
def invitation(request: ActorRequest, token: str) -> HttpResponse:
    """Show what the link of an invitation to represent a participant leads to."""
    return _shown(request, _TO_REPRESENT, token=token)


@require_POST
def accept(request: ActorRequest, token: str) -> HttpResponse:
    """Accept an invitation to represent a participant."""
    return _accepted(request, _TO_REPRESENT, token=token)


@require_safe
@never_cache
def account_invitation(request: ActorRequest, account_token: str) -> HttpResponse:
    """Show what the link of an invitation to a role leads to."""
    return _shown(request, _TO_PLACE, token=account_token)


@require_POST
def accept_account(request: ActorRequest, account_token: str) -> HttpResponse:
    """Accept an invitation to a role."""
    return _accepted(request, _TO_PLACE, token=account_token)


def _shown(request: ActorRequest, link: _Link, *, token: str) -> HttpResponse:
    must_not_hurry(request, action="invitation", most=30, seconds=600)
    return _page(request, link, found=link.usable(token), token=token, form=NewAccountForm())


def _accepted(request: ActorRequest, link: _Link, *, token: str) -> HttpResponse:
    must_not_hurry(request, action="accept", most=10, seconds=600)
    if request.user.is_authenticated:
        link.accept(token=token, user=request.user)
        return redirect("workspace:home")
    found = link.usable(token)
    form = NewAccountForm(request.POST, email=found.email)
    if not form.is_valid():
        return _page(request, link, found=found, token=token, form=form)
    given = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password"]}
    user = link.accept_with_new_account(token=token, **given, language=get_language())
    login(request, user, backend=_BACKEND)
    return redirect("workspace:home")


def _page(
    request: ActorRequest, link: _Link, *, found: MembershipInvitation | AccountInvitation, token: str,
    form: NewAccountForm,
) -> HttpResponse:  # fmt: skip
    has_account = user_of_address(found.email) is not None
    facts = {"invitation": found, "token": token, "form": form, "has_account": has_account}
    return render(request, link.template, facts)
