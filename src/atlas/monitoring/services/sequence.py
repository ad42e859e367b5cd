"""The sequence of sessions: the next number, given under a lock, and no number left out by a session that goes."""

from __future__ import annotations

from django.db.models import Max

from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState


def next_number() -> int:
    """Lock the end of the sequence within the caller's transaction; return the number that comes after it (2 queries).

    Only planned sessions can leave the sequence, so only they are locked: nobody who files a card waits. Where none is
    planned, two callers get the same number, and the table takes it once.
    """
    planned = Session.objects.filter(state=SessionState.PLANNED, sequence__isnull=False).order_by("sequence")
    list(planned.select_for_update(no_key=True).values_list("pk", flat=True))
    return (Session.objects.aggregate(last=Max("sequence"))["last"] or 0) + 1


def must_be_free(session: Session) -> None:
    """Refuse a session whose code or number another one has (2 queries).

    Raises:
        DomainError: 'session-known', 'sequence-taken'.
    """
    others = Session.objects.exclude(pk=session.pk)
    if others.filter(code=session.code).exists():
        raise DomainError("session-known", session=session.code)
    if session.sequence is not None and others.filter(sequence=session.sequence).exists():
        raise DomainError("sequence-taken", sequence=session.sequence, session=session.code)


def must_be_last(session: Session) -> None:
    """Refuse to take a locked session out of the sequence while others come after it: they could never close (1 query).

    Raises:
        DomainError: 'session-not-last' where the later ones can still go, 'sequence-went-on' where one was announced.
    """
    if session.sequence is None:
        return
    later = Session.objects.filter(sequence__gt=session.sequence).order_by("-sequence")
    states = dict(later.values_list("code", "state"))
    announced = [code for code, state in states.items() if state != SessionState.PLANNED]
    if announced:
        raise DomainError("sequence-went-on", session=session.code, sequence=session.sequence, later=announced[-1])
    if states:
        raise DomainError(
            "session-not-last", session=session.code, sequence=session.sequence, later=", ".join(states)
        )  # fmt: skip


def must_be_announced_in_order(session: Session) -> None:
    """Refuse to announce a session while an earlier one is only planned, for which it would have to wait (1 query).

    Raises:
        DomainError: 'earlier-session-planned'.
    """
    earlier = Session.objects.filter(state=SessionState.PLANNED, sequence__lt=session.sequence or 0)
    code = earlier.order_by("sequence").values_list("code", flat=True).first()
    if code is not None:
        raise DomainError("earlier-session-planned", session=session.code, earlier=code)
