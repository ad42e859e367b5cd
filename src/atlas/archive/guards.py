"""What is sealed stays: the database refuses to change or delete it, but for what belongs to a trial, which can go."""

from __future__ import annotations

from atlas.archive.models import Correction, Erratum, SealedPackage
from atlas.audit.triggers import Guard
from atlas.cards.models import Card
from atlas.monitoring.guards import lasting_session

_LASTING = lasting_session("OLD.session_id")
_CARD = f"SELECT 1 FROM {Card._meta.db_table} c WHERE c.id = OLD.card_id"  # noqa: S608 - our own names
GUARDS = (
    Guard(SealedPackage, events=("UPDATE",)),
    Guard(SealedPackage, when=_LASTING, events=("DELETE",)),
    Guard(Erratum, events=("UPDATE",)),
    Guard(Erratum, when=_LASTING, events=("DELETE",)),
    Guard(Correction, when="OLD.seal_id IS NOT NULL", events=("UPDATE",)),
    Guard(
        Correction, when=f"OLD.seal_id IS NOT NULL AND EXISTS ({_CARD} AND {lasting_session('c.session_id')})",
        events=("DELETE",),
    ),
)  # fmt: skip
