"""Pages about who represents a participant: the list, inviting, removing, handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from atlas.registry import access
from atlas.registry.rules import MemberFunction, ParticipantKind
from atlas.registry.selectors import is_represented, members_of, open_invitations
from atlas.registry.services import people as services
from atlas.workspace.forms.people import InviteForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from atlas.accounts.requests import ActorRequest
    from atlas.registry.models import Participant


@require_safe
@login_required
def people(request: ActorRequest, code: str) -> HttpResponse:
    """Show who represents a participant and who is invited to."""
    participant = access.get_participant(request.actor, code)
    first = {"may_manage": not is_represented(participant)}  # somebody has to invite the others
    form = InviteForm(kind=ParticipantKind(participant.kind), initial=first)
    return _people_page(request, participant, form=form)


@require_POST
@login_required
def invite(request: ActorRequest, code: str) -> HttpResponse:
    """Invite somebody to represent a participant."""
    participant = access.get_participant(request.actor, code)
    access.must_invite_people(request.actor, participant)
    form = InviteForm(request.POST, kind=ParticipantKind(participant.kind))
    if not form.is_valid():
        return _people_page(request, participant, form=form)
    services.invite_member(
        participant=participant, email=form.cleaned_data["email"], may_manage=form.cleaned_data["may_manage"],
        function=MemberFunction(form.cleaned_data["function"]), actor=request.actor,
    )  # fmt: skip
    messages.success(request, gettext("The invitation is on its way."))
    return redirect("workspace:people", code)


@require_POST
@login_required
def remove(request: ActorRequest, membership_id: int) -> HttpResponse:
    """End a membership."""
    membership = access.get_member(request.actor, membership_id)
    services.remove_member(membership=membership, actor=request.actor)
    own = membership.user_id == request.actor.user_id
    return redirect("workspace:home") if own else redirect("workspace:people", membership.participant.code)


@require_POST
@login_required
def hand_over(request: ActorRequest, membership_id: int) -> HttpResponse:
    """Let another member manage the people in one's place."""
    membership = access.get_member(request.actor, membership_id)
    services.hand_over(membership=membership, actor=request.actor)
    return redirect("workspace:people", membership.participant.code)


@require_POST
@login_required
def withdraw(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Make an invitation's link useless."""
    found = access.get_invitation(request.actor, invitation_id)
    services.withdraw_invitation(invitation=found, actor=request.actor)
    return redirect("workspace:people", found.participant.code)


def _people_page(request: ActorRequest, participant: Participant, *, form: InviteForm) -> HttpResponse:
    facts = {
        "participant": participant,
        "members": members_of(participant),
        "invitations": open_invitations(participant),
        "may_invite": access.may_invite_people(request.actor, participant),
        "may_manage": access.may_manage_people(request.actor, participant),
        "may_hand_over": participant.pk in request.actor.manages,
        "form": form,
    }
    return render(request, "workspace/people.html", facts)
