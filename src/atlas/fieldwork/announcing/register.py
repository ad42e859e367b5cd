"""Reads of the register of letters of intent: invited institutions with when they were asked and what they answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from atlas.fieldwork.announcing.recipients import invited_participants, without_address
from atlas.fieldwork.models import LetterOfIntent
from atlas.fieldwork.rules import IntentAnswer
from atlas.monitoring.models import Invitation
from atlas.registry.rules import ParticipantKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from atlas.monitoring.models import Session
    from atlas.registry.models import Participant


class Standing(StrEnum):
    """Where a request for partnership stands."""

    NOT_SENT = "not_sent"
    WAITING = "waiting"
    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True)
class RegisterRow:
    """An institution of the register: its gminas in words, and its entry, None before there is one."""

    participant: Participant
    gminas: str
    entry: LetterOfIntent | None

    @property
    def standing(self) -> Standing:
        """Where its request stands."""
        if self.entry is None:
            return Standing.NOT_SENT
        if self.entry.answer == IntentAnswer.NONE:
            return Standing.WAITING if self.entry.sent_on else Standing.NOT_SENT
        return Standing.POSITIVE if self.entry.answer == IntentAnswer.POSITIVE else Standing.NEGATIVE


def institutions(session: Session, *, standing: Standing | None = None, text: str = "") -> QuerySet[Participant]:
    """Return invited institutions by name, those of a standing, or whose name or code holds a text (1 query)."""
    found = invited_participants(session).filter(kind=ParticipantKind.IZUS).order_by("name", "code")
    if text:
        found = found.filter(Q(name__iregex=re.escape(text)) | Q(code__iexact=text))
    entries = LetterOfIntent.objects.filter(session=session, participant=OuterRef("pk"))
    answered = entries.exclude(answer="")
    match standing:
        case Standing.NOT_SENT:
            return found.exclude(Exists(entries.filter(sent_on__isnull=False))).exclude(Exists(answered))
        case Standing.WAITING:
            return found.filter(Exists(entries.filter(sent_on__isnull=False, answer="")))
        case Standing.POSITIVE | Standing.NEGATIVE:
            return found.filter(Exists(entries.filter(answer=standing.value)))
        case _:
            return found


def register_rows(session: Session, participants: Sequence[Participant]) -> list[RegisterRow]:
    """Return the register's rows of some institutions, in their order (2 queries)."""
    entries = {one.participant_id: one for one in LetterOfIntent.objects.filter(session=session).filter(
        participant__in=[one.pk for one in participants])}  # fmt: skip
    gminas: dict[int, list[str]] = {}
    asked = Invitation.objects.filter(session=session, participant__in=[one.pk for one in participants])
    for participant, name in asked.order_by("scope__name").values_list("participant_id", "scope__name"):
        gminas.setdefault(participant, []).append(name)
    return [RegisterRow(one, ", ".join(gminas.get(one.pk, [])), entries.get(one.pk)) for one in participants]


def register_counts(session: Session) -> dict[str, int]:
    """Return how many institutions are invited, were written to, answered how, and have no address (3 queries)."""
    entries = LetterOfIntent.objects.filter(session=session).aggregate(
        sent=Count("pk", filter=Q(sent_on__isnull=False)),
        positive=Count("pk", filter=Q(answer=IntentAnswer.POSITIVE)),
        negative=Count("pk", filter=Q(answer=IntentAnswer.NEGATIVE)),
    )
    unreached = without_address(session).filter(kind=ParticipantKind.IZUS).count()
    return {"invited": institutions(session).count(), "without_address": unreached, **entries}
