"""What falls due for cards: new ones are looked through within a minute, during verification all of them each night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from atlas.cards.models import Card
from atlas.cards.rules import CardState
from atlas.jobs.kinds import Due
from atlas.jobs.models import Job
from atlas.jobs.rules import UNFINISHED
from atlas.kernel import clock
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_NIGHT = 2
"""From this hour in Warsaw on, all submitted cards are looked through again: their peers have changed."""


def due_looks(moment: datetime) -> Iterator[Due]:
    """Give a look through each session at work whose cards wait for one, unless one is under way (1 query)."""
    local = moment.astimezone(clock.WARSAW)
    for session, has_new in _sessions():
        code, arguments = session.code, {"session": session.code, "again": False}
        if has_new:
            yield Due(f"look-through:{code}:{local:%Y-%m-%dT%H:%M}", "look-through", code, arguments)
        if session.state == SessionState.VERIFICATION and local.hour >= _NIGHT:
            every = arguments | {"again": True}
            yield Due(f"look-through-again:{code}:{local:%Y-%m-%d}", "look-through", code, every)


def _sessions() -> Iterator[tuple[Session, bool]]:
    of_session = Card.objects.filter(session=OuterRef("pk"), state=CardState.SUBMITTED)
    unlooked = of_session.filter(Q(review=None) | Q(review__submission=None) | ~Q(review__submission=F("filed")))
    under_way = Job.objects.filter(kind="look-through", about=OuterRef("code"), state__in=UNFINISHED)
    at_work = Session.objects.filter(
        state__in=[SessionState.OPEN, SessionState.VERIFICATION], closing_since=None
    ).exclude(Exists(under_way))  # fmt: skip
    for session in at_work.annotate(has_new=Exists(unlooked)):
        yield session, session.has_new


DUE = (due_looks,)
