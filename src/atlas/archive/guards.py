"""What is sealed stays: the database refuses to change or delete it, but for the seals of a trial, which can go."""

from __future__ import annotations

from atlas.archive.models import SealedPackage
from atlas.audit.triggers import Guard
from atlas.monitoring.guards import lasting_session

GUARDS = (
    Guard(SealedPackage, events=("UPDATE",)),
    Guard(SealedPackage, when=lasting_session("OLD.session_id"), events=("DELETE",)),
)
