"""Reminds participants of cards that are missing: all of a session by its schedule, or one at a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.audit.services import record
from atlas.fieldwork.announcing.missing import cards_in_words, missing_cards
from atlas.fieldwork.announcing.recipients import invited_among
from atlas.fieldwork.announcing.wording import letters_of
from atlas.fieldwork.models import Dispatch
from atlas.fieldwork.rules import Purpose
from atlas.fieldwork.services.dispatching import About, batches, dispatch, held
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.mail.services import Letter
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from atlas.accounts.actor import Actor
    from atlas.jobs.services.running import Progress
    from atlas.registry.models import Participant

_REMINDED_IN = (SessionState.OPEN, SessionState.VERIFICATION)


def write_reminders(progress: Progress, *, session: str, day: str) -> dict[str, object]:
    """Write the reminder of a day to everybody who has not filed; the work of a job.

    Args:
        progress: Of the job.
        session: Its code.
        day: ISO, in Warsaw; who was reminded on it already is not again.

    Returns:
        Facts for the job's page: how many letters this day has had.
    """
    for found, participants in batches(progress, session, purpose=Purpose.REMINDER):
        with held(progress, found) as (locked, at):
            if locked.state != SessionState.OPEN:
                break
            reminded = _reminded(locked, participants, day=day)
            letters = _letters(locked, sorted(set(participants) - reminded), on=clock.day_of(at))
            dispatch(locked, letters, purpose=Purpose.REMINDER, by=progress.asked_by, at=at, occasion=day)
    letters_of_day = Dispatch.objects.filter(session__code=session, purpose=Purpose.REMINDER, occasion=day)
    return {"letters": letters_of_day.count()}


def remind(session: Session, participant: Participant, *, actor: Actor) -> int:
    """Remind one participant now of the cards that are missing; return how many letters were written.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-reminding', 'reminded-today', 'nothing-missing', 'participant-without-address'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        at = clock.now()
        day = clock.day_of(at)
        if held.state not in _REMINDED_IN:
            raise DomainError("session-not-reminding", session=held.code)
        if _reminded(held, [participant.pk], day=day.isoformat()):
            raise DomainError("reminded-today", participant=participant.name)
        invited = invited_among(held, [participant.pk])
        if not missing_cards(held, invited, on=day):
            raise DomainError("nothing-missing", participant=participant.name)
        letters = _letters(held, [participant.pk], on=day)
        if not letters:
            raise DomainError("participant-without-address", participant=participant.name)
        written = dispatch(held, letters, purpose=Purpose.REMINDER, by=actor.user_id, at=at, occasion=day.isoformat())
        facts = {"session": held.code, "participant": participant.code, "letters": written}
        record("remind-participant", about=participant, by=actor.user_id, at=at, **facts)
    return written


def _reminded(session: Session, participants: Sequence[int], *, day: str) -> set[int]:
    """Return who among some participants was reminded on a day."""
    had = Dispatch.objects.filter(session=session, purpose=Purpose.REMINDER, occasion=day)
    return set(had.filter(participant__in=participants).values_list("participant_id", flat=True))


def _letters(session: Session, participants: Sequence[int], *, on: date) -> list[About]:
    """Return the reminders for those among some participants whose cards are missing."""
    invited = invited_among(session, participants)
    missing, texts = missing_cards(session, invited, on=on), letters_of(session, Purpose.REMINDER)
    letters = []
    for one in invited:
        cards = missing.get(one.participant.pk, [])
        for address, language in one.addresses if cards else ():
            words = texts.to(one, language=language, cards=cards_in_words(cards, language=language))
            letters.append(About(one.participant.pk, Letter(address, words.subject, words.body), language))
    return letters
