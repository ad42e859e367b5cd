"""Letters of intent (IZUS 1): sending them to all invited institutions, and entering what an institution answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.accounts.rules import hash_of
from atlas.audit.services import record
from atlas.fieldwork.announcing.intent_files import intent_file
from atlas.fieldwork.announcing.recipients import invited_among
from atlas.fieldwork.announcing.wording import letters_of
from atlas.fieldwork.models import Dispatch, LetterOfIntent
from atlas.fieldwork.rules import IntentAnswer, Purpose, check_answer
from atlas.fieldwork.services.dispatching import About, batches, dispatch, held
from atlas.jobs.services.asking import ask_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.mail.services import Letter
from atlas.monitoring.models import Session
from atlas.monitoring.rules import OVER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from atlas.accounts.actor import Actor
    from atlas.jobs.models import Job
    from atlas.jobs.services.running import Progress
    from atlas.kernel.language import Language
    from atlas.mail.services import File
    from atlas.registry.models import Participant

SEND_INTENTS = "send-letters-of-intent"


def intents_key(session: Session) -> str:
    """Return the key of the jobs that send a session's letters of intent."""
    return f"letters-of-intent:{session.code}"


def send_letters_of_intent(session: Session, *, actor: Actor) -> Job:
    """Ask for the job that writes to all people of invited institutions who have not had the letter of intent.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-gets-no-letters' once it is closed.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        at = clock.now()
        if locked.state in OVER:
            raise DomainError("session-gets-no-letters", session=locked.code)
        record("send-letters-of-intent", about=locked, by=actor.user_id, at=at)
        return ask_for(
            SEND_INTENTS, key=intents_key(locked), about=locked.code, arguments={"session": locked.code},
            by=actor.user_id, at=at,
        )  # fmt: skip


def write_letters_of_intent(progress: Progress, *, session: str) -> dict[str, object]:
    """Write the letters of intent, each with its PDF, and enter them in the register; the work of a job.

    The PDFs are typeset before the transaction that keeps them.

    Args:
        progress: Of the job.
        session: Its code.

    Returns:
        Facts for the job's page: how many letters were written, by this attempt and those before.
    """
    for found, participants in batches(progress, session, purpose=Purpose.INTENT):
        letters = _letters(found, participants)
        with held(progress, found) as (locked, at):
            if locked.state in OVER:
                break
            dispatch(locked, letters, purpose=Purpose.INTENT, by=progress.asked_by, at=at)
            _enter_as_sent(locked, {one.participant_id for one in letters}, at=at)
    return {"letters": Dispatch.objects.filter(session__code=session, purpose=Purpose.INTENT).count()}


def enter_answer(
    session: Session, participant: Participant, *, answer: IntentAnswer, answered_on: date | None,
    sent_on: date | None, note: str, actor: Actor,
) -> LetterOfIntent:  # fmt: skip
    """Enter in the register when an institution was asked for partnership and what it answered.

    Args:
        session: Whose register.
        participant: An invited institution, fetched through `access.get_invited`.
        answer: What it answered, or that it has not yet.
        answered_on: The day of the answer; None without one.
        sent_on: The day of the letter, e.g. one sent by post; None where it was not sent.
        note: Words about it.
        actor: Who enters it.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: as `rules.check_answer`.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        at = clock.now()
        check_answer(answer, answered_on=answered_on, sent_on=sent_on, on=clock.day_of(at))
        row = LetterOfIntent.objects.filter(session=session, participant=participant).first()
        row = row or LetterOfIntent(session=session, participant=participant)
        before = row.answer
        row.answer, row.answered_on, row.sent_on, row.note = answer, answered_on, sent_on, note.strip()
        row.changed_at, row.changed_by = at, actor.user_id
        row.save()
        facts = {"session": session.code, "participant": participant.code, "answer": answer, "before": before}
        days = {"answered_on": str(answered_on or ""), "sent_on": str(sent_on or "")}
        record("enter-intent-answer", about=row, by=actor.user_id, at=at, **facts, **days)
    return row


def _letters(session: Session, participants: Sequence[int]) -> list[About]:
    """Return the letters of institutions to addresses that have not had one, with their PDFs."""
    texts = letters_of(session, Purpose.INTENT)
    had = Dispatch.objects.filter(session=session, purpose=Purpose.INTENT, participant__in=participants)
    known = set(had.values_list("participant_id", "address_hash"))
    letters = []
    for one in invited_among(session, participants):
        files: dict[Language, File] = {}
        for address, language in one.addresses:
            if (one.participant.pk, hash_of(address)) in known:
                continue
            if language not in files:
                files[language] = intent_file(session, one, language=language)
            words = texts.to(one, language=language)
            letter = Letter(address, words.subject, words.body, (files[language],))
            letters.append(About(one.participant.pk, letter, language))
    return letters


def _enter_as_sent(session: Session, participants: set[int], *, at: datetime) -> None:
    """Enter the day of the letter where the register has none."""
    day = clock.day_of(at)
    rows = LetterOfIntent.objects.filter(session=session, participant__in=participants)
    rows.filter(sent_on=None, answered_on=None).update(sent_on=day)
    LetterOfIntent.objects.bulk_create(
        [
            LetterOfIntent(session=session, participant_id=one, sent_on=day, changed_at=at)
            for one in sorted(participants)
        ],
        ignore_conflicts=True,
    )
