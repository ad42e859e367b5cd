"""Changes of letters' texts, announcing a session, and a letter to try how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.accounts.models import User
from atlas.audit.services import record
from atlas.fieldwork.announcing.fields import FIELDS, check_text
from atlas.fieldwork.announcing.recipients import invited_participants
from atlas.fieldwork.announcing.wording import letters_of
from atlas.fieldwork.models import LetterText
from atlas.fieldwork.rules import Purpose
from atlas.jobs.services.asking import ask_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.kernel.language import _, translate
from atlas.mail.services import queue_message
from atlas.monitoring.models import Session
from atlas.monitoring.rules import SessionState
from atlas.monitoring.services import move_session

if TYPE_CHECKING:
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.fieldwork.announcing.defaults import Words
    from atlas.jobs.models import Job
    from atlas.kernel.language import Language
    from atlas.registry.models import Participant
    from atlas.registry.rules import ParticipantKind

ANNOUNCE = "announce-session"
_TRIAL = _("[trial] %(subject)s")
_GETS_LETTERS = (SessionState.ANNOUNCED, SessionState.OPEN)


def announcement_key(session: Session) -> str:
    """Return the key of the jobs that send a session's announcement."""
    return f"announce:{session.code}"


def write_text(
    session: Session, words: Words, *, purpose: Purpose, kind: ParticipantKind, language: Language, seen: int,
    actor: Actor,
) -> LetterText:  # fmt: skip
    """Keep the text of a session's letters of a purpose, to one kind of participant, in one language.

    Args:
        session: Whose letters.
        words: Subject and body, with fields in braces.
        purpose: What the letters are for.
        kind: To whom.
        language: In which.
        seen: The version that was changed; 0 where the default text was.
        actor: Who writes.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'announcement-is-out', 'letter-text-changed'.
        BadInput: as `check_text`, for subject and body.
    """
    must_work_in_centre(actor)
    check_text(f"{words.subject}\n{words.body}", allowed=FIELDS[purpose])
    with transaction.atomic():
        held = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        if purpose == Purpose.ANNOUNCEMENT and held.state != SessionState.PLANNED:
            raise DomainError("announcement-is-out", session=held.code)
        key = {"session": held, "purpose": purpose, "kind": kind, "language": language}
        text = LetterText.objects.filter(**key).first() or LetterText(**key, version=0)
        if text.version != seen:
            raise DomainError("letter-text-changed")
        text.subject, text.body = " ".join(words.subject.split()), words.body.replace("\r\n", "\n").strip() + "\n"
        text.version, text.changed_at, text.changed_by = text.version + 1, at, actor.user_id
        text.save()
        facts = {"session": held.code, "purpose": purpose, "kind": kind, "language": language}
        record("write-letter-text", about=text, by=actor.user_id, at=at, **facts, version=text.version)
    return text


def announce_session(session: Session, *, actor: Actor) -> Job:
    """Announce a planned session: its texts are fixed, and a job writes to all people of all invited participants.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-transition', 'nobody-invited'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held = move_session(session, "announce", actor=actor)
        at = clock.now()
        if not invited_participants(held).exists():
            raise DomainError("nobody-invited", session=held.code)
        _fix_texts(held, at=at, by=actor.user_id)
        return _asked(held, actor=actor, at=at)


def send_announcement_again(session: Session, *, actor: Actor) -> Job:
    """Write the announcement to addresses that have not had it, e.g. of people who were invited since.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-gets-no-letters'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        if held.state not in _GETS_LETTERS:
            raise DomainError("session-gets-no-letters", session=held.code)
        record("send-announcement-again", about=held, by=actor.user_id, at=at)
        return _asked(held, actor=actor, at=at)


def send_trial_letter(
    session: Session, words: Words, *, about: Participant, purpose: Purpose, actor: Actor
) -> None:  # fmt: skip
    """Put one letter into the outbox for who asks, as a participant would get it.

    Args:
        session: Whose letter.
        words: The letter, filled in.
        about: The participant that it is about.
        purpose: What it is for.
        actor: Who asks; the letter is marked in their language.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'no-own-address' for the machine itself.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        at = clock.now()
        user = User.objects.filter(pk=actor.user_id or 0).first()
        if user is None:
            raise DomainError("no-own-address")
        subject = translate(_TRIAL, user.letter_language) % {"subject": words.subject}
        queue_message(to=user.email, subject=subject, body=words.body, at=at)
        record("send-trial-letter", about=session, by=actor.user_id, at=at, purpose=purpose, participant=about.code)


def _asked(session: Session, *, actor: Actor, at: datetime) -> Job:
    facts = {"key": announcement_key(session), "about": session.code, "arguments": {"session": session.code}}
    return ask_for(ANNOUNCE, **facts, by=actor.user_id, at=at)


def _fix_texts(session: Session, *, at: datetime, by: int | None) -> None:
    """Keep the default texts that no row holds: what was announced stays, whatever a later version says by default."""
    LetterText.objects.bulk_create(
        [
            LetterText(
                session=session, purpose=Purpose.ANNOUNCEMENT, kind=kind, language=language, subject=words.subject,
                body=words.body, changed_at=at, changed_by=by,
            )
            for (kind, language), words in letters_of(session, Purpose.ANNOUNCEMENT).words.items()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
