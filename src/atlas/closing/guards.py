"""What a protocol says stays as it is; a trial session's goes with its seal."""

from __future__ import annotations

from atlas.archive.models import SealedPackage
from atlas.audit.triggers import Guard
from atlas.closing.models import ClosingProtocol
from atlas.monitoring.guards import lasting_session

_SEAL = f"SELECT 1 FROM {SealedPackage._meta.db_table} p WHERE p.id = OLD.seal_id"  # noqa: S608 - our own names
GUARDS = (
    Guard(ClosingProtocol, events=("UPDATE",)),
    Guard(ClosingProtocol, when=f"EXISTS ({_SEAL} AND {lasting_session('p.session_id')})", events=("DELETE",)),
)
