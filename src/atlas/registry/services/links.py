"""Links of invitations to represent a participant. Only a link's hash is kept, so a later letter gets a new link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from atlas.accounts.rules import INVITATION_LASTS, hash_of, new_token
from atlas.audit.services import record_each
from atlas.kernel import clock
from atlas.registry.models import Membership, MembershipInvitation, Participant

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


@dataclass(frozen=True)
class Link:
    """What a letter says of an invitation: to represent whom, where it is accepted, until when by Warsaw's clock."""

    name: str
    address: str
    until: str


def link_of(invitation: MembershipInvitation, *, token: str) -> Link:
    """Return the link that holds an invitation's token."""
    address = settings.ATLAS_BASE_URL + reverse("workspace:invitation", args=[token])
    return Link(invitation.participant.name, address, clock.moment_text(invitation.expires_at))


def renew_links(
    invited: Collection[tuple[int, str]], *, by: int | None, at: datetime
) -> dict[tuple[int, str], Link]:  # fmt: skip
    """Invite anew who has not accepted yet, within the caller's transaction; only the newest link works (5 queries).

    Args:
        invited: A participant's id and an address in lower case, each pair once.
        by: Id of the user who writes to them; None for the clock.
        at: The operation's moment: the new links work for two weeks from then on.

    Returns:
        The links of those pairs that an open invitation was sent to, expired or not. Who represents the participant
        already by this address gets none.
    """
    earlier = [one for one in _open_among(invited) if (one.participant_id, one.email) in invited]
    if not earlier:
        return {}
    MembershipInvitation.objects.filter(pk__in=[one.pk for one in earlier]).update(withdrawn_at=at)
    anew = {(one.participant_id, one.email): (one, new_token()) for one in earlier}
    made = MembershipInvitation.objects.bulk_create(
        MembershipInvitation(
            participant=one.participant, email=one.email, function=one.function, may_manage=one.may_manage,
            token_hash=hash_of(token), invited_by=one.invited_by, invited_at=at, expires_at=at + INVITATION_LASTS,
        )
        for one, token in anew.values()
    )  # fmt: skip
    record_each("renew-invitation", about=[(one.participant, {"invitation": one.pk}) for one in made], by=by, at=at)
    return {
        pair: link_of(one, token=token) for (pair, (_old, token)), one in zip(anew.items(), made, strict=True)
    }  # fmt: skip


def _open_among(invited: Collection[tuple[int, str]]) -> list[MembershipInvitation]:
    """Return open invitations of some participants, locked: first the participants, as where somebody is invited."""
    is_open = {"used_at": None, "withdrawn_at": None}
    waiting = MembershipInvitation.objects.filter(participant=OuterRef("pk"), **is_open)
    some = Participant.objects.filter(Exists(waiting), pk__in={participant for participant, _address in invited})
    held = list(some.select_for_update(no_key=True).order_by("pk"))
    represents = Membership.objects.filter(
        participant=OuterRef("participant"), ended_at=None, user__email__iexact=OuterRef("email")
    )
    found = MembershipInvitation.objects.filter(~Exists(represents), participant__in=held, **is_open)
    return list(found.select_related("participant").select_for_update(of=("self",), no_key=True).order_by("pk"))
