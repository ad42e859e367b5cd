"""The next session as a copy of a former one: scope, participants, points, and the schedule a year later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.instruments.selectors import newest_published
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.kernel.teryt import identity_of
from atlas.monitoring.models import PointOfReceipt, ScopeGmina, Session
from atlas.monitoring.schedule import a_year_later, same_day_next_year
from atlas.monitoring.services.planning import SessionPlan, plan_session
from atlas.monitoring.services.scheduling import change_schedule
from atlas.monitoring.services.scope import widen_scope
from atlas.registry.selectors import territories_on

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor

_COPIES = (
    """
    INSERT INTO monitoring_invitation (session_id, card_kind, scope_id, participant_id)
    SELECT DISTINCT n.session_id, v.card_kind, n.id, v.participant_id FROM monitoring_invitation v
    JOIN monitoring_scopegmina o ON o.id = v.scope_id
    JOIN monitoring_scopegmina n ON substr(n.gmina, 1, 6) = substr(o.gmina, 1, 6) AND n.session_id = %s
    WHERE v.session_id = %s
    """,
    """
    INSERT INTO monitoring_leftout (scope_id, participant_id)
    SELECT DISTINCT n.id, l.participant_id FROM monitoring_leftout l
    JOIN monitoring_scopegmina o ON o.id = l.scope_id AND o.session_id = %s
    JOIN monitoring_scopegmina n ON substr(n.gmina, 1, 6) = substr(o.gmina, 1, 6) AND n.session_id = %s
    """,
)


@dataclass(frozen=True)
class Copy:
    """What a copy is called, and whether it is a trial."""

    code: str
    name: str
    is_trial: bool = False


@dataclass(frozen=True)
class Copied:
    """The new session, and the names of gminas that the register no longer has on its day: they stay out."""

    session: Session
    gone: tuple[str, ...]


def copy_session(former: Session, copy: Copy, *, actor: Actor) -> Copied:
    """Plan a session like a former one: the same gminas, participants and points, by the newest published instruments.

    Its days are a year later, on working days, its period a year later; a real one joins the sequence at its end. A
    gmina is known again by its first six digits.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-known', 'sequence-taken', 'territories-missing' where the register is empty on the new
            session's day.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        plan = _plan(former, copy)
        session = plan_session(plan, instruments=newest_published() or former.instruments, actor=actor)
        session = change_schedule(session, a_year_later(former.schedule), actor=actor)
        gone = _scope(former, session, actor=actor)
        _rows(former, session)
        facts = {"former": former.code, "gone": [row.gmina for row in gone]}
        record("copy-session", about=session, by=actor.user_id, at=clock.now(), **facts)
    return Copied(session, tuple(row.name for row in gone))


def _plan(former: Session, copy: Copy) -> SessionPlan:
    days = a_year_later(former.schedule)
    return SessionPlan(
        copy.code, copy.name, days.opens_on, days.closes_on, same_day_next_year(former.period_from),
        same_day_next_year(former.period_to), is_trial=copy.is_trial,
    )  # fmt: skip


def _scope(former: Session, session: Session, *, actor: Actor) -> list[ScopeGmina]:
    """Cover the same gminas as far as the register has them; return those it no longer has."""
    today = list(territories_on(session.opens_on).filter(level="gmina").values_list("code", flat=True))
    if not today:
        raise DomainError("territories-missing", day=session.opens_on)
    codes = {identity_of(code): code for code in today}
    rows = list(ScopeGmina.objects.filter(session=former))
    known = [codes[identity_of(row.gmina)] for row in rows if identity_of(row.gmina) in codes]
    widen_scope(session, known, actor=actor)
    return [row for row in rows if identity_of(row.gmina) not in codes]


def _rows(former: Session, session: Session) -> None:
    invitations, left_out = _COPIES
    with connection.cursor() as cursor:
        cursor.execute(invitations, [session.pk, former.pk])
        cursor.execute(left_out, [former.pk, session.pk])
    points = list(PointOfReceipt.objects.filter(session=former))
    for point in points:
        point.pk, point.session = None, session
    PointOfReceipt.objects.bulk_create(points)
