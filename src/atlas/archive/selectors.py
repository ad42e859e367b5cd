"""Reads of what is sealed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db.models import Q

from atlas.archive.models import Correction, Erratum, SealedPackage
from atlas.archive.store import folder_of
from atlas.cards.models import Card, CardVersion
from atlas.cards.selectors import document_of, with_session
from atlas.engine.packages.reading import read_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Any

    from django.db.models import QuerySet

    from atlas.definitions.card_document import CardDocument
    from atlas.engine.lineage import Change
    from atlas.monitoring.models import Session


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


def newest_seal(session: Session) -> SealedPackage | None:
    """Return the newest revision's seal of a session (1 query)."""
    return SealedPackage.objects.filter(session=session).order_by("revision").last()


def seals_beside(session: Session) -> list[str]:
    """Return the hashes of all packages whose cards a session's are judged beside, its own included (1 query).

    While they stay, its cards are judged alike. A trial is judged beside all sessions that are none.
    """
    counting = Q(session__is_trial=False)
    if session.sequence is not None:
        counting &= Q(session__sequence__lte=session.sequence)
    seals = SealedPackage.objects.filter(counting | Q(session=session))
    return list(seals.order_by("pk").values_list("sha256", flat=True))


def errata_of(session: Session) -> QuerySet[Erratum]:
    """Return a session's errata, in their numbers: they stand beside the values of their territory and indicator."""
    return Erratum.objects.filter(session=session).order_by("number")


def errata_of_sessions(codes: Iterable[str]) -> list[Erratum]:
    """Return the errata of sessions by their codes, each with its session, in sequence and number (1 query)."""
    found = Erratum.objects.filter(session__code__in=set(codes)).select_related("session")
    return list(found.order_by("session__sequence", "session__code", "number"))


def errata_rows(session: Session) -> list[dict[str, Any]]:
    """Return a session's errata as a package has them (1 query)."""
    return [
        {
            "number": one.number, "territory": one.territory, "indicator": one.indicator or None, "text": one.text,
            "dated_on": one.dated_on,
        }
        for one in errata_of(session)
    ]  # fmt: skip


def applied_corrections(session: Session) -> QuerySet[Correction]:
    """Return the corrections that a sealed revision of a session has, in the order in which they were applied."""
    found = Correction.objects.filter(card__session=session, seal__isnull=False, replaced_at=None)
    return _with_card(found).select_related("seal").order_by("seal__revision", "id")


def waiting_corrections(session: Session) -> QuerySet[Correction]:
    """Return the corrections of a session that no revision has yet, with the card, its gmina and participant, and the
    hash of its instruments, whose content is large and is read once in a process.
    """
    found = Correction.objects.filter(card__session=session, seal__isnull=True, replaced_at=None)
    return _with_card(found).order_by("id")


def replaced_corrections(session: Session) -> QuerySet[Correction]:
    """Return the corrections of a session that another one of the same line took the place of, oldest first."""
    return Correction.objects.filter(card__session=session, replaced_at__isnull=False).order_by("id")


def contents_before(corrections: Sequence[Correction]) -> dict[int, Any]:
    """Return by correction's id what its card said when it was typed (1 query)."""
    wanted = {(one.card_id, one.base_version) for one in corrections}
    versions = CardVersion.objects.filter(
        card__in={card for card, _number in wanted}, number__in={number for _card, number in wanted}
    )
    known = {(card, number): said for card, number, said in versions.values_list("card", "number", "content")}
    return {one.pk: known.get((one.card_id, one.base_version)) for one in corrections}


def _with_card(corrections: QuerySet[Correction]) -> QuerySet[Correction]:
    related = corrections.select_related("card__scope", "card__participant", "card__session__instruments")
    return related.defer("card__session__instruments__content")


def seals_of(session: Session) -> list[SealedPackage]:
    """Return the seals of a session's revisions, the newest first (1 query)."""
    return list(SealedPackage.objects.filter(session=session).order_by("-revision"))


def corrections_mark(session: Session) -> str:
    """Return a SHA-256 of what waits for the next revision: it tells whether a preview still holds (3 queries)."""
    waiting = [list(row) for row in waiting_corrections(session).values_list("pk", "base_version", "texts")]
    told = [seals_beside(session), waiting, [row["number"] for row in errata_rows(session)]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def corrected_documents(session: Session) -> dict[int, CardDocument]:
    """Return by card's id what corrected cards of a session say since their last correction (2 queries)."""
    contents = dict(applied_corrections(session).values_list("card", "content"))
    cards = with_session(Card.objects.filter(pk__in=contents))
    return {card.pk: document_of(card, contents[card.pk]) for card in cards}


def corrected_at(session: Session) -> dict[int, datetime]:
    """Return by card's id when the revision was sealed that has its last correction (1 query)."""
    return dict(applied_corrections(session).values_list("card", "seal__sealed_at"))
