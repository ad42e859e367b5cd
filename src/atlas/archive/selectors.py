"""Reads of what is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.archive.models import SealedPackage
from atlas.archive.store import folder_of
from atlas.engine.packages.reading import read_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.engine.lineage import Change


def newest_seals() -> list[SealedPackage]:
    """Return the newest revision's seal of each session that is no trial, in sequence, with the session (1 query)."""
    seals = SealedPackage.objects.filter(session__sequence__isnull=False).select_related("session")
    newest = {seal.session_id: seal for seal in seals.order_by("session__sequence", "revision")}
    return list(newest.values())


def sealed_changes() -> dict[int, list[Change]]:
    """Return the renumberings of gminas that the sealed packages tell, by the sequence of their session (1 query)."""
    return _changes(newest_seals())


def _changes(seals: Iterable[SealedPackage]) -> dict[int, list[Change]]:
    return {seal.session.sequence or 0: read_changes(folder_of(seal.sha256)) for seal in seals}
