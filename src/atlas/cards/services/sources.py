"""Keeping what a card was entered from: a file that was looked at, or a note of a call. Private: see `source_files`."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from atlas.audit.services import record
from atlas.cards.access import is_entered_by
from atlas.cards.models import Card, SourceDocument
from atlas.cards.services.keeping import locked
from atlas.cards.source_files import TEXT, folder, kind_of, shown_name
from atlas.kernel import clock
from atlas.kernel.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from atlas.accounts.actor import Actor

NOTE = "notatka.txt"
MOST_SOURCES = 20
"""Of one card; a scan of several pages is one."""
_RANDOM_BYTES = 32


@dataclass(frozen=True)
class Sources:
    """What a card is entered from, as it was sent: a file with its name, a note of a call, or both."""

    content: bytes | None = None
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Piece:
    """One source that was looked at and may be kept."""

    content: bytes
    name: str
    kind: str


def looked_at(sources: Sources) -> list[Piece]:
    """Return what may be kept of what was sent: nothing, the file, the note as a text file, or both.

    Raises:
        DomainError: those of `source_files.kind_of`.
    """
    pieces = []
    if sources.content is not None:
        kind = kind_of(sources.content, name=sources.name)
        pieces.append(Piece(sources.content, shown_name(sources.name), kind))
    if words := "\n".join(sources.note.strip().splitlines()):
        pieces.append(Piece(words.encode(), NOTE, TEXT))
    return pieces


def attach(card: Card, sources: Sources, *, actor: Actor) -> list[SourceDocument]:
    """Keep what a card is entered from: all that was sent together, or nothing.

    Args:
        card: Fetched through `access.get_card`.
        sources: A file of at most `source_files.LARGEST` bytes, a note, or both.
        actor: Who enters the card on the participant's behalf.

    Raises:
        NotAllowed: 'card-not-opened'.
        DomainError: those of `looked_at` and `keep_all`, 'source-empty' where nothing was sent.
    """
    pieces = looked_at(sources)
    if not pieces:
        raise DomainError("source-empty")
    return keep_all(card, pieces, actor=actor)


def keep_all(card: Card, pieces: Sequence[Piece], *, actor: Actor) -> list[SourceDocument]:
    """Keep sources that were looked at, all or none; what was written of them is gone where one is refused.

    Raises:
        NotAllowed: 'card-not-opened'.
        DomainError: 'source-known', 'source-too-many'.
    """
    paths = [folder() / secrets.token_hex(_RANDOM_BYTES) for _ in pieces]
    try:
        with transaction.atomic():
            held = locked(card)
            at = clock.now()
            _must_be_entered(held, actor=actor)
            return [_kept(held, one, path=path, actor=actor, at=at) for one, path in zip(pieces, paths, strict=True)]
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise


def remove_source(card: Card, document: SourceDocument, *, actor: Actor) -> None:
    """Throw away a source that was attached by mistake; one of a submitted card stays.

    Raises:
        NotAllowed: 'card-not-opened'.
        DomainError: 'source-submitted'.
    """
    with transaction.atomic():
        held = locked(card)
        at = clock.now()
        _must_be_entered(held, actor=actor)
        if SourceDocument.objects.filter(pk=document.pk, submission=None).delete()[0] == 0:
            raise DomainError("source-submitted")
        record("remove-card-source", about=held, by=actor.user_id, at=at, sha256=document.sha256)
        transaction.on_commit(partial((folder() / document.key).unlink, missing_ok=True))


def _kept(card: Card, piece: Piece, *, path: Path, actor: Actor, at: datetime) -> SourceDocument:
    sha256 = hashlib.sha256(piece.content).hexdigest()
    _must_be_new(card, sha256)
    _write(path, piece.content)
    facts = {"kind": piece.kind, "size": len(piece.content), "sha256": sha256}
    made = SourceDocument.objects.create(
        card=card, name=piece.name, key=path.name, attached_at=at, attached_by=actor.user_id, **facts
    )
    record("attach-card-source", about=card, by=actor.user_id, at=at, document=made.pk, **facts)
    return made


def _must_be_entered(card: Card, *, actor: Actor) -> None:
    if not is_entered_by(actor, card):
        raise NotAllowed("card-not-opened")


def _must_be_new(card: Card, sha256: str) -> None:
    known = list(card.sources.filter(submission=None).values_list("sha256", flat=True))
    if sha256 in known:
        raise DomainError("source-known")
    if len(known) >= MOST_SOURCES:
        raise DomainError("source-too-many", most=MOST_SOURCES)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
