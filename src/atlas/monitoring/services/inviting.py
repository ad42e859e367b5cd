"""Who is asked for a card of a planned session: as the registers propose, or one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Invitation, LeftOut, ScopeGmina, Session
from atlas.monitoring.proposing import INVITE_PROPOSED
from atlas.monitoring.services.planning import locked_planned
from atlas.monitoring.services.scope import note_institution_types

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from atlas.accounts.actor import Actor
    from atlas.registry.models import Participant

_BATCH = 1000


@dataclass(frozen=True)
class Asked:
    """One card asked for: its kind, the gmina's code and the participant."""

    card_kind: str
    gmina: str
    participant: Participant


def invite(session: Session, asked: Iterable[Asked], *, actor: Actor) -> int:
    """Ask participants for cards of a planned session; return how many. Letters go out when it is announced.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned', 'outside-scope', 'card-of-other-kind'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        locked_planned(session)
        at = clock.now()
        scope = {row.gmina: row for row in ScopeGmina.objects.filter(session=session)}
        rows = [_invitation(session, one, scope=scope) for one in asked]
        Invitation.objects.bulk_create(rows, batch_size=_BATCH)
        record("invite-participants", about=session, by=actor.user_id, at=at, invited=len(rows))
    return len(rows)


def invite_proposed(session: Session, *, actor: Actor) -> int:
    """Ask everybody whom the registers propose and who is not asked yet; return how many.

    Which kind of institution serves a gmina is noted anew first. Those left out stay left out.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        note_institution_types(found)
        before = Invitation.objects.filter(session=found).count()
        with connection.cursor() as cursor:
            cursor.execute(INVITE_PROPOSED, [found.pk])
        invited = Invitation.objects.filter(session=found).count() - before
        record("invite-participants", about=found, by=actor.user_id, at=at, invited=invited, proposed=True)
    return invited


def invite_one(session: Session, participant: Participant, *, gmina: str, actor: Actor) -> Invitation:
    """Ask one participant for the card of its kind for one gmina of the scope, whatever the registers propose.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned', 'outside-scope', 'invited-already'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        scope = ScopeGmina.objects.filter(session=found, gmina=gmina).first()
        if scope is None:
            raise DomainError("outside-scope", gmina=gmina, session=found.code)
        facts = {"session": found, "card_kind": participant.kind, "scope": scope, "participant": participant}
        if Invitation.objects.filter(**facts).exists():
            raise DomainError("invited-already", participant=participant.code, gmina=scope.name)
        LeftOut.objects.filter(scope=scope, participant=participant).delete()
        made = Invitation.objects.create(**facts)
        record("invite-participant", about=found, by=actor.user_id, at=at, participant=participant.code, gmina=gmina)
    return made


def leave_out(session: Session, invitations: Collection[int], *, actor: Actor) -> int:
    """No longer ask for some cards, by ids of the session's invitations; return how many. Proposals pass them over.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        rows = Invitation.objects.filter(session=found, pk__in=invitations).select_related("scope", "participant")
        gone = list(rows)
        kept = [LeftOut(scope=row.scope, participant=row.participant) for row in gone]
        LeftOut.objects.bulk_create(kept, ignore_conflicts=True, batch_size=_BATCH)
        Invitation.objects.filter(pk__in=[row.pk for row in gone]).delete()
        told = [[row.participant.code, row.scope.gmina] for row in gone]
        record("leave-out-participants", about=found, by=actor.user_id, at=at, left_out=told)
    return len(gone)


def invite_again(session: Session, left_out: Collection[int], *, actor: Actor) -> int:
    """Ask some of those left out after all, by ids of `LeftOut`; return how many.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        found = locked_planned(session)
        at = clock.now()
        chosen = LeftOut.objects.filter(scope__session=found, pk__in=left_out).select_related("scope", "participant")
        back = list(chosen)
        rows = [
            Invitation(session=found, card_kind=one.participant.kind, scope=one.scope, participant=one.participant)
            for one in back
        ]
        Invitation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)
        LeftOut.objects.filter(pk__in=[one.pk for one in back]).delete()
        told = [[one.participant.code, one.scope.gmina] for one in back]
        record("invite-again", about=found, by=actor.user_id, at=at, invited=told)
    return len(back)


def _invitation(session: Session, asked: Asked, *, scope: dict[str, ScopeGmina]) -> Invitation:
    if asked.gmina not in scope:
        raise DomainError("outside-scope", gmina=asked.gmina, session=session.code)
    if asked.card_kind != asked.participant.kind:
        raise DomainError("card-of-other-kind", kind=asked.card_kind, participant=asked.participant.code)
    return Invitation(
        session=session, card_kind=asked.card_kind, scope=scope[asked.gmina], participant=asked.participant
    )
