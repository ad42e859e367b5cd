"""Whom letters of a session go to: every address of every invited participant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from atlas.accounts.models import User
from atlas.kernel.language import as_language
from atlas.monitoring.models import Invitation
from atlas.registry.models import Membership, MembershipInvitation, Participant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from atlas.kernel.language import Language
    from atlas.monitoring.models import Session
    from atlas.registry.rules import ParticipantKind


@dataclass(frozen=True)
class Invited:
    """An invited participant with its invitations, gminas by name, and addresses with their language."""

    participant: Participant
    invitations: tuple[Invitation, ...]
    addresses: tuple[tuple[str, Language], ...]

    @property
    def gminas(self) -> str:
        """The gminas that the participant is asked about, in words."""
        return ", ".join(dict.fromkeys(one.scope.name for one in self.invitations))


def invited_ids(session: Session, *, kinds: Sequence[ParticipantKind]) -> list[int]:
    """Return the ids of invited participants of some kinds, ascending (1 query)."""
    asked = Invitation.objects.filter(session=session, participant__kind__in=kinds)
    return list(asked.order_by("participant_id").values_list("participant_id", flat=True).distinct())


def invited_among(session: Session, participant_ids: Sequence[int]) -> list[Invited]:
    """Return invited participants among some, by id (4 queries)."""
    invitations: dict[Participant, list[Invitation]] = defaultdict(list)
    rows = Invitation.objects.filter(session=session, participant__in=participant_ids)
    for one in rows.select_related("participant", "scope").order_by("participant_id", "scope__name", "scope__gmina"):
        invitations[one.participant].append(one)
    addresses = addresses_of(participant_ids)
    return [Invited(one, tuple(found), addresses.get(one.pk, ())) for one, found in invitations.items()]


def addresses_of(participant_ids: Sequence[int]) -> dict[int, tuple[tuple[str, Language], ...]]:
    """Return the addresses of some participants, each once, with the language to write in (3 queries).

    They are those of who represents a participant and can log in, and those that an open invitation was sent to,
    whether its link still works or not.
    """
    members = Membership.objects.filter(participant__in=participant_ids, ended_at=None, user__is_active=True)
    pairs = list(members.order_by("id").values_list("participant_id", "user__email"))
    invited = MembershipInvitation.objects.filter(participant__in=participant_ids, used_at=None, withdrawn_at=None)
    pairs += invited.order_by("id").values_list("participant_id", "email")
    languages = _languages({address.lower() for _participant, address in pairs})
    found: dict[int, dict[str, Language]] = defaultdict(dict)
    for participant, address in pairs:
        found[participant].setdefault(address.lower(), as_language(languages.get(address.lower())))
    return {participant: tuple(addresses.items()) for participant, addresses in found.items()}


def _languages(addresses: set[str]) -> dict[str, str]:
    known = User.objects.annotate(lower=Lower("email")).filter(lower__in=addresses)
    return dict(known.values_list("lower", "language"))


def invited_participants(session: Session) -> QuerySet[Participant]:
    """Return whom a session invites, by code (1 query)."""
    asked = Invitation.objects.filter(session=session, participant=OuterRef("pk"))
    return Participant.objects.filter(Exists(asked)).order_by("code")


def without_address(session: Session) -> QuerySet[Participant]:
    """Return invited participants that no letter can reach, by code (1 query)."""
    members = Membership.objects.filter(participant=OuterRef("pk"), ended_at=None, user__is_active=True)
    invited = MembershipInvitation.objects.filter(participant=OuterRef("pk"), used_at=None, withdrawn_at=None)
    return invited_participants(session).exclude(Exists(members)).exclude(Exists(invited))
