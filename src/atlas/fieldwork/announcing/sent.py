"""What became of a session's letters: how many wait, went out or failed, and to whom. Reads of the outbox."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, Q, Value, When

from atlas.fieldwork.models import Dispatch
from atlas.fieldwork.rules import LetterState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atlas.fieldwork.rules import Purpose
    from atlas.monitoring.models import Session

_UNSENT = Q(message__isnull=False, message__sent_at=None)
_STATES = {
    LetterState.SENT: Q(message__sent_at__isnull=False),
    LetterState.FAILED: _UNSENT & (Q(message__last_error__gt="") | Q(message__next_try_at=None)),
    LetterState.WAITING: _UNSENT & Q(message__last_error="", message__next_try_at__isnull=False),
}
"""One whose message is gone from the outbox has no state."""


def letter_counts(session: Session) -> dict[str, dict[str, int]]:
    """Return by purpose how many letters there are, sent, waiting, failed, and about how many participants (1)."""
    counted = {state.value: Count("pk", filter=condition) for state, condition in _STATES.items()}
    rows = Dispatch.objects.filter(session=session).order_by().values("purpose")
    found = rows.annotate(all=Count("pk"), participants=Count("participant", distinct=True), **counted)
    return {row["purpose"]: {name: one for name, one in row.items() if isinstance(one, int)} for row in found}


def letters_listed(
    session: Session, *, purpose: Purpose | None, state: LetterState | None, text: str = ""
) -> QuerySet[Dispatch]:
    """Return a session's letters, newest first, with participant, address and `state`, without their text (1 query).

    Args:
        session: Whose letters.
        purpose: Only of this one; None for all.
        state: Only in this one; None for all.
        text: A part of the participant's name, its code or the address, whatever its case.
    """
    states = [When(condition, then=Value(one.value)) for one, condition in _STATES.items()]
    found = Dispatch.objects.filter(session=session).select_related("participant", "message").defer("message__body")
    if purpose is not None:
        found = found.filter(purpose=purpose)
    if state is not None:
        found = found.filter(_STATES[state])
    if text:  # a pattern, because SQLite's LIKE knows no case of ł and its like
        pattern = re.escape(text)
        found = found.filter(
            Q(participant__name__iregex=pattern) | Q(participant__code__iexact=text)
            | Q(message__recipient__icontains=text)
        )  # fmt: skip
    return found.annotate(state=Case(*states, default=Value(""), output_field=CharField())).order_by("-id")
