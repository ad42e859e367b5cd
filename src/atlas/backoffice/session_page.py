"""What the first page of a session says, decided once: its figures, what is missing, which steps can be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.monitoring.overviews import participant_counts
from atlas.monitoring.rules import SessionState, days_left
from atlas.monitoring.schedule import remarks_in

if TYPE_CHECKING:
    from datetime import date

    from atlas.monitoring.models import Session
    from atlas.monitoring.overviews import ParticipantCounts
    from atlas.monitoring.schedule import Remark


@dataclass(frozen=True)
class SessionPage:
    """Where a session stands on a day.

    `missing` names the planning pages that still want something. `left` is None where no card can be filed today.
    """

    on: date
    counts: ParticipantCounts
    points: int
    remarks: tuple[Remark, ...]
    missing: tuple[str, ...]
    left: int | None
    can_open: bool
    can_verify: bool
    deadline_passed: bool
    can_delete: bool


def session_page(session: Session, *, on: date) -> SessionPage:
    """Return what the page says on a day in Warsaw (4 queries)."""
    state, counts, points = SessionState(session.state), participant_counts(session), session.points.count()
    remarks = tuple(remarks_in(session.schedule, state=state))
    wanted = (
        ("plan-scope", not counts.gminas),
        ("plan-participants", not counts.invited),
        ("plan-schedule", any(one.is_error or one.problem.code == "day-not-set" for one in remarks)),
        ("plan-points", not points),
    )
    return SessionPage(
        on=on,
        counts=counts,
        points=points,
        remarks=remarks,
        missing=tuple(name for name, is_missing in wanted if is_missing),
        left=days_left(session.window, on=on) if state == SessionState.OPEN else None,
        can_open=state == SessionState.ANNOUNCED and on >= session.opens_on,
        can_verify=state == SessionState.OPEN,
        deadline_passed=on > session.closes_on,
        can_delete=session.is_trial or state == SessionState.PLANNED,
    )
