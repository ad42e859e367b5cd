"""The work of revising: the new revision is written and read again, then one short transaction seals and applies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.actor import Actor
from atlas.archive.models import SealedPackage
from atlas.archive.selectors import corrections_mark, newest_seal, replaced_corrections, waiting_corrections
from atlas.archive.store import keep, scratch_folder
from atlas.audit.services import record
from atlas.cards.rules import Channel, Event
from atlas.cards.selectors import form_for
from atlas.cards.services.keeping import keep_version, locked
from atlas.closing.revision import changed_rows, next_revision
from atlas.closing.working_copies import by_card, contents_after
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.kernel.hashing import PREFIX
from atlas.monitoring.models import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from atlas.archive.models import Correction
    from atlas.cards.models import Card
    from atlas.engine.model import Package

    Tell = Callable[[str, int, int], None]

WRITING, COMPARING, SEALING = "writing", "comparing", "sealing"


def preview(session: Session, *, mark: str, tell: Tell) -> dict[str, object]:
    """Return what the waiting corrections change: `mark`, the number of changed values, and the first of them.

    Raises:
        DomainError: 'corrections-changed', or what stands against the revision.
    """
    seal = _still(session, mark=mark)
    tell(WRITING, 0, 1)
    with (
        scratch_folder(f"preview-{session.pk}") as scratch,
        next_revision(session, seal, folder=scratch / session.code) as (former, new),
    ):
        tell(COMPARING, 0, 1)
        count, rows = changed_rows(session, former=former, new=new)
    return {"mark": mark, "count": count, "rows": rows}


def seal_revision(
    session: Session, *, mark: str, by: int | None, tell: Tell, hold: Callable[[], None]
) -> SealedPackage:
    """Write, verify, keep and seal the next revision, and apply the corrections that it has.

    Args:
        session: Closed or published, with its instruments.
        mark: What waits, as it was seen in the preview.
        by: Id of the user who asked.
        tell: Is told how far the work is.
        hold: Called first in the transaction that seals.

    Raises:
        DomainError: 'corrections-changed', 'correction-breaks-rule', 'revision-changes-baseline', 'cannot-write'.
    """
    seal = _still(session, mark=mark)
    tell(WRITING, 0, 1)
    with scratch_folder(f"revision-{session.pk}") as scratch:
        folder = scratch / session.code
        with next_revision(session, seal, folder=folder) as (_former, new):
            keep(folder, sha256=new.hash)
            tell(SEALING, 0, 1)
            return _sealed(session, new, former=seal, mark=mark, by=by, hold=hold)


def _still(session: Session, *, mark: str) -> SealedPackage:
    seal = newest_seal(session)
    if seal is None or corrections_mark(session) != mark:
        raise DomainError("corrections-changed")
    return seal


def _sealed(
    session: Session, new: Package, *, former: SealedPackage, mark: str, by: int | None, hold: Callable[[], None]
) -> SealedPackage:
    with transaction.atomic():
        hold()
        held = Session.objects.select_for_update().get(pk=session.pk)
        at = clock.now()
        _still(held, mark=mark)
        seal = SealedPackage.objects.create(
            session=held, revision=former.revision + 1, sha256=new.hash, supersedes=PREFIX + former.sha256, sealed_at=at
        )
        for card, corrections in by_card(waiting_corrections(held)):
            _apply(card, corrections, seal=seal, by=by, at=at)
        replaced_corrections(held).filter(seal=None).update(seal=seal)
        facts = {"revision": seal.revision, "sha256": seal.sha256, "supersedes": seal.supersedes}
        record("seal-revision", about=held, by=by, at=at, **facts)
    return seal


def _apply(card: Card, corrections: Sequence[Correction], *, seal: SealedPackage, by: int | None, at: datetime) -> None:
    """Let a card say what its corrections say: a version of its history for each line, with its reason and author."""
    held = locked(card)
    for correction, contents in zip(corrections, contents_after(held, corrections), strict=True):
        held.content, held.version = contents.document.to_json(), held.version + 1
        held.answered = contents.answered(form_for(held))
        held.changed_at, held.changed_by = at, correction.begun_by
        held.save(update_fields=["content", "version", "answered", "changed_at", "changed_by"])
        note = f"{correction.reason}: {correction.words}" if correction.words else correction.reason
        author = Actor(user_id=correction.begun_by)
        keep_version(held, event=Event.CORRECTED, channel=Channel.ONLINE, actor=author, at=at, note=note[:500])
        correction.seal, correction.content = seal, held.content
        correction.save(update_fields=["seal", "content"])
        facts = {"correction": correction.pk, "line": correction.line, "reason": correction.reason}
        record("apply-correction", about=held, by=by, at=at, revision=seal.revision, **facts)
