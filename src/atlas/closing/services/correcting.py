"""Corrections of accepted cards after closing, line by line: they wait; a card changes when a revision is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.archive.models import Correction
from atlas.archive.rules import must_have_reason
from atlas.archive.selectors import corrections_mark, newest_seal, waiting_corrections
from atlas.audit.services import record
from atlas.cards.contents import Contents
from atlas.cards.line_texts import problems_in
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import CardState
from atlas.cards.selectors import document_of, form_for
from atlas.cards.services.keeping import locked
from atlas.closing.working_copies import CODES
from atlas.jobs.services.asking import ask_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session
from atlas.monitoring.rules import OVER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.form_lines import Line
    from atlas.cards.models import Card
    from atlas.jobs.models import Job

PREVIEW, REVISE = "preview-corrections", "seal-revision"


def correct_line(
    card: Card, *, line: str, texts: Mapping[str, str], reason: str, words: str = "", actor: Actor
) -> Correction:
    """Write down what one line of an accepted card should say, and why; the card itself stays.

    A correction of the same line that waits is replaced: it is kept beside the new one, and applied no more.

    Args:
        card: Fetched through `access`; of a closed session, and no baseline.
        line: A line of the card's form that is no contact data.
        texts: The line's parts as somebody types them, read like those of the participant's form.
        reason: A code of `CorrectionReason`.
        words: About the reason; needed where it is 'other'. No personal data.
        actor: Of the Centre.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'session-not-closed', 'correction-of-baseline', 'correction-card-not-accepted',
            'correction-reason-needed', 'correction-words-needed', 'correction-line-unknown',
            'correction-changes-nothing', or what is wrong with a text.
    """
    must_work_in_centre(actor)
    coded = must_have_reason(reason, words=words)
    with transaction.atomic():
        held = _locked_correctable(card)
        at = clock.now()
        found, said = _read(held, line=line, texts=texts, places=TerritoryPlaces(on=clock.day_of(at)))
        why = {"reason": coded.value, "words": " ".join(words.split())[:500]}
        replaced = _replaced(held, found, said=said, why=why, at=at)
        correction = Correction.objects.create(
            card=held, line=line, texts=said, **why, base_version=held.version, begun_at=at, begun_by=actor.user_id
        )
        facts = {"line": line, "reason": coded.value, "said": _told(found, said), "replaced": replaced}
        record("correct-card", about=held, by=actor.user_id, at=at, correction=correction.pk, **facts)
    return correction


def drop_correction(correction: Correction, *, actor: Actor) -> None:
    """Throw a waiting correction of a line away, with those that it replaced; one that was applied stays for good.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'correction-applied'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        Session.objects.select_for_update(no_key=True).get(pk=correction.card.session_id)
        held = Correction.objects.select_for_update(no_key=True).filter(pk=correction.pk, seal=None).first()
        at = clock.now()
        if held is None or held.replaced_at is not None:
            raise DomainError("correction-applied")
        facts = {"card": held.card_id, "line": held.line, "reason": held.reason}
        record("drop-correction", about=held, by=actor.user_id, at=at, **facts)
        Correction.objects.filter(card=held.card_id, line=held.line, seal=None).delete()


def ask_for_preview(session: Session, *, actor: Actor) -> Job:
    """Ask which indicators of which territories the waiting corrections change, and by how much, as a job.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'nothing-to-revise'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held, mark = _waiting(session)
        return _ask(PREVIEW, held, arguments={"mark": mark}, actor=actor)


def ask_for_revision(session: Session, *, seen: str, actor: Actor) -> Job:
    """Ask for a new revision of the session's package with all that waits, as it was seen in a preview.

    Args:
        session: Closed or published.
        seen: `archive.selectors.corrections_mark` of the preview.
        actor: Of the Centre.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'nothing-to-revise', 'corrections-changed'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held, mark = _waiting(session)
        seal = newest_seal(held)
        if seen != mark or seal is None:
            raise DomainError("corrections-changed")
        return _ask(REVISE, held, arguments={"mark": mark, "revision": seal.revision + 1}, actor=actor)


def _waiting(session: Session) -> tuple[Session, str]:
    """Lock the session and return it with the mark of what waits for its next revision."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if not waiting_corrections(held).exists():
        raise DomainError("nothing-to-revise", session=held.code)
    return held, corrections_mark(held)


def _ask(kind: str, session: Session, *, arguments: dict[str, object], actor: Actor) -> Job:
    at = clock.now()
    record(f"ask-to-{kind}", about=session, by=actor.user_id, at=at)
    given = {"session_id": session.pk, **arguments}
    return ask_for(kind, key=f"{kind}:{session.code}", about=session.code, arguments=given, by=actor.user_id, at=at)


def must_be_correctable(card: Card, *, session: Session) -> None:
    """Refuse a card that no correction can change.

    Raises:
        DomainError: 'session-not-closed', 'correction-of-baseline', 'correction-card-not-accepted'.
    """
    if session.state not in OVER:
        raise DomainError("session-not-closed", session=session.code)
    if card.is_baseline:
        raise DomainError("correction-of-baseline", gmina=card.scope.name)
    if card.state != CardState.ACCEPTED:
        raise DomainError("correction-card-not-accepted")


def _locked_correctable(card: Card) -> Card:
    session = Session.objects.select_for_update(no_key=True).get(pk=card.session_id)
    held = locked(card)
    must_be_correctable(held, session=session)
    return held


def _read(card: Card, *, line: str, texts: Mapping[str, str], places: TerritoryPlaces) -> tuple[Line, dict[str, str]]:
    """Return a line and what it should say; what cannot be read as an answer is refused, never kept as typed."""
    found = form_for(card).lines.get(line)
    if found is None or found.is_personal:
        raise DomainError("correction-line-unknown")
    problem = problems_in(found, texts, places=places)
    if problem is not None:
        raise problem
    return found, Contents().having(found, texts, places=places).texts(found, places=CODES)


def _replaced(
    card: Card, line: Line, *, said: Mapping[str, str], why: Mapping[str, str], at: datetime
) -> int | None:  # fmt: skip
    """Note of the correction of the same line that waits, if one does, that it is replaced; return its id."""
    waiting = Correction.objects.filter(card=card, line=line.code, seal=None, replaced_at=None).first()
    own = Contents(document_of(card)).texts(line, places=CODES)
    if said == own or (waiting and (waiting.texts, waiting.reason, waiting.words) == (said, *why.values())):
        raise DomainError("correction-changes-nothing")
    if waiting is None:
        return None
    waiting.replaced_at = at
    waiting.save(update_fields=["replaced_at"])
    return waiting.pk


def _told(line: Line, said: Mapping[str, str]) -> dict[str, str]:
    """Return what the log may keep of a line: figures and codes, no words of a person."""
    return {} if line.kind == "text" else {part: text for part, text in said.items() if part != "other"}
