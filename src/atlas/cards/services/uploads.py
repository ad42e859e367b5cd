"""Keeping an uploaded form between the page that shows what it would change and the decision. A kept file is private:
it is never served, is called by chance, and only who uploaded it can come back to it.
"""

from __future__ import annotations

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from atlas.cards.access import must_edit
from atlas.cards.services.keeping import must_be_editable
from atlas.kernel import clock
from atlas.kernel.errors import DomainError
from atlas.sheets.guard import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from atlas.accounts.actor import Actor
    from atlas.cards.models import Card

FOLDER = "card-uploads"
KEPT_FOR = timedelta(days=1)
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")
_RANDOM_BYTES = 24


def keep_upload(card: Card, chunks: Iterable[bytes], *, size: int, actor: Actor) -> str:
    """Keep an uploaded file of a card and return the key to it.

    What the same person uploaded for the card earlier is thrown away, and all files that somebody left a day ago.

    Args:
        card: Fetched through `access.get_card`.
        chunks: The file's content.
        size: Its bytes; looked at before anything is read.
        actor: Who uploads it.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'card-is-filed', 'sheet-too-large'.
    """
    must_edit(actor, card)
    must_be_editable(card)
    if size > LIMITS.file_bytes:
        raise DomainError("sheet-too-large", most_mb=LIMITS.file_bytes // 1024**2)
    at, key = clock.now(), secrets.token_urlsafe(_RANDOM_BYTES)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep_uploads(at=at)
    forget_uploads(card, actor=actor)
    path = _path(card, key, actor=actor)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(chunks)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return key


def kept_upload(card: Card, key: str, *, actor: Actor) -> Path:
    """Return the file that the same person uploaded for the card.

    Raises:
        NotAllowed: 'card-not-yours'.
        DomainError: 'upload-gone'.
    """
    must_edit(actor, card)
    if not _KEY.fullmatch(key) or not _path(card, key, actor=actor).is_file():
        raise DomainError("upload-gone")
    return _path(card, key, actor=actor)


def forget_upload(card: Card, key: str, *, actor: Actor) -> None:
    """Throw an uploaded file away; one that is gone already is no error."""
    if _KEY.fullmatch(key):
        _path(card, key, actor=actor).unlink(missing_ok=True)


def forget_uploads(card: Card, *, actor: Actor) -> None:
    """Throw away all that a person uploaded for a card."""
    for path in _folder().glob(_name(card, "*", actor=actor)):
        path.unlink(missing_ok=True)


def forget_all_uploads(card_ids: Iterable[int]) -> None:
    """Throw away whatever anybody uploaded for cards that are gone, by their ids."""
    for card_id in card_ids:
        for path in _folder().glob(f"{card_id}-*"):
            path.unlink(missing_ok=True)


def sweep_uploads(*, at: datetime) -> None:
    """Throw away all files that were kept longer than `KEPT_FOR`."""
    too_old = (at - KEPT_FOR).timestamp()
    for path in _folder().glob("*"):
        try:
            if path.stat().st_mtime < too_old:
                path.unlink()
        except FileNotFoundError:  # another upload swept it away
            continue


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _path(card: Card, key: str, *, actor: Actor) -> Path:
    return _folder() / _name(card, key, actor=actor)


def _name(card: Card, key: str, *, actor: Actor) -> str:
    return f"{card.pk}-{actor.user_id}-{key}.xlsx"
