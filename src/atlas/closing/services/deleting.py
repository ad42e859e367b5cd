"""Deleting a trial, or a session that is only planned, with its files: packages, results, sources, uploaded forms.

The rows go in one transaction, the files when it has ended: a deletion that fails leaves everything as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.accounts.access import must_work_in_centre
from atlas.archive import store as archive_store
from atlas.archive.models import SealedPackage
from atlas.cards import source_files
from atlas.cards.models import Card, Review, SourceDocument
from atlas.cards.services.reviewing import lock_reviews
from atlas.cards.services.uploads import forget_all_uploads
from atlas.monitoring.models import Session
from atlas.monitoring.services import delete_session
from atlas.results import store as results_store
from atlas.results.models import ResultRun

if TYPE_CHECKING:
    from atlas.accounts.actor import Actor


@dataclass(frozen=True)
class _Files:
    """What lies on the disk for a session: hashes of packages, folders of results, keys of sources, ids of cards."""

    packages: frozenset[str]
    results: frozenset[str]
    sources: frozenset[str]
    cards: frozenset[int]


def delete_session_with_files(session: Session, *, typed_code: str, actor: Actor) -> dict[str, int]:
    """Delete a trial, also a closed one, or a session that is still planned; return how many rows went by table.

    Args:
        session: The session.
        typed_code: Its code as the person typed it, to confirm.
        actor: Who does it.

    Raises:
        NotAllowed: 'centre-needed'.
        DomainError: those of `monitoring.services.delete_session`.
    """
    must_work_in_centre(actor)
    with transaction.atomic():
        lock_reviews(Review.objects.filter(card__session=session))
        held = Session.objects.select_for_update().get(pk=session.pk)
        files = _files_of(held)
        counts = delete_session(held, typed_code=typed_code, actor=actor)
        for forget in (_forget_packages, _forget_results, _forget_sources, _forget_uploads):
            # Each by itself, and logged if it fails: the rows are gone by then, whatever the disk says.
            transaction.on_commit(partial(forget, files), robust=True)
    return counts


def _files_of(session: Session) -> _Files:
    """Look up a session's files; its cards are locked, so that nobody attaches one meanwhile (4 queries)."""
    cards = Card.objects.select_for_update().filter(session=session).order_by("pk").values_list("pk", flat=True)
    return _Files(
        cards=frozenset(cards),
        packages=frozenset(SealedPackage.objects.filter(session=session).values_list("sha256", flat=True)),
        results=frozenset(ResultRun.objects.filter(session=session).values_list("folder", flat=True)),
        sources=frozenset(SourceDocument.objects.filter(card__session=session).values_list("key", flat=True)),
    )


def _forget_packages(files: _Files) -> None:
    """Take the packages out of the archive, but one that another seal names."""
    named = SealedPackage.objects.filter(sha256__in=files.packages).values_list("sha256", flat=True)
    for sha256 in sorted(files.packages.difference(named)):
        archive_store.forget(sha256)


def _forget_results(files: _Files) -> None:
    """Throw the folders of results away, but one that another run names: the same files are kept once."""
    named = ResultRun.objects.filter(folder__in=files.results).values_list("folder", flat=True)
    for folder in sorted(files.results.difference(named)):
        results_store.forget(folder)


def _forget_sources(files: _Files) -> None:
    for key in sorted(files.sources):
        (source_files.folder() / key).unlink(missing_ok=True)


def _forget_uploads(files: _Files) -> None:
    forget_all_uploads(sorted(files.cards))
