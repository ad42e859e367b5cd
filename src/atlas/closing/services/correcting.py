"""Corrections of accepted cards after closing: typed into a working copy; a card changes when a revision is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.archive.models import Correction
from atlas.archive.rules import must_have_reason
from atlas.archive.selectors import corrections_mark, waiting_corrections
from atlas.audit.services import record
from atlas.cards.contents import Contents
from atlas.cards.line_texts import problems_in
from atlas.cards.places import TerritoryPlaces
from atlas.cards.rules import CardState
from atlas.cards.selectors import document_of, form_for
from atlas.cards.services.keeping import locked
from atlas.closing.services.errata import OVER
from atlas.jobs.services.asking import ask_for
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.monitoring.models import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.accounts.actor import Actor
    from atlas.cards.models import Card
    from atlas.definitions.card_document import CardDocument
    from atlas.jobs.models import Job

PREVIEW, REVISE = "preview-corrections", "seal-revision"


def correct_line(
    card: Card, *, line: str, texts: Mapping[str, str], reason: str, words: str = "", actor: Actor
) -> Correction:
    """Write what one line of an accepted card should say into the card's working copy; the card itself stays.

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
        known = Correction.objects.filter(card=held, seal=None).first()
        before = document_of(held, known.content if known else None)
        after = _typed(held, before, line=line, texts=texts, places=TerritoryPlaces(on=clock.day_of(at)))
        facts = {"reason": coded.value, "words": " ".join(words.split())[:500], "content": after.to_json()}
        begun = {"base_version": held.version, "begun_at": at, "begun_by": actor.user_id}
        correction, _ = Correction.objects.update_or_create(
            card=held, seal=None, defaults=facts, create_defaults={**facts, **begun}
        )
        record("correct-card", about=held, by=actor.user_id, at=at, line=line, reason=coded.value)
    return correction


def drop_correction(correction: Correction, *, actor: Actor) -> None:
    """Throw a working copy away; one that was applied stays for good.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'correction-applied'.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        held = Correction.objects.select_for_update(no_key=True).filter(pk=correction.pk, seal=None).first()
        if held is None:
            raise DomainError("correction-applied")
        at = clock.now()
        record("drop-correction", about=held, by=actor.user_id, at=at, card=held.card_id)
        held.delete()


def ask_for_preview(session: Session, *, actor: Actor) -> Job:
    """Ask which indicators of which territories the waiting corrections change, and by how much, as a job.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: 'nothing-to-revise'.
    """
    return _asked(PREVIEW, session, actor=actor, seen=None)


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
    return _asked(REVISE, session, actor=actor, seen=seen)


def _asked(kind: str, session: Session, *, actor: Actor, seen: str | None) -> Job:
    must_work_in_centre(actor)
    with transaction.atomic():
        held = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        if not waiting_corrections(held).exists():
            raise DomainError("nothing-to-revise", session=held.code)
        mark = corrections_mark(held)
        if seen is not None and seen != mark:
            raise DomainError("corrections-changed")
        record(f"ask-to-{kind}", about=held, by=actor.user_id, at=at)
        arguments = {"session_id": held.pk, "mark": mark}
        return ask_for(kind, key=f"{kind}:{held.code}", about=held.code, arguments=arguments, by=actor.user_id, at=at)


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


def _typed(
    card: Card, before: CardDocument, *, line: str, texts: Mapping[str, str], places: TerritoryPlaces
) -> CardDocument:
    """Return the document with a line's new texts; what cannot be read as an answer is refused, never kept as typed."""
    found = form_for(card).lines.get(line)
    if found is None or found.is_personal:
        raise DomainError("correction-line-unknown")
    problem = problems_in(found, texts, places=places)
    if problem is not None:
        raise problem
    after = Contents(before).having(found, texts, places=places).document
    if after == before:
        raise DomainError("correction-changes-nothing")
    return after
