"""The link of an invitation to a role: a new account, or the account that its address came to meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from atlas.accounts.requests import must_not_hurry
from atlas.accounts.selectors import user_of_address
from atlas.accounts.services import invitations as services
from atlas.workspace.forms.people import NewAccountForm
from atlas.workspace.views.people import BACKEND

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.models import AccountInvitation
    from atlas.accounts.requests import ActorRequest


@require_safe
@never_cache
def invitation(request: ActorRequest, account_token: str) -> HttpResponse:
    """Show what the link leads to."""
    must_not_hurry(request, action="invitation", most=30, seconds=600)
    return _page(request, services.usable_account_invitation(account_token), token=account_token, form=NewAccountForm())


@require_POST
def accept(request: ActorRequest, account_token: str) -> HttpResponse:
    """Accept as the user who is logged in or with a new account."""
    must_not_hurry(request, action="accept", most=10, seconds=600)
    if request.user.is_authenticated:
        services.accept_place(token=account_token, user=request.user)
        return redirect("workspace:home")
    found = services.usable_account_invitation(account_token)
    form = NewAccountForm(request.POST, email=found.email)
    if not form.is_valid():
        return _page(request, found, token=account_token, form=form)
    user = services.accept_place_with_new_account(
        token=account_token,
        name=form.cleaned_data["name"],
        password=form.cleaned_data["password"],
        language=get_language(),
    )
    login(request, user, backend=BACKEND)
    return redirect("workspace:home")


def _page(request: ActorRequest, found: AccountInvitation, *, token: str, form: NewAccountForm) -> HttpResponse:
    has_account = user_of_address(found.email) is not None
    facts = {"invitation": found, "token": token, "form": form, "has_account": has_account}
    return render(request, "workspace/account_invitation.html", facts)
