"""Pages for the Centre's administrators: all people of the site, their roles and accounts, and inviting to a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.accounts import access, services
from atlas.accounts.rules import CentreRole, Place
from atlas.accounts.selectors import has_second_factor, listed
from atlas.accounts.services import invitations
from atlas.kernel.errors import DomainError
from atlas.workspace.forms.accounts import AccountInviteForm, PlaceForm, ReasonForm, chosen_place

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.models import User
    from atlas.accounts.requests import ActorRequest

A_PAGE = 25
_LONGEST_SEARCH = 100


@require_safe
@login_required
def accounts(request: ActorRequest) -> HttpResponse:
    """Show who has an account, page by page, and who is invited to a role."""
    text = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    found = Paginator(listed(access.visible_accounts(request.actor), text=text), A_PAGE)
    facts = {
        "page": found.get_page(request.GET.get("strona")),
        "text": text,
        "invitations": list(access.visible_account_invitations(request.actor)),
    }
    return render(request, "workspace/accounts.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: ActorRequest) -> HttpResponse:
    """Invite somebody to a role."""
    access.visible_accounts(request.actor)
    form = AccountInviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite_to_place(email=form.cleaned_data["email"], place=form.place(), actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect("workspace:accounts")
    return render(request, "workspace/account_invite.html", {"form": form})


@require_POST
@login_required
def withdraw(request: ActorRequest, account_invitation_id: int) -> HttpResponse:
    """Make an invitation's link useless."""
    found = access.get_account_invitation(request.actor, account_invitation_id)
    invitations.withdraw_account_invitation(invitation=found, actor=request.actor)
    return redirect("workspace:accounts")


@require_safe
@login_required
def account(request: ActorRequest, user_id: int) -> HttpResponse:
    """Show one account and what can be done to it."""
    return _account_page(request, access.get_account(request.actor, user_id))


@require_POST
@login_required
def change_place(request: ActorRequest, user_id: int) -> HttpResponse:
    """Give or take a role of the Centre or of a reader."""
    user, form = access.get_account(request.actor, user_id), PlaceForm(request.POST)
    if not form.is_valid():
        return _account_page(request, user, place_form=form)
    services.give_place(user=user, place=form.place(), actor=request.actor)
    messages.success(request, gettext("The role is changed."))
    return redirect("workspace:account", user_id)


@require_POST
@login_required
def reset(request: ActorRequest, user_id: int) -> HttpResponse:
    """Take somebody's second step away."""
    user, form = access.get_account(request.actor, user_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _account_page(request, user, reason_form=form)
    services.reset_second_factor(user=user, actor=request.actor, reason=form.cleaned_data["reason"])
    messages.success(request, gettext("The second step is reset. A letter tells the person."))
    return redirect("workspace:account", user_id)


@require_POST
@login_required
def deactivate(request: ActorRequest, user_id: int) -> HttpResponse:
    """Let somebody no longer log in."""
    services.deactivate_user(user=access.get_account(request.actor, user_id), actor=request.actor)
    messages.success(request, gettext("The account is switched off. The person can no longer log in."))
    return redirect("workspace:account", user_id)


@require_POST
@login_required
def reactivate(request: ActorRequest, user_id: int) -> HttpResponse:
    """Let somebody log in again."""
    services.reactivate_user(user=access.get_account(request.actor, user_id), actor=request.actor)
    messages.success(request, gettext("The account is switched on. The person can log in again."))
    return redirect("workspace:account", user_id)


def _account_page(
    request: ActorRequest, user: User, *, place_form: PlaceForm | None = None, reason_form: ReasonForm | None = None
) -> HttpResponse:
    place = Place(CentreRole(user.centre_role), "" if user.centre_role else user.reads_territory)
    facts = {
        "one": user,
        "is_own": user.pk == request.actor.user_id,
        "has_second_step": has_second_factor(user),
        "place_form": place_form or PlaceForm(initial=chosen_place(place)),
        "reason_form": reason_form or ReasonForm(),
    }
    return render(request, "workspace/account.html", facts)
