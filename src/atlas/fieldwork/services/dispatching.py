"""Puts a session's letters into the outbox, batch by batch: each address gets one about each participant, once for a
purpose and occasion, however often the work is begun.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.rules import hash_of
from atlas.fieldwork.announcing.joining import with_link
from atlas.fieldwork.announcing.recipients import invited_among, invited_ids
from atlas.fieldwork.announcing.wording import letters_of
from atlas.fieldwork.models import Dispatch
from atlas.fieldwork.rules import WRITTEN_TO, Purpose
from atlas.kernel import clock
from atlas.mail.services import Letter, queue_letters
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState
from atlas.registry.services.links import renew_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from atlas.jobs.services.running import Progress
    from atlas.kernel.language import Language

BATCH = 200
"""Participants whose letters are written in one transaction."""


@dataclass(frozen=True)
class About:
    """A letter with the participant that it is about and the language it is in."""

    participant_id: int
    letter: Letter
    language: Language

    @property
    def pair(self) -> tuple[int, str]:
        """Whom it is about and to which address it goes."""
        return self.participant_id, self.letter.to


def write_announcements(progress: Progress, *, session: str) -> dict[str, object]:
    """Write a session's announcement to everybody invited who has not had it; the work of a job.

    Args:
        progress: Of the job.
        session: Its code.

    Returns:
        Facts for the job's page: how many letters were written, by this attempt and those before.
    """
    for found, participants in batches(progress, session, purpose=Purpose.ANNOUNCEMENT):
        with held(progress, found) as (locked, at):
            if locked.state not in {SessionState.ANNOUNCED, SessionState.OPEN}:
                break
            texts = letters_of(locked, Purpose.ANNOUNCEMENT)
            letters = []
            for one in invited_among(locked, participants):
                for address, language in one.addresses:
                    words = texts.to(one, language=language)
                    letters.append(About(one.participant.pk, Letter(address, words.subject, words.body), language))
            dispatch(locked, letters, purpose=Purpose.ANNOUNCEMENT, by=progress.asked_by, at=at)
    return {"letters": Dispatch.objects.filter(session__code=session, purpose=Purpose.ANNOUNCEMENT).count()}


def batches(progress: Progress, session: str, *, purpose: Purpose) -> Iterator[tuple[Session, list[int]]]:
    """Give the ids of participants that get letters of a purpose, batch by batch, and tell how far the work is."""
    found = Session.objects.get(code=session)
    ids = invited_ids(found, kinds=WRITTEN_TO[purpose])
    for start in range(0, len(ids), BATCH):
        progress.tell("letters", done=start, total=len(ids))
        yield found, ids[start : start + BATCH]
    progress.tell("letters", done=len(ids), total=len(ids))


@contextmanager
def held(progress: Progress, session: Session) -> Iterator[tuple[Session, datetime]]:
    """Lock the job and the session for one batch, then read the clock; what is written within is kept at the end.

    Raises:
        JobTaken: another worker has the job.
    """
    with transaction.atomic():
        progress.must_hold()
        locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        yield locked, clock.now()


def dispatch(
    session: Session, letters: Sequence[About], *, purpose: Purpose, by: int | None, at: datetime, occasion: str = ""
) -> int:  # fmt: skip
    """Put those letters into the outbox that were not yet, within the caller's transaction (10 queries and files').

    Who was invited to represent the participant and has not accepted yet finds a new link at the letter's end.

    Args:
        session: Locked, so that two do not write the same letter.
        letters: Each about an invited participant.
        purpose: What they are for.
        by: Id of the user who has them written; None for the clock.
        at: The operation's moment.
        occasion: Tells letters of one purpose apart, e.g. an ISO day.

    Returns:
        How many were written.
    """
    written = Dispatch.objects.filter(session=session, purpose=purpose, occasion=occasion)
    had = written.filter(participant__in={one.participant_id for one in letters})
    known = set(had.values_list("participant_id", "address_hash"))
    new = [one for one in letters if (one.participant_id, hash_of(one.letter.to)) not in known]
    links = renew_links({one.pair for one in new}, by=by, at=at)
    told = [
        with_link(one.letter, links[one.pair], language=one.language) if one.pair in links else one.letter
        for one in new
    ]
    messages = queue_letters(told, at=at)
    Dispatch.objects.bulk_create(
        Dispatch(
            session=session, participant_id=one.participant_id, purpose=purpose, occasion=occasion,
            address_hash=hash_of(one.letter.to), message=message, queued_at=at,
        )
        for one, message in zip(new, messages, strict=True)
    )  # fmt: skip
    return len(new)
