"""Tables of the registers."""

from __future__ import annotations

from atlas.registry.models.participants import Institution, Organisation, Participant, Presence
from atlas.registry.models.people import JoinRequest, Membership, MembershipInvitation
from atlas.registry.models.territories import Territory

__all__ = [
    "Institution",
    "JoinRequest",
    "Membership",
    "MembershipInvitation",
    "Organisation",
    "Participant",
    "Presence",
    "Territory",
]
