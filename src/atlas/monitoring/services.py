"""Changes of sessions: planning, covering gminas, inviting, moving from state to state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Invitation, ScopeGmina, Session
from atlas.monitoring.rules import REASON_NEEDED, SessionState, must_not_be_closing, next_state

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from atlas.accounts.actor import Actor
    from atlas.instruments.models import InstrumentSet
    from atlas.registry.models import Participant


@dataclass(frozen=True)
class SessionPlan:
    """What a session is: its code and name, days in Warsaw, and its place in the sequence (None for a trial)."""

    code: str
    name: str
    opens_on: date
    closes_on: date
    period_from: date
    period_to: date
    sequence: int | None


@dataclass(frozen=True)
class Covered:
    """A gmina of a session's scope, as the hierarchy of its day has it."""

    gmina: str
    name: str
    institution_type: str
    powiat_name: str = ""
    voivodeship_name: str = ""


@dataclass(frozen=True)
class Asked:
    """One card asked for: its kind, the gmina's code and the participant."""

    card_kind: str
    gmina: str
    participant: Participant


def plan_session(plan: SessionPlan, *, instruments: InstrumentSet, actor: Actor) -> Session:
    """Make a session in state `planned`.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-known', 'sequence-taken'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        at = clock.now()
        if Session.objects.filter(code=plan.code).exists():
            raise DomainError("session-known", session=plan.code)
        if plan.sequence is not None and Session.objects.filter(sequence=plan.sequence).exists():
            raise DomainError("sequence-taken", sequence=plan.sequence, session=plan.code)
        session = Session.objects.create(**vars(plan), is_trial=plan.sequence is None, instruments=instruments)
        record("plan-session", about=session, by=actor.user_id, at=at, code=plan.code)
    return session


def cover(session: Session, gminas: Iterable[Covered], *, actor: Actor) -> list[ScopeGmina]:
    """Put gminas into the scope of a planned session.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        _locked_planned(session)
        at = clock.now()
        rows = [
            ScopeGmina(session=session, powiat=one.gmina[:4], voivodeship=one.gmina[:2], **vars(one)) for one in gminas
        ]
        made = ScopeGmina.objects.bulk_create(rows)
        record("cover-gminas", about=session, by=actor.user_id, at=at, gminas=[row.gmina for row in made])
    return made


def invite(session: Session, asked: Iterable[Asked], *, actor: Actor) -> int:
    """Ask participants for cards of a planned session; return how many. Letters go out when it is announced.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-planned', 'outside-scope', 'card-of-other-kind'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        _locked_planned(session)
        at = clock.now()
        scope = {row.gmina: row for row in ScopeGmina.objects.filter(session=session)}
        rows = [_invitation(session, one, scope=scope) for one in asked]
        Invitation.objects.bulk_create(rows)
        record("invite-participants", about=session, by=actor.user_id, at=at, invited=len(rows))
    return len(rows)


def move_session(session: Session, action: str, *, actor: Actor, reason: str = "") -> Session:
    """Move a session by an action of `rules.TRANSITIONS`.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-being-closed', 'session-transition', 'reason-needed'.
    """
    must_work_in_centre(actor)
    if action in REASON_NEEDED and not reason.strip():
        raise DomainError("reason-needed")
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        must_not_be_closing(session.code, since=session.closing_since)
        session.state = next_state(SessionState(session.state), action)
        session.save(update_fields=["state"])
        facts = {"state": session.state, "reason": reason.strip()}
        record(f"{action}-session", about=session, by=actor.user_id, at=at, **facts)
    return session


def _locked_planned(session: Session) -> None:
    found = Session.objects.select_for_update().get(pk=session.pk)
    if found.state != SessionState.PLANNED:
        raise DomainError("session-not-planned", session=found.code)


def _invitation(session: Session, asked: Asked, *, scope: dict[str, ScopeGmina]) -> Invitation:
    if asked.gmina not in scope:
        raise DomainError("outside-scope", gmina=asked.gmina)
    if asked.card_kind != asked.participant.kind:
        raise DomainError("card-of-other-kind", kind=asked.card_kind, participant=asked.participant.code)
    return Invitation(
        session=session, card_kind=asked.card_kind, scope=scope[asked.gmina], participant=asked.participant
    )
